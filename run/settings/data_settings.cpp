#include <riserun/run/settings/data_settings.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/named_values.hpp>
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

/// What `missing` may say.
std::vector<std::string> missing_words() {
  std::vector<std::string> words = train::imputation_words();
  words.insert(words.begin(), "auto");
  return words;
}

/// `open`: what "auto" stands for.
train::ImputationKind missing_kind(const std::string& word, train::ImputationKind open) {
  return word == "auto" ? open : train::imputation_of_word(word);
}

constexpr NamedValue<train::HeaderRow> kHeaders[] = {{"auto", train::HeaderRow::automatic},
                                                     {"yes", train::HeaderRow::yes},
                                                     {"no", train::HeaderRow::no}};
constexpr NamedValue<train::DecimalSign> kDecimals[] = {{"auto", train::DecimalSign::automatic},
                                                        {"point", train::DecimalSign::point},
                                                        {"comma", train::DecimalSign::comma}};
constexpr NamedValue<char> kSeparators[] = {{"auto", '\0'}, {"tab", '\t'},      {"\\t", '\t'},
                                            {"comma", ','}, {"semicolon", ';'}, {"space", ' '}};

char separator_of(const std::string& text) {
  for (const NamedValue<char>& separator : kSeparators)
    if (separator.name == text) return separator.value;
  if (text.size() == 1) return text[0];
  throw ConfigError(fmt::format(
      "--separator: expected auto, tab, comma, semicolon, space or one character, found \"{}\"",
      text));
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

void ReadingSettings::declare_reading(Settings& settings, std::function<void()> other_labels) {
  settings.word("format", format, train::data_format_names(), "of DATA");
  settings.text("labels", "FILE", labels,
                "IDX: the file of labels; found by itself where\nthe names are MNIST's");
  settings.may_change();
  if (other_labels) settings.when_given(std::move(other_labels));
  settings.word("header", header, names_in(kHeaders), "CSV: are names in the first line?");
  settings.text("separator", "C", separator, "CSV: between fields: tab, comma, ...");
  settings.word("decimal", decimal, names_in(kDecimals),
                "CSV: before a number's fraction; auto: a comma where\nit separates no fields and "
                "no number has a point");
  settings.word("encoding", encoding, names_in(kTextEncodings),
                "of text; auto: UTF-8, or UTF-16 by its first bytes");
  settings.whole("skip-lines", skip_lines, 0, 1'000'000'000, "CSV: lines before the header");
}

train::DataOptions ReadingSettings::reading_options() const {
  return {.format = train::data_format(format),
          .csv = {.header = value_in(kHeaders, header, "header"),
                  .separator = separator_of(separator),
                  .decimal = value_in(kDecimals, decimal, "decimal sign"),
                  .skip_lines = skip_lines},
          .labels = labels,
          .encoding = value_in(kTextEncodings, encoding, "encoding")};
}

void DataSettings::declare_data(Settings& settings) {
  // Other data than those of the configuration: their hash says nothing any more.
  const auto other_data = [this] { data_hash.clear(); };
  settings.group("Data");
  settings.argument("data", "DATA", data,
                    "a file of CSV, TSV, IDX or LIBSVM, plain or\ngzipped, or a generator: "
                    "moons:n=500,noise=0.1,seed=1\n(circles:, spirals:, xor:)");
  settings.may_change();  // the place; the content is checked
  settings.when_given(other_data);
  declare_reading(settings, other_data);
  settings.text("label", "NAME", label,
                "CSV: column to predict: its name, its number from 1,\nfirst or last; A,B for "
                "several numbers");
  settings.word(
      "task", task, {"auto", "classification", "regression"},
      "classes or numbers? auto: numbers where labels are\nnot whole, or too many different "
      "ones for classes");
  settings.list("ignore", "NAME,...", ignore, "CSV: columns to leave out");
  settings.list("column", "NAME=KIND,...", column,
                "CSV: what a column is, instead of what its values\nlook like: number, category, "
                "yes/no, date, day-first,\nid (named in predictions) or ignore");
  settings.whole("features", features, 0, 1'000'000'000,
                 "LIBSVM: how many there are; 0: the largest index");
  settings.word(
      "missing", missing, missing_words(),
      "what stands in for empty fields and NA, learned from\nthe training rows; auto: the "
      "median where any\nis missing");
  settings.number("missing-value", missing_value, kAnyNumber, "with --missing constant");
  settings.number("validation", validation, {.low = 0, .high = 0.95},
                  "share of the rows kept for validation");
  settings.text("validation-file", "DATA", validation_file,
                "rows for validation; none are kept then");
  settings.may_change();
  settings.when_given(other_data);
  settings.number("test", test, {.low = 0, .high = 0.95},
                  "share of the rows kept for a test at the end,\nbefore the others are split");
  settings.text("test-file", "DATA", test_file, "rows for a test at the end");
  settings.may_change();
  settings.when_given(other_data);
  settings.flag("stratify", stratify,
                "each class in equal shares in every part (default\ntrue; --stratify=false)");
  settings.whole("cv", cv, 0, 1'000'000,
                 "cross-validation in that many folds, instead of one\nmodel; 0: none");
  settings.word("scale", scale, train::scaling_words(), "bring features to a common size?");
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
  if (missing == "auto") missing = dataset.missing_count() > 0 ? "median" : "refuse";
  if (target_scale == "auto") target_scale = task == "regression" ? "standard" : "none";
  if (target_scale != "none" && task != "regression")
    throw ConfigError("--target-scale is for numbers: it needs --task regression");
}

void DataSettings::fix_paths() {
  for (std::string* path : {&data, &labels, &validation_file, &test_file}) make_explicit(*path);
}

train::DataOptions DataSettings::data_options() const {
  train::DataOptions options = reading_options();
  options.csv.label = label;
  options.csv.task = task == "regression" ? train::Task::regression : train::Task::classification;
  options.csv.infer_task = task == "auto";
  options.csv.ignore = ignore;
  options.csv.any_columns = true;
  options.csv.columns = column;
  options.csv.missing =
      missing_kind(missing, train::ImputationKind::median) != train::ImputationKind::none;
  options.features = features;
  return options;
}

train::PreparationOptions DataSettings::preparation_options() const {
  return {.missing = missing_kind(missing, train::ImputationKind::none),
          .missing_value = missing_value,
          .scaling = train::scaling_of_word(scale),
          .target_scaling = target_scale == "auto" ? train::ScalingKind::none
                                                   : train::scaling_of_word(target_scale)};
}

std::string DataSettings::data_name() const {
  if (train::parse_generator(data)) return data.substr(0, data.find(':'));
  const std::string name = fs::path(data).filename().string();
  return name.substr(0, name.find('.', 1));
}

}  // namespace riserun::run
