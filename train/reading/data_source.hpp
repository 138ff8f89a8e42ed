// Data of every kind by one name: a file of any format that is read, or a toy problem.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/base/text_encoding.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/reading/csv.hpp>
#include <riserun/train/reading/features.hpp>

namespace riserun::train {

/// automatic: by the content (an IDX header; a first line "label index:value ..").
enum class DataFormat { automatic, csv, idx, libsvm };

/// "auto", "csv", "idx", "libsvm".
[[nodiscard]] std::vector<std::string> data_format_names();
/// Throws ConfigError for any other word.
[[nodiscard]] DataFormat data_format(std::string_view word);
/// "CSV"; of any but automatic, as the next.
[[nodiscard]] std::string_view format_title(DataFormat format);
/// The options that belong to files of this format, by their fields: "skip_lines".
[[nodiscard]] std::vector<std::string> format_options(DataFormat format);

struct DataOptions {
  DataFormat format = DataFormat::automatic;
  CsvOptions csv{};                          // task, classes and missing hold for every format
  std::filesystem::path labels{};            // of IDX images; empty: found by their name
  std::size_t features = 0;                  // of LIBSVM text; 0: the largest index
  std::optional<std::size_t> first_index{};  // of LIBSVM text, 0 or 1; nothing: found by itself
  TextEncoding encoding = TextEncoding::automatic;  // of text
};

/// What was read, and whether it is what was read another time.
struct LoadedData {
  Dataset data{};
  DataFormat format = DataFormat::automatic;  // what it was; automatic: a generator
  std::uint64_t file_hash = 0;  // over the uncompressed bytes of the file, of the labels' file too
  std::vector<std::string> ignored_columns{};  // columns of the file that the model does not know
  std::vector<IdColumn> ids{};                 // those that name the rows, for a model's answers
};

/// Reads `source`: a file of CSV, TSV, IDX or LIBSVM, gzipped or plain, or a generator such as
/// "moons:n=500,noise=0.1" (see generators.hpp). Throws as load_csv does; ConfigError for an option
/// that the format does not have.
[[nodiscard]] LoadedData load_data(const std::string& source, const DataOptions& options = {});

/// Reads `source` for a model trained on `schema`: its features in its order, its classes. The data
/// are unlabelled where the source has no labels. `options` says how to read; its task, label and
/// classes are the schema's.
[[nodiscard]] LoadedData load_data_for(const std::string& source, const Schema& schema,
                                       const DataOptions& options = {});

}  // namespace riserun::train
