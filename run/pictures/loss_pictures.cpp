#include <riserun/run/pictures/loss_pictures.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

#include <riserun/base/files/number_table.hpp>
#include <riserun/plots/kinds/loss_chart.hpp>
#include <riserun/plots/kinds/smooth.hpp>
#include <riserun/run/pictures/compared_runs.hpp>

namespace riserun::run {

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

/// The loss of each batch, pale, with a curve through it; in epochs, as the panels beneath.
plots::Panel steps_panel(const std::filesystem::path& file, bool log_loss) {
  const NumberTable table = load_number_table(file);
  const std::vector<double>& loss = table.column("loss");
  plots::Panel panel{.title = "loss of each batch", .x_label = "epoch"};
  panel.log_y = log_loss;
  panel.series = {
      {.name = "batch", .x = table.column("epoch"), .y = loss, .color = 0, .faint = true},
      {.name = "smoothed", .x = table.column("epoch"), .y = plots::smoothed(loss), .color = 0}};
  return panel;
}

plots::Chart one_run(const NamedHistory& run, const LossPictureOptions& options) {
  const History& history = run.history;
  std::optional<double> early;
  if (!history.empty() && history.back().epoch < run.planned_epochs)
    early = static_cast<double>(history.back().epoch);
  plots::Chart chart = plots::loss_chart(
      {.epoch = history.epochs(),
       .train_loss = column_of(history, &HistoryRow::train_loss),
       .validation_loss = column_of(history, &HistoryRow::validation_loss),
       .train_accuracy = column_of(history, &HistoryRow::train_accuracy),
       .validation_accuracy = column_of(history, &HistoryRow::validation_accuracy),
       .learning_rate = column_of(history, &HistoryRow::learning_rate)},
      {.title = run.name,
       .subtitle = run.subtitle,
       .log_loss = options.log_loss,
       .early_stop = early,
       .theme = options.theme});
  if (!run.steps.empty())
    chart.panels.insert(chart.panels.begin(), steps_panel(run.steps, options.log_loss));
  return chart;
}

}  // namespace

plots::Chart chart_of(const std::vector<NamedHistory>& runs, const LossPictureOptions& options) {
  plots::Chart chart = runs.size() == 1 && options.metric.empty() ? one_run(runs.front(), options)
                                                                  : compared_chart(runs, options);
  chart.theme = options.theme;
  return chart;
}

}  // namespace riserun::run
