// A file of images and one of their labels, both IDX, become a data set.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/train/data/dataset.hpp>

namespace riserun::train {

/// How to read a pair of files.
struct IdxOptions {
  std::filesystem::path labels{};      // empty: idx_labels_of(images)
  Task task = Task::classification;    // regression: labels are numbers; unlabelled: none are read
  bool infer_task = false;             // numbers where the labels are, as in CsvOptions
  std::vector<std::string> classes{};  // the classes in order; empty: those found
  bool missing = false;                // keep NaN of floating-point images, to be imputed
};

/// The file of the labels by the naming of MNIST: beside train-images-idx3-ubyte.gz lies
/// train-labels-idx1-ubyte.gz, packed or not. Empty when there is none.
[[nodiscard]] std::filesystem::path idx_labels_of(const std::filesystem::path& images);

/// The same; throws FileError where there is none.
[[nodiscard]] std::filesystem::path required_idx_labels(const std::filesystem::path& images);

/// Reads images (the first dimension counts them, the others make the features x1, x2, ..) and
/// their labels, gzipped or plain. Labels have one dimension and are integers, which become classes
/// in numeric order; for a regression one or two, the second counting targets. Throws FileError
/// when a file cannot be read or when the labels' file is not given and not found, DataError for
/// content, such as counts that differ.
[[nodiscard]] Dataset load_idx(const std::filesystem::path& images, const IdxOptions& options = {});

/// load_idx on bytes that are in memory already. `labels` may be empty: there are none then.
[[nodiscard]] Dataset parse_idx_data(std::string_view images, std::string_view labels,
                                     const IdxOptions& options, const std::string& images_source,
                                     const std::string& labels_source);

}  // namespace riserun::train
