#include <riserun/train/reading/data_source.hpp>

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include <riserun/base/content_hash.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/named_values.hpp>
#include <riserun/train/data/generators.hpp>
#include <riserun/train/reading/idx.hpp>
#include <riserun/train/reading/libsvm.hpp>

namespace riserun::train {
namespace {

constexpr NamedValue<DataFormat> kFormats[] = {{"auto", DataFormat::automatic},
                                               {"csv", DataFormat::csv},
                                               {"idx", DataFormat::idx},
                                               {"libsvm", DataFormat::libsvm}};

DataFormat format_of(const std::string& bytes) {
  if (is_idx(bytes)) return DataFormat::idx;
  return looks_like_libsvm(bytes) ? DataFormat::libsvm : DataFormat::csv;
}

/// What only columns have must not be ignored in silence where there are none.
void require_no_columns(const std::string& source, std::string_view what,
                        const CsvOptions& options) {
  if (options.label != "last" && options.label != "first" && options.label != "none") {
    throw ConfigError(fmt::format("{}: the label \"{}\" (--label) names a column, and {} has none",
                                  source, options.label, what));
  }
  if (!options.ignore.empty()) {
    throw ConfigError(
        fmt::format("{}: the column \"{}\" is to be left out (--ignore), and {} has no "
                    "columns",
                    source, options.ignore.front(), what));
  }
}

/// A file that is not there may be a generator without its colon.
std::string read_source(const std::string& source) {
  std::error_code error;
  if (!std::filesystem::exists(source, error)) {
    if (parse_generator(source + ":")) {
      throw FileError(
          fmt::format("cannot open {0}: No such file or directory; the generator is "
                      "called \"{0}:\" (such as {0}:n=500,noise=0.1)",
                      source));
    }
    if (const auto generator = nearest_generator(source)) {
      throw FileError(
          fmt::format("cannot open {}: No such file or directory; did you mean the generator "
                      "\"{}\"?",
                      source, *generator));
    }
  }
  return read_text_file(source);
}

/// The file's bytes, those of its labels, and what it is.
struct Source {
  std::string bytes, labels;
  std::filesystem::path labels_path;
  DataFormat format;
  std::uint64_t hash;
};

Source open_source(const std::string& name, const DataOptions& options, bool labels_needed) {
  Source source;
  source.bytes = read_source(name);
  source.format =
      options.format == DataFormat::automatic ? format_of(source.bytes) : options.format;
  if (source.format == DataFormat::idx) {
    source.labels_path = !options.labels.empty() ? options.labels
                         : labels_needed         ? required_idx_labels(name)
                                                 : idx_labels_of(name);
    if (!source.labels_path.empty()) {
      source.labels = read_text_file(source.labels_path);
      if (source.labels.empty()) {
        throw DataError(source.labels_path.string() + ": the file is empty");
      }
    }
  } else if (!options.labels.empty()) {
    throw ConfigError(
        fmt::format("{}: a file of labels ({}, --labels) belongs to IDX images, and "
                    "this is {}",
                    name, options.labels.string(), name_in(kFormats, source.format)));
  }
  if (options.features != 0 && source.format != DataFormat::libsvm) {
    throw ConfigError(
        fmt::format("{}: the number of features (--features) is for LIBSVM, and this "
                    "is {}",
                    name, name_in(kFormats, source.format)));
  }
  ContentHash hash;
  hash.add(std::string_view(source.bytes));
  if (!source.labels.empty()) hash.add(std::string_view(source.labels));
  source.hash = hash.value();
  return source;
}

Dataset parse_source(Source source, const std::string& name, const DataOptions& options) {
  const CsvOptions& csv = options.csv;
  if (source.format == DataFormat::csv) return parse_csv(std::move(source.bytes), csv, name);
  require_no_columns(name, source.format == DataFormat::idx ? "IDX" : "LIBSVM", csv);
  const Task task = csv.label == "none" ? Task::unlabelled : csv.task;
  if (source.format == DataFormat::idx) {
    return parse_idx_data(source.bytes, source.labels,
                          {.task = task,
                           .infer_task = csv.infer_task,
                           .classes = csv.classes,
                           .missing = csv.missing},
                          name, source.labels_path.string());
  }
  return parse_libsvm(source.bytes,
                      {.task = task,
                       .infer_task = csv.infer_task,
                       .features = options.features,
                       .classes = csv.classes,
                       .missing = csv.missing},
                      name);
}

LoadedData generated(const Generator& generator, Task task) {
  LoadedData loaded{.data = generate(generator, task)};
  loaded.file_hash = loaded.data.content_hash();
  return loaded;
}

}  // namespace

DataFormat data_format(std::string_view word) { return value_in(kFormats, word, "format"); }

LoadedData load_data(const std::string& name, const DataOptions& options) {
  options.csv.validate();
  const Task task = options.csv.label == "none" ? Task::unlabelled : options.csv.task;
  if (const auto generator = parse_generator(name)) {
    require_no_columns(name, "a generator", options.csv);
    return generated(*generator, task);
  }
  Source source = open_source(name, options, task != Task::unlabelled);
  const auto [format, hash] = std::pair(source.format, source.hash);
  return {
      .data = parse_source(std::move(source), name, options), .format = format, .file_hash = hash};
}

LoadedData load_data_for(const std::string& name, const Schema& schema,
                         const DataOptions& options) {
  LoadedData loaded;
  const std::size_t features = schema.feature_names.size();
  if (const auto generator = parse_generator(name)) {
    loaded = generated(*generator, schema.task);
  } else {
    Source source = open_source(name, {.format = options.format, .labels = options.labels}, false);
    loaded.file_hash = source.hash;
    loaded.format = source.format;
    if (source.format == DataFormat::csv) {
      FeatureTable table = parse_features(std::move(source.bytes), schema,
                                          {.header = options.csv.header,
                                           .separator = options.csv.separator,
                                           .decimal = options.csv.decimal,
                                           .skip_lines = options.csv.skip_lines,
                                           .missing = options.csv.missing,
                                           .ignore = options.csv.ignore},
                                          name);
      loaded.data = std::move(table.data);
      loaded.ignored_columns = std::move(table.ignored_columns);
      return loaded;
    }
    loaded.data = parse_source(std::move(source), name,
                               {.csv = {.task = schema.task,
                                        .classes = schema.class_names,
                                        .missing = options.csv.missing},
                                .features = features});
  }
  if (loaded.data.feature_count() != features) {
    throw DataError(fmt::format("{}: the model needs {} features, found {}", name, features,
                                loaded.data.feature_count()));
  }
  if (loaded.data.task() == Task::regression &&
      loaded.data.target_count() != schema.target_names.size()) {
    throw DataError(fmt::format("{}: the model predicts {} numbers, found {}", name,
                                schema.target_names.size(), loaded.data.target_count()));
  }
  if (loaded.data.class_count() > schema.class_names.size()) {
    throw DataError(fmt::format("{}: the model knows {} classes, found {}", name,
                                schema.class_names.size(), loaded.data.class_count()));
  }
  return loaded;
}

}  // namespace riserun::train
