#include <riserun/run/pictures/compared_runs.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

#include <riserun/base/errors.hpp>
#include <riserun/base/nearest_name.hpp>
#include <riserun/train/fit/history_columns.hpp>

namespace riserun::run {

namespace {

using train::HistoryColumn;

const HistoryColumn& named(std::string_view short_name) {
  return *std::ranges::find(train::history_columns(), short_name, &HistoryColumn::short_name);
}

/// By its short name, or by that of its column in history.csv.
const HistoryColumn& metric_of(const std::string& name) {
  for (const HistoryColumn& column : train::history_columns())
    if (name == column.short_name || name == column.name) return column;
  const std::vector<std::string> names = metric_names();
  throw UsageError(fmt::format("--metric {}: there is {}{}", name, fmt::join(names, ", "),
                               did_you_mean(name, names)));
}

/// `measure`, or `other` where it never was measured.
std::vector<double> column_of(const train::History& history, const HistoryColumn& measure,
                              const HistoryColumn& other) {
  for (const HistoryColumn* each : {&measure, &other}) {
    std::vector<double> column = history.column(*each);
    if (std::ranges::any_of(column, [](double x) { return std::isfinite(x); })) return column;
  }
  return {};
}

void add_each(plots::Panel& panel, const std::vector<NamedHistory>& runs,
              const HistoryColumn& measure, const HistoryColumn& other) {
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::vector<double> column = column_of(runs[i].history, measure, other);
    if (column.empty()) continue;
    panel.series.push_back({.name = runs[i].name,
                            .x = runs[i].history.epochs(),
                            .y = std::move(column),
                            .color = static_cast<int>(i)});
  }
}

/// "seed-1 .. seed-5: mean of 5".
std::string name_of(const std::vector<const NamedHistory*>& group) {
  if (group.size() == 1) return group.front()->name;
  return fmt::format("{} .. {}: mean of {}", group.front()->name, group.back()->name, group.size());
}

void add_means(plots::Panel& panel, const std::vector<NamedHistory>& runs,
               const HistoryColumn& measure, const HistoryColumn& other) {
  std::vector<std::vector<const NamedHistory*>> groups;  // In the order of their first runs.
  for (const NamedHistory& run : runs) {
    const auto found = std::ranges::find_if(
        groups, [&](const auto& group) { return group.front()->group == run.group; });
    (found == groups.end() ? groups.emplace_back() : *found).push_back(&run);
  }
  for (std::size_t g = 0; g < groups.size(); ++g) {
    std::map<double, std::vector<double>> values;  // By epoch.
    for (const NamedHistory* run : groups[g]) {
      const std::vector<double> column = column_of(run->history, measure, other);
      const std::vector<double> epochs = run->history.epochs();
      for (std::size_t i = 0; i < column.size(); ++i)
        if (std::isfinite(column[i])) values[epochs[i]].push_back(column[i]);
    }
    if (values.empty()) continue;
    const int color = static_cast<int>(g);
    plots::Series mean{.name = name_of(groups[g]), .color = color};
    plots::Band band{.color = color};
    for (const auto& [epoch, all] : values) {
      const auto count = static_cast<double>(all.size());
      double sum = 0, squares = 0;
      for (const double x : all) sum += x;
      for (const double x : all) squares += (x - sum / count) * (x - sum / count);
      const double deviation = all.size() > 1 ? std::sqrt(squares / (count - 1)) : 0.0;
      // No farther than the runs themselves: no share goes beyond 100 %, no loss below 0.
      const auto [least, most] = std::ranges::minmax(all);
      mean.x.push_back(epoch);
      mean.y.push_back(sum / count);
      band.x.push_back(epoch);
      band.low.push_back(std::max(least, sum / count - deviation));
      band.high.push_back(std::min(most, sum / count + deviation));
    }
    panel.series.push_back(std::move(mean));
    panel.bands.push_back(std::move(band));
  }
}

plots::Panel panel_of(const std::vector<NamedHistory>& runs, const HistoryColumn& measure,
                      const HistoryColumn& other, const LossPictureOptions& options) {
  plots::Panel panel;
  panel.x_label = "epoch";
  panel.y_label = measure.label;
  panel.y_percent = measure.share;
  if (measure.share) panel.y_ceiling = 1.0;
  (options.mean ? add_means : add_each)(panel, runs, measure, other);
  return panel;
}

}  // namespace

std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const HistoryColumn& column : train::history_columns()) names.push_back(column.short_name);
  return names;
}

plots::Chart compared_chart(const std::vector<NamedHistory>& runs,
                            const LossPictureOptions& options) {
  plots::Chart chart;
  chart.title = runs.size() == 1 ? runs.front().name : fmt::format("{} runs", runs.size());
  if (options.mean)
    chart.subtitle =
        "mean over the runs; the band is one standard deviation, no farther than the runs";
  chart.share_x = true;
  if (!options.metric.empty()) {
    const HistoryColumn& metric = metric_of(options.metric);
    plots::Panel panel = panel_of(runs, metric, metric, options);
    if (panel.series.empty())
      throw DataError(fmt::format("--metric {}: no run measured it", options.metric));
    panel.log_y = options.log_loss;
    chart.panels.push_back(std::move(panel));
    return chart;
  }
  plots::Panel loss = panel_of(runs, named("val_loss"), named("train_loss"), options);
  loss.log_y = options.log_loss;
  chart.panels.push_back(std::move(loss));
  plots::Panel accuracy = panel_of(runs, named("val_accuracy"), named("train_accuracy"), options);
  if (accuracy.series.empty()) return chart;
  for (plots::Series& series : accuracy.series) series.name.clear();  // the legend above says it
  chart.panels.push_back(std::move(accuracy));
  return chart;
}

}  // namespace riserun::run
