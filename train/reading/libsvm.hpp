// LIBSVM's sparse text: a label, then index:value for the features that are not 0.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <riserun/train/data/dataset.hpp>

namespace riserun::train {

struct LibsvmOptions {
  Task task = Task::classification;
  bool infer_task = false;             // numbers where the labels are, as in CsvOptions
  std::size_t features = 0;            // how many there are; 0: the largest index found
  std::optional<std::size_t> first{};  // the first index, 0 or 1; nothing: 0 where one is found
  std::vector<std::string> classes{};  // the classes in order; empty: those found
  bool missing = false;                // keep index:nan as missing, to be imputed; else refused
};

/// Reads "+1 1:0.5 7:2 # remark" line by line, gzipped or plain, into a dense table. Indices are
/// whole numbers from 1 (or 0: the features are then called x0, x1, ..), ascending in a line; features not mentioned are 0. A line may hold its
/// label alone. Labels become classes as in a CSV file ("+1" and "1" are one); for a regression
/// several targets stand between commas. Lines that all begin with index:value have no labels.
/// Blank lines and everything after # are skipped, and so is qid:n behind the label, which
/// Schema::left_out then names.
///
/// Throws FileError when the file cannot be read and DataError "data.libsvm:3:7: ..." for content.
[[nodiscard]] Dataset load_libsvm(const std::filesystem::path& path,
                                  const LibsvmOptions& options = {});

/// load_libsvm on text that is in memory already.
[[nodiscard]] Dataset parse_libsvm(const std::string& text, const LibsvmOptions& options,
                                   const std::string& source);

/// Whether the first line with content looks like this format: a label or none, then one
/// index:number or more between spaces.
[[nodiscard]] bool looks_like_libsvm(const std::string& text);

}  // namespace riserun::train
