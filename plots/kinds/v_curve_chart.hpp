// Pictures of a gradient checker's work: error against step, and what it catches.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// One row a step h; all columns of one size. Values that are 0 have no place on the logarithmic
/// axis and are counted in the legend.
struct VCurveColumns {
  std::vector<double> h = {};            ///< Steps, > 0, in either order.
  std::vector<double> error = {};        ///< |rise / run - derivative|.
  std::vector<double> noise_bound = {};  ///< What noise may contribute; empty: not drawn.
  std::vector<double> best_error = {};   ///< After extrapolation; empty: not drawn.
};

struct VCurveOptions {
  std::string title = {};
  std::string subtitle = {};
  std::optional<double> chosen_h = {};      ///< Marked.
  std::optional<double> chosen_error = {};  ///< With a ring at this height.
  std::optional<double> tolerance = {};     ///< A level line: what a PASS had to meet.
  Theme theme = Theme::light;
};

/// Error against step, both axes logarithmic. Throws DataError when the sizes differ.
[[nodiscard]] Chart v_curve_chart(const VCurveColumns& columns, const VCurveOptions& options = {});

/// Of the mistakes of one kind: their relative sizes and which share of them was caught.
struct KillCurve {
  std::string name = {};
  std::vector<double> size = {};    ///< > 0.
  std::vector<double> caught = {};  ///< 0 to 1.
};

struct KillCurveOptions {
  std::string title = {};
  std::string subtitle = {};
  std::string size_label = "relative size of the mistake";
  std::string caught_label = "caught";
  std::optional<double> always_caught_from = {};  ///< Marked.
  Theme theme = Theme::light;
};

/// The share of mistakes caught against their size. Throws DataError when the sizes differ.
[[nodiscard]] Chart kill_curve_chart(const std::vector<KillCurve>& curves,
                                     const KillCurveOptions& options = {});

}  // namespace riserun::plots
