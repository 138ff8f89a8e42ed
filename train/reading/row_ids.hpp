// Columns of numbers that only number the rows.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <riserun/train/data/dataset.hpp>

namespace riserun::train {

/// The features of `table` that name the rows, in ascending order: whole numbers, different in every
/// row, under a name such as "id" or none at all. In a file without names (`names` empty) the first
/// one, where it counts the rows from 0 or 1. Under another name a count may be a time, which counts.
/// None among few rows, where it may be chance. `names`: as the file has them, one a feature.
[[nodiscard]] std::vector<std::size_t> row_ids(const DataTable& table,
                                               const std::vector<std::string>& names);

/// Takes these features, ascending, out of the table.
void drop_features(DataTable& table, const std::vector<std::size_t>& features);

}  // namespace riserun::train
