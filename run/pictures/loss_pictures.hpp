// The loss curves of runs, from their histories.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>
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

struct LossPictureOptions {
  bool log_loss = false;
  std::string metric = {};  // one measure alone; empty: losses, accuracies, learning rate
  bool mean = false;        // of the runs of each group
  plots::Theme theme = plots::Theme::light;
};

/// One run: its losses, accuracies and learning rate. Several: their validation losses side by
/// side (training losses where none were measured), and their accuracies.
[[nodiscard]] plots::Chart chart_of(const std::vector<NamedHistory>& runs,
                                    const LossPictureOptions& options = {});

/// Writes loss.svg and loss.png into a run's folder and returns the names of those it wrote. What
/// cannot be drawn costs a warning on stderr, no more: history.csv has the numbers.
std::vector<std::string> save_loss_pictures(const NamedHistory& run,
                                            const std::filesystem::path& folder);

}  // namespace riserun::run
