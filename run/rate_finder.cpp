#include <riserun/run/rate_finder.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <cmath>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/number_table.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/interrupt.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/plots/kinds/smooth.hpp>
#include <riserun/plots/kinds/training_charts.hpp>
#include <riserun/plots/writing/save.hpp>
#include <riserun/run/folder/run_place.hpp>

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

namespace {

struct Found {
  double rate;
  std::string text;  // a line that says so
};

/// Writes lr_find.csv and, unless it was interrupted, the pictures; the model is as before.
Found search(const TrainingRun& run, PreparedRun& prepared, const train::RunFolder& folder,
             std::vector<std::string>& written) {
  train::TrainerOptions options = run.settings.trainer_options();
  options.class_weights = prepared.class_weights;
  options.stop_requested = [] { return cli::InterruptGuard::signal() != 0; };
  const train::RateCurve curve =
      train::search_rate(options, prepared.model, prepared.loss, prepared.training);
  folder.write("lr_find.csv", curve.to_csv());
  written.emplace_back("lr_find.csv");
  if (cli::InterruptGuard::signal() != 0)
    return {curve.suggestion,
            fmt::format("in the search for a learning rate, after {} updates; {} has what was "
                        "tried, and nothing was trained",
                        curve.points.size(), folder.file("lr_find.csv").string())};
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
      cli::warn(fmt::format("no {}: {}", name, error.what()));
    }
  }
  return {suggestion, fmt::format("rate    --lr {}: there the loss falls fast; from {:.1e} on "
                                  "it rises ({} updates)\n",
                                  suggestion, curve.least, curve.points.size())};
}

}  // namespace

std::optional<int> find_rate(TrainingRun& run, PreparedRun& prepared,
                             std::vector<std::string>& written) {
  const bool goes_on = run.settings.lr == FitSettings::kFindAndTrain;
  const train::RunFolder folder = open_run_folder(run);
  const Found found = search(run, prepared, folder, written);
  if (const int signal = cli::InterruptGuard::signal(); signal != 0) {
    fmt::print(stderr, "stopped by {} {}\n", cli::InterruptGuard::name(), found.text);
    return cli::kSignal + signal;
  }
  run.settings.lr = found.rate;
  if (!run.json) fmt::print("{}", found.text);
  if (goes_on) {
    run.out = folder.path().string();  // which has something in it now
    run.force = true;
    return std::nullopt;
  }
  if (!run.json) fmt::print("wrote   {}: {}\n", folder.path().string(), fmt::join(written, ", "));
  return cli::kOk;
}

}  // namespace riserun::run
