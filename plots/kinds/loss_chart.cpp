#include <riserun/plots/kinds/loss_chart.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/errors.hpp>

namespace riserun::plots {
namespace {

constexpr int kTrainColor = 0;
constexpr int kValidationColor = 1;
constexpr std::size_t kFewEpochs = 40;  // Up to this many get a dot each.

void check_size(const LossColumns& columns, const std::vector<double>& column, const char* name) {
  if (column.empty() || column.size() == columns.epoch.size()) return;
  throw DataError(
      fmt::format("loss chart: column {} has {} rows but epoch has {}: give one value for "
                  "each epoch, or none at all",
                  name, column.size(), columns.epoch.size()));
}

Series curve(const std::string& name, const LossColumns& columns, const std::vector<double>& y,
             int color) {
  const Style style = columns.epoch.size() <= kFewEpochs ? Style::line_and_points : Style::line;
  return {.name = name, .x = columns.epoch, .y = y, .style = style, .color = color};
}

// Without the epochs that were not measured.
Series measured(Series series) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    if (std::isnan(series.y[i])) continue;
    series.x[kept] = series.x[i];
    series.y[kept++] = series.y[i];
  }
  series.x.resize(kept);
  series.y.resize(kept);
  return series;
}

std::optional<double> value_at(const LossColumns& columns, const std::vector<double>& y,
                               double epoch) {
  const auto found = std::find(columns.epoch.begin(), columns.epoch.end(), epoch);
  const auto row = static_cast<std::size_t>(found - columns.epoch.begin());
  if (row >= y.size() || !std::isfinite(y[row])) return {};
  return y[row];
}

std::optional<double> lowest_validation(const LossColumns& columns) {
  std::optional<double> epoch;
  double lowest = 0.0;
  for (std::size_t i = 0; i < columns.validation_loss.size(); ++i) {
    const double loss = columns.validation_loss[i];
    if (!std::isfinite(loss) || (epoch && !(loss < lowest))) continue;
    epoch = columns.epoch[i];
    lowest = loss;
  }
  return epoch;
}

// One panel of a training and a validation column, with rings where the best epoch meets it.
Panel pair_panel(const std::string& title, const LossColumns& columns,
                 const std::vector<double>& train, const std::vector<double>& validation,
                 std::optional<double> best) {
  Panel panel{.title = title, .x_label = "epoch", .y_floor = 0.0};
  if (!train.empty()) panel.series.push_back(curve("train", columns, train, kTrainColor));
  if (!validation.empty()) {
    panel.series.push_back(measured(curve("validation", columns, validation, kValidationColor)));
  }
  if (best) {
    panel.markers.push_back(
        {.x = *best, .y = value_at(columns, validation.empty() ? train : validation, *best)});
  }
  return panel;
}

bool varies(const std::vector<double>& column) {
  return std::any_of(column.begin(), column.end(),
                     [&](double value) { return value != column.front(); });
}

}  // namespace

Chart loss_chart(const LossColumns& columns, const LossChartOptions& options) {
  check_size(columns, columns.train_loss, "train_loss");
  check_size(columns, columns.validation_loss, "validation_loss");
  check_size(columns, columns.train_accuracy, "train_accuracy");
  check_size(columns, columns.validation_accuracy, "validation_accuracy");
  check_size(columns, columns.learning_rate, "learning_rate");

  Chart chart{.title = options.title,
              .subtitle = options.subtitle,
              .share_x = true,
              .theme = options.theme};
  const std::optional<double> best =
      options.best_epoch ? options.best_epoch : lowest_validation(columns);

  Panel loss =
      pair_panel(options.loss_name, columns, columns.train_loss, columns.validation_loss, best);
  loss.log_y = options.log_loss;
  if (best) loss.markers.front().label = fmt::format("best epoch {}", *best);
  if (options.early_stop) {
    loss.markers.push_back({.x = *options.early_stop,
                            .label = fmt::format("stopped early at {}", *options.early_stop)});
  }
  chart.panels.push_back(std::move(loss));

  if (!columns.train_accuracy.empty() || !columns.validation_accuracy.empty()) {
    Panel accuracy = pair_panel(options.accuracy_name, columns, columns.train_accuracy,
                                columns.validation_accuracy, best);
    accuracy.y_percent = options.accuracy_percent;
    if (options.accuracy_percent) accuracy.y_ceiling = 1.0;
    accuracy.height_share = 0.8;
    if (options.early_stop) accuracy.markers.push_back({.x = *options.early_stop});
    chart.panels.push_back(std::move(accuracy));
  }
  if (options.learning_rate && varies(columns.learning_rate)) {
    Series rate = curve("", columns, columns.learning_rate, 2);
    rate.style = Style::steps;
    chart.panels.push_back({.title = "learning rate",
                            .x_label = "epoch",
                            .y_floor = 0.0,
                            .series = {rate},
                            .height_share = 0.35});
  }
  return chart;
}

}  // namespace riserun::plots
