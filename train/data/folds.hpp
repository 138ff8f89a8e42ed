// Cross-validation: every row validates once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <riserun/train/data/dataset.hpp>
#include <riserun/train/data/split.hpp>

namespace riserun::train {

/// How to cut the rows into parts that take turns.
struct FoldOptions {
  std::size_t folds = 5;   // from 2
  std::uint64_t seed = 0;  // the same seed and rows give the same folds on every machine
  bool stratified = true;  // each class evenly over the folds; no effect without classes

  /// Throws ConfigError for fewer than 2 folds.
  void validate() const;
};

/// `folds` ways to cut `count` rows: each row validates in exactly one of them and trains in all
/// others; the parts' sizes differ by one at most, and stratified also those of each class.
/// `labels` holds one class from 0 per row, or nothing. Throws DataError for fewer rows than folds
/// and, stratified, for a class with fewer than 2 rows.
[[nodiscard]] std::vector<SplitRows> fold_rows(std::size_t count, std::span<const int> labels,
                                               const FoldOptions& options,
                                               std::span<const std::string> class_names = {});

/// The same of a data set; the parts share its numbers.
[[nodiscard]] std::vector<Split> folds(const Dataset& data, const FoldOptions& options = {});

}  // namespace riserun::train
