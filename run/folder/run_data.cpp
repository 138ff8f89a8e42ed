#include <riserun/run/folder/run_data.hpp>

#include <fmt/format.h>

#include <riserun/base/content_hash.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/train/data/split.hpp>

namespace riserun::run {

namespace {

void require_labels(const train::Dataset& data, const std::string& file, const char* option) {
  if (data.task() == train::Task::unlabelled)
    throw DataError(fmt::format("{}: {} needs the label too, to compare with", file, option));
}

void require_two_classes(const train::Dataset& data) {
  if (data.task() == train::Task::unlabelled)
    throw DataError(data.source() + ": the rows have no labels to learn from");
  if (data.task() != train::Task::classification || data.class_count() >= 2) return;
  throw DataError(
      fmt::format("{}: every row is of the class \"{}\": there is nothing to tell apart "
                  "(--label names the column, --task regression takes numbers)",
                  data.source(), data.class_names().front()));
}

/// The file that another option names, read as the model of DATA will want it.
train::Dataset read_part(const std::string& file, const char* option, const train::Schema& schema,
                         const DataSettings& settings, ContentHash& hash) {
  if (file.empty()) return {};
  train::DataOptions options = settings.data_options();
  options.labels.clear();  // those of DATA
  train::LoadedData part = train::load_data_for(file, schema, options);
  require_labels(part.data, file, option);
  hash.add(part.file_hash);
  return part.data;
}

void require_same_content(DataSettings& settings, std::uint64_t hash, bool resumed) {
  const std::string found = fmt::format("{:016x}", hash);
  const std::string& expected = settings.data_hash;
  if (!expected.empty() && expected != "any" && expected != found)
    throw DataError(fmt::format(
        "{}: the content has changed: its hash is {}, and the configuration says {} (data-hash); "
        "{}",
        settings.data, found, expected,
        resumed ? "a run goes on only with what it began with: put the data back, or start a new "
                  "run (riserun train --config RUN/config.toml --data-hash any --out NEW)"
                : "to train on it all the same, say --data-hash any"));
  settings.data_hash = found;
}

}  // namespace

RunData read_run_data(DataSettings& settings, std::uint64_t seed, bool resumed) {
  train::LoadedData loaded = train::load_data(settings.data, settings.data_options());
  require_two_classes(loaded.data);
  RunData run{.all = loaded.data,
              .training = loaded.data,
              .validation = {},
              .test = {},
              .format = loaded.format};
  ContentHash others;
  const train::Schema& schema = run.all.schema();
  run.validation =
      read_part(settings.validation_file, "--validation-file", schema, settings, others);
  run.test = read_part(settings.test_file, "--test-file", schema, settings, others);
  if (!run.validation.empty() || !run.test.empty()) {
    others.add(loaded.file_hash);
    loaded.file_hash = others.value();
  }
  require_same_content(settings, loaded.file_hash, resumed);
  if (settings.cv > 0) return run;

  if (settings.test > 0) {
    // Another stream than the validation's: the same share would else pick by the same draws.
    train::Split parts = run.training.split(
        {.validation = settings.test, .seed = seed ^ 0x74657374, .stratified = settings.stratify});
    run.training = parts.training;
    run.test = parts.validation;
  }
  if (settings.validation > 0 && settings.validation_file.empty()) {
    train::Split parts = run.training.split(
        {.validation = settings.validation, .seed = seed, .stratified = settings.stratify});
    run.training = parts.training;
    run.validation = parts.validation;
  }
  return run;
}

std::string row_numbers(const train::Dataset& data) {
  constexpr std::size_t kFewRows = 10;  // among which it may be chance
  if (data.size() < kFewRows || data.feature_count() < 2) return {};
  for (std::size_t f = 0; f < data.feature_count(); ++f) {
    const double first = data[0].x[f];
    bool counts = first == 0.0 || first == 1.0;
    for (std::size_t row = 0; counts && row < data.size(); ++row)
      counts = data[row].x[f] == first + static_cast<double>(row);
    if (counts) return data.feature_names()[f];
  }
  return {};
}

}  // namespace riserun::run
