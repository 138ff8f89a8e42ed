#include "cli/rate_finder.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <utility>

#include "cli/number_table.hpp"
#include "cli/terminal.hpp"
#include "core/errors.hpp"
#include "plots/save.hpp"
#include "plots/smooth.hpp"
#include "plots/training_charts.hpp"

namespace riserun::cli {

double suggestion_of(const train::RateCurve& curve) {
  // Two digits are all that such a suggestion is worth.
  const std::string text = fmt::format("{:.1e}", curve.suggestion);
  double value = curve.suggestion;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

plots::Chart rate_chart(const train::RateCurve& curve, const std::string& title) {
  std::vector<double> rates, losses, smoothed;
  for (const train::RatePoint& point : curve.points) {
    rates.push_back(point.rate);
    losses.push_back(point.loss);
    smoothed.push_back(point.smoothed_loss);
  }
  return plots::learning_rate_chart(rates, losses, smoothed, suggestion_of(curve), title);
}

train::RateCurve load_rate_curve(const std::filesystem::path& file) {
  const NumberTable table = load_number_table(file);
  const std::vector<double>& rate = table.column("learning_rate");
  const std::vector<double>& loss = table.column("loss");
  // A table of another program may have none.
  const std::vector<double> smoothed =
      table.has("smoothed_loss") ? table.column("smoothed_loss") : plots::smoothed(loss);
  std::vector<train::RatePoint> points;
  for (std::size_t i = 0; i < rate.size(); ++i) {
    if (!(rate[i] > 0.0) || (i > 0 && rate[i] < rate[i - 1]))
      throw DataError(
          fmt::format("{}:{}: learning rates must be above 0 and rise", file.string(), i + 2));
    points.push_back({rate[i], loss[i], smoothed[i]});
  }
  if (points.empty()) throw DataError(fmt::format("{}: there are no rows", file.string()));
  return train::rate_curve(std::move(points));
}

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
  const double suggestion = suggestion_of(curve);
  for (const char* name : {"lr_find.svg", "lr_find.png"}) {
    try {
      plots::save(rate_chart(curve, "Learning-rate range test"), folder.file(name));
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
