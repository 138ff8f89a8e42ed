// The loss curves of runs, from their histories.
#pragma once

#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>
#include <riserun/run/folder/named_runs.hpp>

namespace riserun::run {

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

}  // namespace riserun::run
