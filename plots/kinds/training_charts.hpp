// Pictures of how training goes: gradients by layer, the search for a learning rate, speed.
#pragma once

#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// Columns over one x, with their names.
struct NamedColumns {
  std::vector<double> x = {};
  std::vector<std::string> names = {};
  std::vector<std::vector<double>> columns = {};  ///< Each of x's size.
};

/// The gradient's length, a curve for each layer, on a logarithmic axis: smoothed, with the raw
/// numbers pale behind.
[[nodiscard]] Chart gradient_norm_chart(const NamedColumns& norms, const std::string& title);

/// The loss of each batch while the learning rate grew, also smoothed, and a marker at the
/// suggested rate (NaN: none).
[[nodiscard]] Chart learning_rate_chart(const std::vector<double>& rate,
                                        const std::vector<double>& loss,
                                        const std::vector<double>& smooth, double suggested,
                                        const std::string& title);

/// How one run of several that differ in their learning rate went.
struct RateRun {
  double rate = 0.0;
  std::vector<double> epoch = {};
  std::vector<double> loss = {};  ///< Of the training, one an epoch.
  std::string note = {};          ///< "ended after 3 of 30 epochs"; may be empty.
};

/// Two panels: the loss over the epochs, a curve for each rate from the smallest on; and the loss
/// at the end against the rate, which falls until the rate is too large. Both axes of the loss are
/// logarithmic where all losses are positive. Throws DataError for fewer than two runs.
[[nodiscard]] Chart overshoot_chart(std::vector<RateRun> runs, const std::string& title);

/// Measured speeds, a row each.
struct Speeds {
  std::vector<double> threads = {};
  std::vector<double> points_per_second = {};
  std::vector<double> batch = {};  ///< Points of a step; empty: all are alike.
};

/// Points per second against threads: a curve for each batch size, and dashed the ideal, which
/// grows from its first point in proportion to the threads. Where `phases` has columns (of as many
/// rows as the speeds), also how many microseconds a step spends in each. Throws DataError where
/// there are no rows.
[[nodiscard]] Chart speed_chart(const Speeds& speeds, const NamedColumns& phases,
                                const std::string& title);

}  // namespace riserun::plots
