#include "cli/rate_finder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "cli/terminal.hpp"
#include "core/errors.hpp"
#include "plots/chart.hpp"
#include "plots/save.hpp"
#include "train/rate_search.hpp"

namespace riserun::cli {

namespace {

/// Two digits are all that such a suggestion is worth.
double rounded(double rate) {
  const std::string text = fmt::format("{:.1e}", rate);
  double value = rate;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

plots::Chart chart_of(const train::RateCurve& curve, double suggestion) {
  std::vector<double> rates, smoothed, shown_rates, losses;
  for (const train::RatePoint& point : curve.points) {
    rates.push_back(point.rate);
    smoothed.push_back(point.smoothed_loss);
  }
  // Single batches that explode at the end would flatten the curve.
  const double highest = *std::ranges::max_element(smoothed);
  for (const train::RatePoint& point : curve.points) {
    if (point.loss > highest) continue;
    shown_rates.push_back(point.rate);
    losses.push_back(point.loss);
  }
  plots::Panel panel;
  panel.x_label = "learning rate";
  panel.y_label = "loss of the batch";
  panel.log_x = true;
  panel.series = {{.name = "each batch", .x = shown_rates, .y = losses, .color = 0, .faint = true},
                  {.name = "smoothed", .x = rates, .y = smoothed, .color = 0}};
  panel.markers = {{.x = suggestion, .label = fmt::format("--lr {}", suggestion)}};
  plots::Chart chart;
  chart.title = "Learning-rate range test";
  chart.subtitle = "the rate grows from batch to batch; suggested is where the loss falls fastest";
  chart.panels = {panel};
  return chart;
}

}  // namespace

FoundRate find_rate(const train::TrainerOptions& options, nn::MLP& model, const nn::AnyLoss& loss,
                    const train::Dataset& training, const train::RunFolder& folder,
                    std::vector<std::string>& written) {
  const train::RateCurve curve = train::search_rate(options, model, loss, training);
  folder.write("lr_find.csv", curve.to_csv());
  written.emplace_back("lr_find.csv");
  if (std::isnan(curve.suggestion))
    throw DataError(
        fmt::format("--lr find: no learning rate up to {:g} made the loss fall; {} has the curve",
                    curve.points.empty() ? 0.0 : curve.points.back().rate,
                    folder.file("lr_find.csv").string()));
  const double suggestion = rounded(curve.suggestion);
  for (const char* name : {"lr_find.svg", "lr_find.png"}) {
    try {
      plots::save(chart_of(curve, suggestion), folder.file(name));
      written.emplace_back(name);
    } catch (const Error& error) {
      warn(fmt::format("no {}: {}", name, error.what()));
    }
  }
  return {suggestion,
          fmt::format("rate    --lr {}: there the loss falls fastest; from {:.1e} on it "
                      "rises ({} updates)\n",
                      suggestion, curve.least, curve.points.size())};
}

}  // namespace riserun::cli
