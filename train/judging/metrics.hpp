// How good predictions are, in the usual figures; of plain numbers.
#pragma once

#include <cstddef>
#include <span>

namespace riserun::train {

// All throw ShapeError when sizes differ.

/// sqrt(mean((prediction - target)^2)); NaN of none.
[[nodiscard]] double root_mean_square_error(std::span<const double> predictions,
                                            std::span<const double> targets);
/// mean(|prediction - target|); NaN of none.
[[nodiscard]] double mean_absolute_error(std::span<const double> predictions,
                                         std::span<const double> targets);
/// R2, the share of the targets' variance that is explained: 1 - sum (prediction - target)^2 /
/// sum (target - mean target)^2. 1 is perfect, 0 as good as always saying the mean, below 0 worse.
/// NaN where the targets do not differ.
[[nodiscard]] double r_squared(std::span<const double> predictions,
                               std::span<const double> targets);

/// Area under the ROC curve: the probability that a positive point has a higher score than a
/// negative one, equals counted half (Mann and Whitney 1947). `positive` holds 0 or 1 for each
/// point. NaN unless there are both. O(n log n).
[[nodiscard]] double area_under_curve(std::span<const double> scores,
                                      std::span<const unsigned char> positive);

/// Whether the score of class `label` is among the k largest of a point's; among equals the earlier
/// class counts as larger, as in predicted_class.
[[nodiscard]] bool in_top_k(std::span<const double> scores, std::size_t label, std::size_t k);

}  // namespace riserun::train
