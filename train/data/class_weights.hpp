// How much the points of each class count.
#pragma once

#include <vector>

#include <riserun/train/data/dataset.hpp>

namespace riserun::train {

/// Weights that give every class the same say: rows / (classes * rows of the class), so that their
/// mean over the rows is 1. Throws DataError for data without classes, and for a class without
/// rows.
[[nodiscard]] std::vector<double> balanced_weights(const Dataset& training);

/// Throws ConfigError unless there is a finite weight >= 0 for each class, and one above 0.
void require_weights(const std::vector<double>& weights, const Dataset& training);

}  // namespace riserun::train
