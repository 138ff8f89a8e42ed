// Run folders read for the pictures that compare them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <riserun/train/fit/history.hpp>

namespace riserun::run {

/// A run's curves with the name they go by.
struct NamedHistory {
  std::string name;
  std::string subtitle;  // how it was trained; may be empty
  train::History history;
  std::string group = {};                    // equal for runs that differ in their seed only
  int planned_epochs = 0;                    // 0: unknown
  double rate = train::HistoryRow::kAbsent;  // that it was told
  std::filesystem::path steps = {};          // steps.csv, to be drawn beneath; empty: none
};

/// The folds of a cross-validation's folder, in their order; empty for any other.
[[nodiscard]] std::vector<std::string> folds_in(const std::filesystem::path& folder);

/// A run folder's history, or a history file's, with what config.toml beside it says; `steps`: with
/// its steps.csv. Throws FileError, and DataError that says what a folder is that has no history.
[[nodiscard]] NamedHistory read_run(const std::filesystem::path& run, bool steps);

struct NamedFolders {
  std::vector<std::string> runs;
  std::string title;  // of the one folder that stood for several; empty: there was none
};
/// The folder of a cross-validation stands for its folds.
[[nodiscard]] NamedFolders with_folds(const std::vector<std::string>& given);

}  // namespace riserun::run
