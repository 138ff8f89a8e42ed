#include "plots/training_charts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/errors.hpp"
#include "plots/smooth.hpp"

namespace riserun::plots {

Chart gradient_norm_chart(const NamedColumns& norms, const std::string& title) {
  Chart chart{.title = title, .subtitle = "length of the mean gradient of a batch, by layer"};
  Panel& panel = chart.panels.emplace_back();
  panel.x_label = "step";
  panel.y_label = "length of the gradient";
  panel.log_y = true;
  for (std::size_t i = 0; i < norms.columns.size(); ++i) {
    panel.series.push_back({.name = "",
                            .x = norms.x,
                            .y = norms.columns[i],
                            .color = static_cast<int>(i),
                            .faint = true});
  }
  for (std::size_t i = 0; i < norms.columns.size(); ++i) {
    panel.series.push_back({.name = norms.names[i],
                            .x = norms.x,
                            .y = smoothed(norms.columns[i]),
                            .color = static_cast<int>(i)});
  }
  return chart;
}

std::optional<double> suggested_rate(const std::vector<double>& rate,
                                     const std::vector<double>& loss) {
  if (std::count_if(loss.begin(), loss.end(), [](double x) { return std::isfinite(x); }) < 3)
    return {};
  const std::vector<double> smooth = smoothed(loss);
  std::size_t lowest = smooth.size();
  for (std::size_t i = 0; i < smooth.size(); ++i)
    if (std::isfinite(smooth[i]) && (lowest == smooth.size() || smooth[i] < smooth[lowest]))
      lowest = i;
  return rate[lowest] / 10.0;
}

Chart learning_rate_chart(const std::vector<double>& rate, const std::vector<double>& loss,
                          std::optional<double> suggested, const std::string& title) {
  Chart chart{.title = title, .subtitle = "the loss while the learning rate grows"};
  Panel& panel = chart.panels.emplace_back();
  panel.x_label = "learning rate";
  panel.y_label = "loss";
  panel.log_x = true;
  panel.series.push_back({.name = "", .x = rate, .y = loss, .color = 0, .faint = true});
  panel.series.push_back({.name = "loss, smoothed", .x = rate, .y = smoothed(loss), .color = 0});
  if (suggested) {
    panel.markers.push_back({.x = *suggested, .label = fmt::format("take {:.2g}", *suggested)});
  }
  return chart;
}

Chart speed_chart(const std::vector<double>& threads, const std::vector<double>& points_per_second,
                  const NamedColumns& phases, const std::string& title) {
  if (threads.empty() || threads.size() != points_per_second.size())
    throw DataError(fmt::format("speed: {} numbers of threads, {} speeds", threads.size(),
                                points_per_second.size()));
  Chart chart{.title = title, .width = 700};
  Panel& speed = chart.panels.emplace_back();
  speed.title = "points per second";
  speed.x_label = "threads";
  speed.y_floor = 0.0;
  speed.series.push_back(
      {.name = "measured", .x = threads, .y = points_per_second, .style = Style::line_and_points});
  Series ideal{.name = "ideal", .x = threads, .style = Style::dashed, .color = 1};
  for (const double count : threads)
    ideal.y.push_back(points_per_second.front() * count / threads.front());
  speed.series.push_back(std::move(ideal));
  if (phases.columns.empty()) return chart;
  Panel& split = chart.panels.emplace_back();
  split.title = "time of a step";
  split.x_label = "threads";
  split.y_label = "microseconds";
  std::vector<double> places, low(threads.size(), 0.0);
  for (std::size_t i = 0; i < threads.size(); ++i) {
    split.x_names.push_back(fmt::format("{}", threads[i]));
    places.push_back(static_cast<double>(i));
  }
  for (std::size_t phase = 0; phase < phases.columns.size(); ++phase) {
    std::vector<double> high = low;
    for (std::size_t i = 0; i < high.size(); ++i) high[i] += phases.columns[phase].at(i);
    split.bars.push_back({.name = phases.names[phase],
                          .x = places,
                          .low = low,
                          .high = high,
                          .color = static_cast<int>(phase)});
    low = std::move(high);
  }
  return chart;
}

}  // namespace riserun::plots
