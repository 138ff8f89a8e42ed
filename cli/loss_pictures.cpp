#include "cli/loss_pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/terminal.hpp"
#include "core/errors.hpp"
#include "plots/loss_chart.hpp"
#include "plots/save.hpp"

namespace riserun::cli {

namespace {

using train::History;
using train::HistoryRow;

bool measured(const std::vector<double>& column) {
  return std::ranges::any_of(column, [](double x) { return std::isfinite(x); });
}

/// A measure over the epochs; empty where it never was measured.
std::vector<double> column_of(const History& history, double HistoryRow::*measure) {
  std::vector<double> column = history.column(measure);
  if (!measured(column)) column.clear();
  return column;
}

plots::Chart one_run(const NamedHistory& run, bool log_loss) {
  const History& history = run.history;
  return plots::loss_chart(
      {.epoch = history.epochs(),
       .train_loss = column_of(history, &HistoryRow::train_loss),
       .validation_loss = column_of(history, &HistoryRow::validation_loss),
       .train_accuracy = column_of(history, &HistoryRow::train_accuracy),
       .validation_accuracy = column_of(history, &HistoryRow::validation_accuracy),
       .learning_rate = column_of(history, &HistoryRow::learning_rate)},
      {.title = run.name, .subtitle = run.subtitle, .log_loss = log_loss});
}

plots::Panel compared(const std::vector<NamedHistory>& runs, double HistoryRow::*validation,
                      double HistoryRow::*training) {
  plots::Panel panel;
  panel.x_label = "epoch";
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::vector<double> column = column_of(runs[i].history, validation);
    if (column.empty()) column = column_of(runs[i].history, training);
    if (column.empty()) continue;
    panel.series.push_back({.name = runs[i].name,
                            .x = runs[i].history.epochs(),
                            .y = std::move(column),
                            .color = static_cast<int>(i)});
  }
  return panel;
}

plots::Chart several_runs(const std::vector<NamedHistory>& runs, bool log_loss) {
  plots::Chart chart;
  chart.title = fmt::format("{} runs", runs.size());
  chart.share_x = true;
  plots::Panel loss = compared(runs, &HistoryRow::validation_loss, &HistoryRow::train_loss);
  loss.y_label = "validation loss";
  loss.log_y = log_loss;
  chart.panels.push_back(std::move(loss));
  plots::Panel accuracy =
      compared(runs, &HistoryRow::validation_accuracy, &HistoryRow::train_accuracy);
  accuracy.y_label = "validation accuracy";
  accuracy.y_percent = true;
  accuracy.y_ceiling = 1.0;
  if (!accuracy.series.empty()) {
    for (plots::Series& series : accuracy.series) series.name.clear();  // the legend above says it
    chart.panels.push_back(std::move(accuracy));
  }
  return chart;
}

}  // namespace

plots::Chart chart_of(const std::vector<NamedHistory>& runs, bool log_loss) {
  return runs.size() == 1 ? one_run(runs.front(), log_loss) : several_runs(runs, log_loss);
}

std::vector<std::string> save_loss_pictures(const NamedHistory& run,
                                            const std::filesystem::path& folder) {
  std::vector<std::string> written;
  for (const char* name : {"loss.svg", "loss.png"}) {
    try {
      plots::save(chart_of({run}), folder / name);
      written.emplace_back(name);
    } catch (const Error& error) {
      warn(fmt::format("no {}: {}", name, error.what()));
    }
  }
  return written;
}

}  // namespace riserun::cli
