// What there is to draw in a panel: the ranges it spans, and how many values cannot be shown.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>
#include <riserun/plots/layout/axis.hpp>

namespace riserun::plots {

/// `value` as it can be drawn: 0 for magnitudes under 1e-300; nothing for NaN, infinities,
/// magnitudes beyond 1e300, and on a log axis for what is not positive.
[[nodiscard]] std::optional<double> drawable(double value, bool log);

/// What happened to the points of one series or band.
struct Count {
  std::size_t drawn = 0;
  std::size_t not_finite = 0;
  std::size_t not_positive = 0;  ///< On a log axis.
};

struct Survey {
  Extent x;
  Extent y;
  bool integer_x = true;  ///< All x are whole numbers.
  std::vector<Count> series;
  std::vector<Count> bands;
  std::vector<Count> bars;
  bool planes = false;   ///< There are fields.
  bool tight_x = false;  ///< Fields or names set the range: no air around it.
  bool tight_y = false;

  /// No point at all can be drawn.
  [[nodiscard]] bool nothing() const;
  /// All counts added up.
  [[nodiscard]] Count total() const;
};

/// Reads every point of the panel once. Columns must fit together (check_chart).
[[nodiscard]] Survey survey(const Panel& panel);

/// "train (left out: 2 not finite, 1 not positive)"; the name alone when nothing was left out.
[[nodiscard]] std::string legend_text(const std::string& name, const Count& count);

}  // namespace riserun::plots
