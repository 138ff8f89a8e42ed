// CSV files for a model that exists: its features in its order, its classes.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <riserun/train/data/dataset.hpp>
#include <riserun/train/reading/csv.hpp>

namespace riserun::train {

/// How to read a file for a model that exists; the model's schema says the rest.
struct FeatureOptions {
  HeaderRow header = HeaderRow::automatic;
  char separator = '\0';
  DecimalSign decimal = DecimalSign::automatic;
  std::size_t skip_lines = 0;
  bool missing = false;  // as above
};

/// A column that names the rows.
struct IdColumn {
  std::string name;
  std::vector<std::string> texts;  // one a row
};

/// Rows for a model, and what was left aside.
struct FeatureTable {
  Dataset data;  // features in the model's order; unlabelled when the file has no label column
  std::vector<std::string> ignored_columns;  // columns of the file that the model does not know
  std::vector<IdColumn> ids;                 // of Schema::left_out, where the file has them
};

/// Reads a file for a model trained on `schema`, with or without the label column(s).
///
/// With a header, columns are found by name, in any order, and columns of other names are left
/// aside. Without one (or when the model's own names were generated, x1, x2, ..) they go by
/// position: the file is as wide as the one that trained the model, or lacks the targets, or the
/// columns that were left out there, or both. Labels map to the model's classes. Throws as load_csv does; a missing
/// feature, a wrong number of columns and an unknown class are DataErrors that name the line and
/// the nearest name.
[[nodiscard]] FeatureTable load_features(const std::filesystem::path& path, const Schema& schema,
                                         const FeatureOptions& options = {});

/// load_features on text that is in memory already.
[[nodiscard]] FeatureTable parse_features(std::string text, const Schema& schema,
                                          const FeatureOptions& options, const std::string& source);

}  // namespace riserun::train
