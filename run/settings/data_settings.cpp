#include <riserun/run/settings/data_settings.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include <riserun/base/errors.hpp>
#include <riserun/train/data/generators.hpp>

namespace riserun::run {

namespace {

namespace fs = std::filesystem;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  return text;
}

bool whole(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789", text[0] == '-' ? 1 : 0) == text.npos;
}

/// Why labels were taken for classes or numbers; nothing where they leave no choice.
std::string reason_for_task(const train::Dataset& data) {
  if (train::parse_generator(data.source())) return {};
  if (data.task() == train::Task::classification) {
    if (!std::ranges::all_of(data.class_names(), whole)) return {};
    return fmt::format("{} different whole numbers in {} rows: classes (or --task regression)",
                       data.class_count(), data.size());
  }
  if (data.target_count() > 1) return {};
  std::set<double> different;
  for (const train::DataPoint point : data) different.insert(point.target[0]);
  const bool all_whole =
      std::ranges::all_of(different, [](double x) { return x == std::floor(x); });
  return all_whole ? fmt::format(
                         "{} different whole numbers in {} rows: numbers to predict (or "
                         "--task classification)",
                         different.size(), data.size())
                   : std::string("the labels are not all whole: numbers to predict");
}

void make_explicit(std::string& path) {
  if (path.empty()) return;
  if (const auto generator = train::parse_generator(path)) {
    path = to_string(*generator);
    return;
  }
  path = fs::absolute(path).lexically_normal().string();
}

}  // namespace

void DataSettings::declare_data(Settings& settings) {
  settings.group("Data");
  settings.argument("data", "DATA", data,
                    "a file of CSV, TSV, IDX or LIBSVM, plain or\ngzipped, or a generator: "
                    "moons:n=500,noise=0.1,seed=1\n(circles:, spirals:, xor:)");
  settings.may_change();  // the place; the content is checked
  // Other data than those of the configuration: their hash says nothing any more.
  settings.when_given([this] { data_hash.clear(); });
  settings.word("format", format, train::data_format_names(), "of the files");
  settings.text("label", "NAME", label,
                "CSV: column to predict: its name, its number from 1,\nfirst or last; A,B for "
                "several numbers");
  settings.text("labels", "FILE", labels,
                "IDX: the file of labels; found by itself where\nthe names are MNIST's");
  settings.may_change();
  settings.when_given([this] { data_hash.clear(); });
  settings.word(
      "task", task, {"auto", "classification", "regression"},
      "classes or numbers? auto: numbers where labels are\nnot whole, or too many different "
      "ones for classes");
  settings.word("header", header, {"auto", "yes", "no"}, "CSV: are names in the first line?");
  settings.text("separator", "C", separator, "CSV: between fields: tab, comma, ...");
  settings.word("decimal", decimal, {"auto", "point", "comma"},
                "CSV: before a number's fraction; auto: a comma where\nit separates no fields and "
                "no number has a point");
  settings.whole("skip-lines", skip_lines, 0, 1'000'000'000, "CSV: lines before the header");
  settings.list("ignore", "NAME,...", ignore, "CSV: columns to leave out");
  settings.whole("features", features, 0, 1'000'000'000,
                 "LIBSVM: how many there are; 0: the largest index");
  settings.word("missing", missing, {"refuse", "mean", "median", "most_frequent", "constant"},
                "what stands in for empty fields and NA, learned from\nthe training rows");
  settings.number("missing-value", missing_value, {}, "with --missing constant");
  settings.number("validation", validation, {.low = 0, .high = 0.95},
                  "share of the rows kept for validation");
  settings.text("validation-file", "DATA", validation_file,
                "rows for validation; none are kept then");
  settings.may_change();
  settings.when_given([this] { data_hash.clear(); });
  settings.number("test", test, {.low = 0, .high = 0.95},
                  "share of the rows kept for a test at the end,\nbefore the others are split");
  settings.text("test-file", "DATA", test_file, "rows for a test at the end");
  settings.may_change();
  settings.when_given([this] { data_hash.clear(); });
  settings.flag("stratify", stratify,
                "each class in equal shares in every part (default\ntrue; --stratify=false)");
  settings.whole("cv", cv, 0, 1'000'000,
                 "cross-validation in that many folds, instead of one\nmodel; 0: none");
  settings.word("scale", scale, {"none", "standard", "minmax"}, "bring features to a common size?");
  settings.word("target-scale", target_scale, {"auto", "none", "standard"},
                "the numbers of a regression, while training;\nauto: standard");
  settings.text(
      "data-hash", "HEX|any", data_hash,
      "train only if the files still have this content; any:\nwhatever a configuration says");
  settings.may_change();
}

void DataSettings::resolve_data() {
  const std::string word = lower(label);
  if (word == "first" || word == "last" || word == "none") label = word;
  if (label == "none") throw ConfigError("--label none: there must be a column to learn");
  if (!test_file.empty() && test > 0)
    throw ConfigError("--test and --test-file: the rows for the test come from one of them");
  if (cv == 1) throw ConfigError("--cv 1: expected at least 2 folds, or 0 for none");
  if (cv > 0 && (!validation_file.empty() || !test_file.empty() || test > 0))
    throw ConfigError(
        "--cv judges every row of DATA once; it goes with no --validation-file, --test or "
        "--test-file");
}

void DataSettings::resolve_data_for(const train::Dataset& dataset) {
  if (task == "auto") {
    task = dataset.task() == train::Task::regression ? "regression" : "classification";
    task_reason = reason_for_task(dataset);
  }
  if (target_scale == "auto") target_scale = task == "regression" ? "standard" : "none";
  if (target_scale != "none" && task != "regression")
    throw ConfigError("--target-scale is for numbers: it needs --task regression");
}

void DataSettings::fix_paths() {
  for (std::string* path : {&data, &labels, &validation_file, &test_file}) make_explicit(*path);
}

train::DataOptions DataSettings::data_options() const {
  return {
      .format = train::data_format(format),
      .csv = {.label = label,
              .task = task == "regression" ? train::Task::regression : train::Task::classification,
              .infer_task = task == "auto",
              .header = parse_header(header),
              .separator = parse_separator(separator),
              .decimal = parse_decimal(decimal),
              .ignore = ignore,
              .skip_lines = skip_lines,
              .missing = missing != "refuse"},
      .labels = labels,
      .features = features};
}

train::PreparationOptions DataSettings::preparation_options() const {
  return {.missing =
              missing == "refuse" ? train::ImputationKind::none : train::imputation_kind(missing),
          .missing_value = missing_value,
          .scaling = scale == "standard" ? train::ScalingKind::standardize
                     : scale == "minmax" ? train::ScalingKind::min_max
                                         : train::ScalingKind::none,
          .target_scaling = target_scale == "standard" ? train::ScalingKind::standardize
                                                       : train::ScalingKind::none};
}

std::string DataSettings::data_name() const {
  if (train::parse_generator(data)) return data.substr(0, data.find(':'));
  const std::string name = fs::path(data).filename().string();
  return name.substr(0, name.find('.', 1));
}

char parse_separator(const std::string& text) {
  if (text == "auto") return '\0';
  if (text == "tab" || text == "\\t") return '\t';
  if (text == "comma") return ',';
  if (text == "semicolon") return ';';
  if (text == "space") return ' ';
  if (text.size() == 1) return text[0];
  throw ConfigError(fmt::format(
      "--separator: expected auto, tab, comma, semicolon, space or one character, found \"{}\"",
      text));
}

train::DecimalSign parse_decimal(const std::string& text) {
  if (text == "point") return train::DecimalSign::point;
  if (text == "comma") return train::DecimalSign::comma;
  return train::DecimalSign::automatic;
}

train::HeaderRow parse_header(const std::string& text) {
  if (text == "yes") return train::HeaderRow::yes;
  if (text == "no") return train::HeaderRow::no;
  return train::HeaderRow::automatic;
}

}  // namespace riserun::run
