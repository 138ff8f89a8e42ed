// Pictures of how training goes: gradients by layer, the search for a learning rate, speed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plots/chart.hpp"

namespace riserun::plots {

/// Columns over one x, with their names.
struct NamedColumns {
  std::vector<double> x = {};
  std::vector<std::string> names = {};
  std::vector<std::vector<double>> columns = {};  ///< Each of x's size.
};

/// The gradient's length, a curve a layer, logarithmic: smoothed, with the raw numbers pale behind.
[[nodiscard]] Chart gradient_norm_chart(const NamedColumns& norms, const std::string& title);

/// The loss against a learning rate that grew from step to step, and the rate to take.
[[nodiscard]] Chart learning_rate_chart(const std::vector<double>& rate,
                                        const std::vector<double>& loss,
                                        std::optional<double> suggested, const std::string& title);
/// A tenth of the rate at which the smoothed loss is lowest: what comes after it is the way up.
/// Nothing for fewer than three finite losses.
[[nodiscard]] std::optional<double> suggested_rate(const std::vector<double>& rate,
                                                   const std::vector<double>& loss);

/// Points per second against threads, with the line that runs through the first at the speed of as
/// many machines; and, where `phases` has columns, how long a step spends in each.
[[nodiscard]] Chart speed_chart(const std::vector<double>& threads,
                                const std::vector<double>& points_per_second,
                                const NamedColumns& phases, const std::string& title);

}  // namespace riserun::plots
