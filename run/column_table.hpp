// What becomes of the columns of a file, told before the training.
#pragma once

#include <string>

#include <riserun/train/data/dataset.hpp>
#include <riserun/train/data/preparation.hpp>

namespace riserun::run {

/// Of `data` as they were read. Lines for the setup of a run: how many inputs the columns become, which are left out and why, and
/// which never change. Empty where every column is a number that does.
[[nodiscard]] std::string columns_summary(const train::Dataset& data,
                                          const train::Preparation& preparation);

/// A line for each column of the file: its kind, its inputs, how many values are missing, and what
/// the values are; those left out with the reason. Of the training rows.
[[nodiscard]] std::string column_table(const train::Dataset& training,
                                       const train::Preparation& preparation);

}  // namespace riserun::run
