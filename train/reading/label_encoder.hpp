// Labels as written in a file become class indices and class names.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <riserun/train/data/dataset.hpp>
#include <riserun/train/reading/csv_cursor.hpp>

namespace riserun::train {

/// Two ways: the classes are given (a model's), or they are those found in the file.
class LabelEncoder {
 public:
  /// `classes`: the given names in index order; empty: take those found.
  explicit LabelEncoder(std::vector<std::string> classes);

  /// The index of a label. Of found classes it is provisional until finish(). An empty label and
  /// one that is not among the given classes throw DataError.
  int add(const CsvField& field, const LocatedText& text);

  /// Brings found classes into their order (see load_csv), renumbers `labels` and returns the
  /// names.
  std::vector<std::string> finish(std::vector<int>& labels, const LocatedText& text);

  /// Instead of finish(): whether the labels of so many rows are rather numbers to predict (see
  /// task_choice.hpp); never where the classes are given.
  [[nodiscard]] bool numbers(std::size_t rows) const;
  /// Turns the table's provisional labels into targets. Throws DataError for one that is missing or
  /// not finite.
  void become_numbers(DataTable& table, const LocatedText& text) const;

 private:
  struct Found {
    std::string text;
    const char* where;  // where it came first
  };
  int find_given(const CsvField& field, const LocatedText& text) const;

  bool given_;
  std::vector<std::string> classes_;
  std::vector<Found> found_;
  std::unordered_map<std::string_view, int> index_;  // the keys view the file's text
  std::string_view last_text_;
  int last_ = -1;
};

}  // namespace riserun::train
