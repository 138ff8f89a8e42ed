#include <riserun/run/pictures/rate_picture.hpp>

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/number_table.hpp>
#include <riserun/plots/kinds/smooth.hpp>
#include <riserun/plots/kinds/training_charts.hpp>

namespace riserun::run {

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

}  // namespace riserun::run
