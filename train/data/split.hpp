// Which rows train and which validate, decided by a seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace riserun::train {

/// How to cut a data set in two.
struct SplitOptions {
  double validation = 0.2;  // share of the rows that validate, inside (0, 1)
  std::uint64_t seed = 0;   // the same seed and rows give the same cut on every machine
  bool stratified = true;   // each class in the same proportion; no effect without classes

  /// Throws ConfigError when the share lies outside (0, 1) or is NaN.
  void validate() const;
};

/// Positions 0 .. count - 1, each in exactly one of the parts, ascending in each.
struct SplitRows {
  std::vector<std::size_t> training{};
  std::vector<std::size_t> validation{};
};

/// Cuts `count` rows. `labels` holds one class from 0 per row, or nothing for data without classes.
/// round(count * share) rows validate. Stratified: a class gives its share rounded down, the rows
/// still missing come from the classes with the largest remainders (the lower class first when
/// equal), and a class keeps at least one row in training. Throws DataError when a part would be
/// empty.
[[nodiscard]] SplitRows split_rows(std::size_t count, std::span<const int> labels,
                                   const SplitOptions& options);

/// The rows of each class, ascending. Throws ShapeError for a negative label.
[[nodiscard]] std::vector<std::vector<std::size_t>> rows_by_class(std::span<const int> labels);
/// Throws ShapeError unless there is one label a row, or none at all.
void require_labels(std::size_t count, std::span<const int> labels);

}  // namespace riserun::train
