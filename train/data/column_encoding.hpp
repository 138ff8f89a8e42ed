// Columns of every kind as the numbers that a model is given.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <riserun/train/data/column_kind.hpp>
#include <riserun/train/data/dataset.hpp>

namespace riserun::train {

/// A category has an input for each of its most frequent names, and one for all others.
inline constexpr std::size_t kMostLevels = 64;
/// A name that fewer training rows have is one of the others. Where fewer lack a value, no input
/// tells.
inline constexpr std::size_t kLeastRowsOfLevel = 2;

/// What becomes of one column, in the order of its inputs.
struct EncodedColumn {
  ColumnKind kind = ColumnKind::number;
  std::vector<std::string> levels{};  // category: an input that is 1 for that name; in byte order
  bool other = false;                 // category: one that is 1 for every other name
  std::vector<std::string> parts{};   // date: those of date_part_names() that vary
  bool missing = false;               // one that is 1 where the value is missing

  [[nodiscard]] std::size_t inputs() const;
  /// "age", "age missing", "sex=female", "when: hour (sin)" for the column `name`.
  void append_names(const std::string& name, std::vector<std::string>& out) const;

  friend bool operator==(const EncodedColumn&, const EncodedColumn&) = default;
};

/// The first step of a preparation. What is missing stays missing in columns of numbers, to be
/// imputed next; in a category it is a name of its own.
struct ColumnEncoding {
  std::vector<EncodedColumn> columns{};  // one a feature; empty: features are inputs as they are

  /// Takes names, parts, and whether values are missing, from `training` alone.
  [[nodiscard]] static ColumnEncoding fit(const Dataset& training);

  /// One a feature; empty where all are numbers.
  [[nodiscard]] std::vector<ColumnKind> kinds() const;
  /// How many inputs so many features make.
  [[nodiscard]] std::size_t inputs(std::size_t features) const;
  [[nodiscard]] std::vector<std::string> names(const std::vector<std::string>& features) const;

  /// The data as numbers alone. A name that was not in the training rows is one of the others, or
  /// none at all where there are no others. Throws ShapeError when the features are others.
  [[nodiscard]] Dataset apply(const Dataset& data) const;

  /// Columns with names that have no input of their own, which training did not have or too rarely,
  /// and in how many of these rows.
  [[nodiscard]] std::vector<std::pair<std::string, std::size_t>> unseen(const Dataset& data) const;

  friend bool operator==(const ColumnEncoding&, const ColumnEncoding&) = default;
};

}  // namespace riserun::train
