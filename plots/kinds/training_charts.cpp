#include <riserun/plots/kinds/training_charts.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/plots/kinds/smooth.hpp>

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

Chart learning_rate_chart(const std::vector<double>& rate, const std::vector<double>& loss,
                          const std::vector<double>& smooth, double suggested,
                          const std::string& title) {
  Chart chart{
      .title = title,
      .subtitle =
          "the rate grows from batch to batch; suggested is one at which the loss falls fast"};
  // The explosion at the end, and single batches that explode, would flatten the curve: nothing is
  // drawn that lies far above where the loss began.
  double highest = -std::numeric_limits<double>::infinity(), began = highest;
  for (std::size_t i = 0; i < smooth.size(); ++i) {
    if (!std::isfinite(smooth[i])) continue;
    highest = std::max(highest, smooth[i]);
    if (i <= smooth.size() / 10) began = highest;
  }
  if (began > 0.0) highest = std::min(highest, 1.5 * began);
  Series batches{.name = "each batch", .color = 0, .faint = true};
  Series curve{.name = "smoothed", .color = 0};
  for (std::size_t i = 0; i < rate.size(); ++i) {
    const auto add = [&](Series& to, double y) {
      if (y > highest) return;
      to.x.push_back(rate[i]);
      to.y.push_back(y);
    };
    add(batches, loss[i]);
    add(curve, smooth[i]);
  }
  Panel& panel = chart.panels.emplace_back();
  panel.x_label = "learning rate";
  panel.y_label = "loss of the batch";
  panel.log_x = true;
  panel.series.push_back(std::move(batches));
  panel.series.push_back(std::move(curve));
  if (std::isfinite(suggested))
    panel.markers.push_back({.x = suggested, .label = fmt::format("--lr {}", suggested)});
  return chart;
}

Chart overshoot_chart(std::vector<RateRun> runs, const std::string& title) {
  if (runs.size() < 2)
    throw DataError("the overshoot picture compares runs of several learning rates");
  std::ranges::stable_sort(runs, {}, &RateRun::rate);
  Chart chart{.title = title, .subtitle = "too small a rate is slow, too large a rate overshoots"};
  bool positive = true;
  for (const RateRun& run : runs)
    for (const double y : run.loss) positive = positive && !(y <= 0.0);
  Panel over{.title = "training loss", .x_label = "epoch", .log_y = positive};
  Panel end{.title = "training loss at the end",
            .x_label = "learning rate",
            .log_x = true,
            .log_y = positive,
            .height_share = 0.7};
  Series last{.name = "", .style = Style::line_and_points, .color = 6};
  const RateRun* best = nullptr;
  for (const RateRun& run : runs) {
    over.series.push_back(
        {.name = fmt::format("lr {:g}{}{}", run.rate, run.note.empty() ? "" : ", ", run.note),
         .x = run.epoch,
         .y = run.loss});
    last.x.push_back(run.rate);
    last.y.push_back(run.loss.back());
    if (std::isfinite(run.loss.back()) && (!best || run.loss.back() < best->loss.back()))
      best = &run;
  }
  end.series.push_back(std::move(last));
  if (best)
    end.markers.push_back({.x = best->rate,
                           .label = fmt::format("least: lr {:g}", best->rate),
                           .y = best->loss.back()});
  chart.panels = {std::move(over), std::move(end)};
  return chart;
}

Chart speed_chart(const Speeds& speeds, const NamedColumns& phases, const std::string& title) {
  const std::vector<double>& threads = speeds.threads;
  if (threads.empty() || threads.size() != speeds.points_per_second.size() ||
      (!speeds.batch.empty() && speeds.batch.size() != threads.size()))
    throw DataError(fmt::format("speed: {} numbers of threads, {} speeds, {} batch sizes",
                                threads.size(), speeds.points_per_second.size(),
                                speeds.batch.size()));
  const auto batch_of = [&](std::size_t i) { return speeds.batch.empty() ? 0.0 : speeds.batch[i]; };
  std::vector<double> batches;
  for (std::size_t i = 0; i < threads.size(); ++i)
    if (std::ranges::find(batches, batch_of(i)) == batches.end()) batches.push_back(batch_of(i));

  Chart chart{.title = title, .width = 700};
  Panel& speed = chart.panels.emplace_back();
  speed.title = "points per second";
  speed.x_label = "threads";
  speed.y_floor = 0.0;
  for (std::size_t b = 0; b < batches.size(); ++b) {
    Series measured{.name = batches.size() == 1 ? "measured" : fmt::format("batch {}", batches[b]),
                    .style = Style::line_and_points,
                    .color = static_cast<int>(b)};
    Series ideal{.name = b == 0 ? "ideal" : "",
                 .style = Style::dashed,
                 .color = static_cast<int>(batches.size() == 1 ? 1 : b)};
    for (std::size_t i = 0; i < threads.size(); ++i) {
      if (batch_of(i) != batches[b]) continue;
      measured.x.push_back(threads[i]);
      measured.y.push_back(speeds.points_per_second[i]);
      ideal.x.push_back(threads[i]);
      ideal.y.push_back(measured.y.front() * threads[i] / measured.x.front());
    }
    speed.series.push_back(std::move(measured));
    speed.series.push_back(std::move(ideal));
  }
  // From 0 on, so that twice as fast is twice as high.
  speed.series.push_back({.name = "", .x = {threads.front()}, .y = {0.0}, .invisible = true});
  if (phases.columns.empty()) return chart;
  Panel& split = chart.panels.emplace_back();
  split.title = "time of a step";
  split.x_label = batches.size() == 1 ? "threads" : "threads, batch";
  split.y_label = "microseconds";
  std::vector<double> places, low(threads.size(), 0.0);
  for (std::size_t i = 0; i < threads.size(); ++i) {
    split.x_names.push_back(batches.size() == 1 ? fmt::format("{}", threads[i])
                                                : fmt::format("{}, {}", threads[i], batch_of(i)));
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
