#include <riserun/train/reading/data_source.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include <riserun/base/content_hash.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/named_values.hpp>
#include <riserun/train/data/generators.hpp>
#include <riserun/train/reading/idx.hpp>
#include <riserun/train/reading/idx_data.hpp>
#include <riserun/train/reading/libsvm.hpp>

namespace riserun::train {
namespace {

/// The file's bytes, and those of its labels where they lie in a file of their own.
struct Source {
  std::string bytes, labels;
  std::filesystem::path labels_path;
  DataFormat format = DataFormat::automatic;
  std::uint64_t hash = 0;
};

Dataset parse_idx_source(Source source, const std::string& name, const DataOptions& options) {
  return parse_idx_data(source.bytes, source.labels,
                        {.task = options.csv.task,
                         .infer_task = options.csv.infer_task,
                         .classes = options.csv.classes,
                         .missing = options.csv.missing},
                        name, source.labels_path.string());
}

Dataset parse_libsvm_source(Source source, const std::string& name, const DataOptions& options) {
  return parse_libsvm(source.bytes,
                      {.task = options.csv.task,
                       .infer_task = options.csv.infer_task,
                       .features = options.features,
                       .first = options.first_index,
                       .classes = options.csv.classes,
                       .missing = options.csv.missing},
                      name);
}

Dataset parse_csv_source(Source source, const std::string& name, const DataOptions& options) {
  return parse_csv(std::move(source.bytes), options.csv, name);
}

/// A kind of file. All that is said of one is its row; what none of the others recognises is taken
/// for the first, CSV.
struct Format {
  std::string_view name;
  DataFormat value;
  std::string_view title;
  std::string_view options;  // what only such a file takes, spaces between
  bool (*recognises)(const std::string& bytes);
  bool has_columns;      // named or numbered: the label may be any of them, and some be left out
  bool labels_apart;     // in a file of their own
  bool counts_features;  // DataOptions::features says how many there are
  /// What the options say of the task is settled.
  Dataset (*parse)(Source source, const std::string& name, const DataOptions& options);
};

constexpr Format kFormats[] = {
    {"csv", DataFormat::csv, "CSV", "label header separator decimal skip_lines ignore column",
     [](const std::string&) { return false; }, true, false, false, parse_csv_source},
    {"idx", DataFormat::idx, "IDX", "labels",
     [](const std::string& bytes) { return is_idx(bytes); }, false, true, false, parse_idx_source},
    {"libsvm", DataFormat::libsvm, "LIBSVM", "features", looks_like_libsvm, false, false, true,
     parse_libsvm_source},
};

const Format& row_of(DataFormat format) {
  return *std::ranges::find(kFormats, format, &Format::value);
}

const Format& format_of(const std::string& bytes) {
  for (const Format& format : kFormats)
    if (format.recognises(bytes)) return format;
  return kFormats[0];
}

/// What only columns have must not be ignored in silence where there are none.
void require_no_columns(const std::string& source, std::string_view what,
                        const CsvOptions& options) {
  if (options.label != "last" && options.label != "first" && options.label != "none") {
    throw ConfigError(fmt::format("{}: the label \"{}\" (`label`) names a column, and {} has none",
                                  source, options.label, what));
  }
  if (!options.ignore.empty()) {
    throw ConfigError(
        fmt::format("{}: the column \"{}\" is to be left out (`ignore`), and {} has no "
                    "columns",
                    source, options.ignore.front(), what));
  }
  if (!options.columns.empty()) {
    throw ConfigError(fmt::format("{}: `column` {} says what a column is, and {} has no columns",
                                  source, options.columns.front(), what));
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

void read_labels(Source& source, const std::string& name, const DataOptions& options,
                 bool labels_needed) {
  source.labels_path = !options.labels.empty() ? options.labels
                       : labels_needed         ? required_idx_labels(name)
                                               : idx_labels_of(name);
  if (source.labels_path.empty()) return;
  source.labels = read_text_file(source.labels_path);
  if (source.labels.empty()) throw DataError(source.labels_path.string() + ": the file is empty");
}

Source open_source(const std::string& name, const DataOptions& options, bool labels_needed) {
  Source source;
  source.bytes = read_source(name);
  const Format& format =
      options.format == DataFormat::automatic ? format_of(source.bytes) : row_of(options.format);
  source.format = format.value;
  if (format.labels_apart)
    read_labels(source, name, options, labels_needed);
  else if (!options.labels.empty())
    throw ConfigError(
        fmt::format("{}: a file of labels ({}, `labels`) belongs to IDX images, and this is {}",
                    name, options.labels.string(), format.name));
  if (!format.counts_features && options.features != 0)
    throw ConfigError(
        fmt::format("{}: the number of features (`features`) is for LIBSVM, and this is {}", name,
                    format.name));
  ContentHash hash;
  hash.add(std::string_view(source.bytes));
  if (!format.labels_apart) source.bytes = to_utf8(std::move(source.bytes), options.encoding, name);
  if (!source.labels.empty()) hash.add(std::string_view(source.labels));
  source.hash = hash.value();
  return source;
}

Dataset parse_source(Source source, const std::string& name, DataOptions options) {
  const Format& format = row_of(source.format);
  if (!format.has_columns) {
    require_no_columns(name, format.title, options.csv);
    if (options.csv.label == "none") options.csv.task = Task::unlabelled;
  }
  return format.parse(std::move(source), name, options);
}

LoadedData generated(const Generator& generator, Task task) {
  LoadedData loaded{.data = generate(generator, task)};
  loaded.file_hash = loaded.data.content_hash();
  return loaded;
}

}  // namespace

std::vector<std::string> data_format_names() {
  std::vector<std::string> names = names_in(kFormats);
  names.insert(names.begin(), "auto");
  return names;
}

DataFormat data_format(std::string_view word) {
  if (word == "auto") return DataFormat::automatic;
  for (const Format& format : kFormats)
    if (format.name == word) return format.value;
  std::string names;
  for (const std::string& name : data_format_names()) names += (names.empty() ? "" : ", ") + name;
  throw ConfigError(fmt::format("unknown format \"{}\"; choose from {}", word, names));
}

std::string_view format_title(DataFormat format) { return row_of(format).title; }

std::vector<std::string> format_options(DataFormat format) {
  return words_in(row_of(format).options);
}

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
    Source source = open_source(
        name, {.format = options.format, .labels = options.labels, .encoding = options.encoding},
        false);
    loaded.file_hash = source.hash;
    loaded.format = source.format;
    if (row_of(source.format).has_columns) {
      FeatureTable table = parse_features(std::move(source.bytes), schema,
                                          {.header = options.csv.header,
                                           .separator = options.csv.separator,
                                           .decimal = options.csv.decimal,
                                           .skip_lines = options.csv.skip_lines,
                                           .missing = options.csv.missing},
                                          name);
      loaded.data = std::move(table.data);
      loaded.ignored_columns = std::move(table.ignored_columns);
      loaded.ids = std::move(table.ids);
      return loaded;
    }
    loaded.data = parse_source(std::move(source), name,
                               {.csv = {.task = schema.task,
                                        .classes = schema.class_names,
                                        .missing = options.csv.missing},
                                .features = features,
                                .first_index = schema.feature_names.front() == "x0" ? 0 : 1});
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
