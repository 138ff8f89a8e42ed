#include <riserun/run/folder/named_runs.hpp>

#include <fmt/format.h>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/settings/settings.hpp>
#include <riserun/run/settings/train_settings.hpp>

namespace riserun::run {

namespace {

namespace fs = std::filesystem;

/// The history.csv of a run folder, or the file itself.
fs::path history_file(const fs::path& run) {
  if (!is_there(run)) throw FileError(fmt::format("{}: there is no such run folder", run.string()));
  if (!is_folder(run)) return run;
  if (is_there(run / file::kHistory)) return run / file::kHistory;
  if (is_there(run / file::kRates))
    throw DataError(
        fmt::format("{0}: there is no history.csv: it is the folder of a search for a learning "
                    "rate, which trains nothing; plot {0} --rates FILE draws it",
                    run.string()));
  throw DataError(
      fmt::format("{}: there is no history.csv: it is no run folder, or its run was "
                  "ended before the first epoch",
                  run.string()));
}

/// "runs/digits/" -> "digits"; a history by another name keeps it.
std::string name_of(const fs::path& run) {
  fs::path path = fs::absolute(run).lexically_normal();
  if (path.filename().empty() || path.filename() == file::kHistory) path = path.parent_path();
  return path.filename().string();
}

/// What config.toml beside the history says; nothing where there is none that can be read.
void read_configuration(NamedHistory& run, const fs::path& history) {
  const fs::path config = history.parent_path() / file::kConfig;
  if (!is_there(config)) return;
  TrainSettings settings;
  Settings declared;
  settings.declare(declared);
  try {
    declared.read_toml(config);
  } catch (const Error&) {
    return;
  }
  run.subtitle = settings.brief();
  run.planned_epochs = settings.epoch_count();
  if (!settings.finds_rate()) run.rate = settings.lr.number;
  settings.seed = 0;
  run.group = declared.to_toml();
}

}  // namespace

std::vector<std::string> folds_in(const fs::path& folder) {
  std::vector<std::string> folds;
  for (;;) {
    const fs::path fold = folder / file::fold(folds.size() + 1);
    if (!is_there(fold / file::kHistory)) return folds;
    folds.push_back(fold.string());
  }
}

NamedHistory read_run(const fs::path& run, bool steps) {
  const fs::path file = history_file(run);
  NamedHistory named{name_of(run), {}, train::load_history(file)};
  if (named.history.empty())
    throw DataError(
        fmt::format("{}: no epoch was finished, there is nothing to draw", file.string()));
  read_configuration(named, file);
  if (!steps) return named;
  named.steps = file.parent_path() / file::kSteps;
  if (!is_there(named.steps))
    throw DataError(
        fmt::format("{}: there is no such file; train with --record steps", named.steps.string()));
  return named;
}

NamedFolders with_folds(const std::vector<std::string>& given) {
  NamedFolders all;
  for (const std::string& run : given) {
    std::vector<std::string> folds;
    if (!is_there(fs::path(run) / file::kHistory)) folds = folds_in(run);
    if (!folds.empty() && given.size() == 1) all.title = name_of(run);
    if (folds.empty()) folds.push_back(run);
    all.runs.insert(all.runs.end(), folds.begin(), folds.end());
  }
  return all;
}

}  // namespace riserun::run
