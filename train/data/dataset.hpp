// Rows of numbers with what is to be predicted from them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <riserun/train/data/column_kind.hpp>
#include <riserun/train/data/split.hpp>

namespace riserun::train {

/// What the data ask for: a class, one or more numbers, or nothing known (features only).
enum class Task { classification, regression, unlabelled };

/// One row, as the loss sees it. The spans live as long as the Dataset.
struct DataPoint {
  std::span<const double> x;       // feature_count() values
  std::span<const double> target;  // target_count() values; for a classification the class index
  int label = -1;                  // class index from 0, or -1 when there are no classes
  std::size_t row = 0;             // from 0, in the data as they were loaded: subsets keep it
};

/// What the columns mean; a model keeps it, to find its features in another file.
struct Schema {
  Task task = Task::unlabelled;
  std::vector<std::string> feature_names{};
  std::vector<std::string> target_names{};    // the label column, or the columns of a regression
  std::vector<std::string> class_names{};     // index = label; empty unless a classification
  std::vector<std::size_t> target_columns{};  // from 0, in the file; empty: after the features
  std::vector<ColumnKind> kinds{};            // one a feature; empty: all are numbers
  std::vector<LeftOutColumn> left_out{};      // columns of the file that are no features

  friend bool operator==(const Schema&, const Schema&) = default;
};

/// What a Dataset is made from. Labels make a classification, targets a regression, neither
/// features only.
struct DataTable {
  Schema schema{};  // the task is derived; names left out become x1, x2, ..; y1, ..; 0, 1, ..
  std::size_t feature_count = 0;           // needed only when schema.feature_names is empty
  std::vector<double> features{};          // rows x features, row after row
  std::vector<double> targets{};           // rows x targets, row after row (regression)
  std::size_t target_count = 0;            // 0: as many as target_names, or 1
  std::vector<int> labels{};               // one class index from 0 per row (classification)
  std::string source{};                    // for messages: the file's name
  std::vector<std::size_t> row_numbers{};  // DataPoint::row of each; empty: 0, 1, 2, ..
  bool allow_missing = false;  // NaN among the features is a missing value (see imputation.hpp)
  /// One list a feature: a category's value is the place of its name in it. Empty: no categories.
  std::vector<std::vector<std::string>> levels{};
};

struct Split;

/// Immutable rows x features with targets or labels. Copies and subsets share the numbers.
class Dataset {
 public:
  /// No rows at all: "no validation data".
  Dataset() = default;

  /// Throws ShapeError when sizes disagree, DataError for no rows or a value that is infinite or
  /// NaN (but for missing features where they are allowed).
  explicit Dataset(DataTable table);

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::size_t feature_count() const { return feature_count_; }
  [[nodiscard]] std::size_t target_count() const { return target_count_; }
  [[nodiscard]] std::size_t class_count() const { return schema().class_names.size(); }
  [[nodiscard]] Task task() const { return schema().task; }
  [[nodiscard]] const Schema& schema() const;
  [[nodiscard]] const std::vector<std::string>& feature_names() const {
    return schema().feature_names;
  }
  [[nodiscard]] const std::vector<std::string>& class_names() const { return schema().class_names; }
  [[nodiscard]] const std::string& source() const;
  [[nodiscard]] ColumnKind kind(std::size_t feature) const {
    return schema().kinds.empty() ? ColumnKind::number : schema().kinds[feature];
  }
  /// The names of a category, which its values count from 0; empty for every other kind.
  [[nodiscard]] const std::vector<std::string>& levels(std::size_t feature) const;

  /// Row `position` of this view, position < size(); not checked in release builds.
  [[nodiscard]] DataPoint operator[](std::size_t position) const;

  /// Rows of each class in this view; class_count() values.
  [[nodiscard]] std::vector<std::size_t> class_counts() const;

  /// The rows at these positions of this view, in this order; a position may come twice. Throws
  /// ShapeError.
  [[nodiscard]] Dataset subset(std::span<const std::size_t> positions) const;

  /// A copy of this view whose features went through `change`, row after row. Throws DataError for
  /// what is not finite afterwards.
  [[nodiscard]] Dataset with_features(const std::function<void(std::span<double> x)>& change) const;

  /// The rows with other features, all of them numbers: `make` appends those of one row, one for each
  /// name. Missing ones stay so.
  [[nodiscard]] Dataset with_inputs(
      std::vector<std::string> names,
      const std::function<void(std::span<const double> x, std::vector<double>& out)>& make) const;

  /// How many features of this view's rows are missing (NaN). Takes one pass where the data may
  /// have any at all.
  [[nodiscard]] std::size_t missing_count() const;

  /// Cuts in two: auto [training, validation] = data.split({.validation = 0.2, .seed = 7}).
  [[nodiscard]] Split split(const SplitOptions& options = {}) const;

  /// 64 bits over every number, label and name of this view, in order: equal for equal data (the
  /// source's name and the order of subsetting play no part), different after any change. Takes one
  /// pass.
  [[nodiscard]] std::uint64_t content_hash() const;

  class Iterator;
  [[nodiscard]] Iterator begin() const;
  [[nodiscard]] Iterator end() const;

 private:
  /// All but the features, for a copy of this view.
  [[nodiscard]] DataTable without_features() const;

  std::shared_ptr<const DataTable> table_;
  std::vector<std::size_t> rows_;  // in the table
  std::size_t feature_count_ = 0;
  std::size_t target_count_ = 0;
};

/// Throws DataError where a feature is no number: what trains on it would take a category's place in
/// a list for an amount.
void require_numbers(const Dataset& data);

/// The two parts; both share the numbers of the data set they come from.
struct Split {
  Dataset training;
  Dataset validation;
};

/// for (const DataPoint& point : dataset)
class Dataset::Iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = DataPoint;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = DataPoint;

  Iterator() = default;
  Iterator(const Dataset* data, std::size_t position) : data_(data), position_(position) {}
  DataPoint operator*() const { return (*data_)[position_]; }
  Iterator& operator++() { return ++position_, *this; }
  Iterator operator++(int) { return {data_, position_++}; }
  friend bool operator==(const Iterator&, const Iterator&) = default;

 private:
  const Dataset* data_ = nullptr;
  std::size_t position_ = 0;
};

inline Dataset::Iterator Dataset::begin() const { return {this, 0}; }
inline Dataset::Iterator Dataset::end() const { return {this, size()}; }

}  // namespace riserun::train
