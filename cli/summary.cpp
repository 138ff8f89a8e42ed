#include "cli/summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "cli/terminal.hpp"
#include "train/confusion.hpp"
#include "train/evaluation.hpp"

namespace riserun::cli {

namespace {

constexpr std::size_t kConfusions = 5;

std::string plural(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", with_thousands(static_cast<double>(count)), count == 1 ? one : many);
}

std::string task_text(const train::Dataset& data) {
  const std::string names = fmt::format("{}", fmt::join(data.schema().target_names, ", "));
  if (data.task() == train::Task::regression)
    return fmt::format("{} to predict ({})", plural(data.target_count(), "number", "numbers"),
                       names);
  return fmt::format("{} ({})", plural(data.class_count(), "class", "classes"), names);
}

/// How the rows of the data were dealt out, if they were.
std::string split_text(const TrainSettings& settings, const train::Dataset& data) {
  const bool validation = settings.validation > 0 && settings.validation_file.empty();
  if (!validation && !(settings.test > 0)) return {};
  return fmt::format(" (seed {}{})", settings.seed,
                     data.class_count() > 0 && settings.stratify ? ", stratified" : "");
}

/// Forward and backward over all epochs, without the validation between them.
double mean_speed(const train::History& history) {
  double inverse = 0;
  for (const train::HistoryRow& row : history) inverse += 1.0 / row.points_per_second;
  return static_cast<double>(history.size()) / inverse;
}

/// Which epoch's parameters these are.
std::string epoch_of_model(const TrainSettings& settings, const train::History& history) {
  const train::HistoryRow* const best = history.best();
  if (settings.keep == "best" && best != nullptr)
    return fmt::format(", the best epoch's model ({})", best->epoch);
  return history.empty() ? ", before the first epoch's end" : ", the last epoch's model";
}

/// The pairs of classes most often taken for each other.
std::string confusion_text(const train::ConfusionMatrix& matrix,
                           const std::vector<std::string>& names) {
  const auto worst = matrix.worst(kConfusions);
  if (worst.empty()) return "confused        nothing: every row is right\n";
  std::size_t width = 0;
  for (const std::string& name : names) width = std::max(width, name.size());
  std::string out;
  for (const auto& [truth, predicted, count] : worst) {
    const auto t = static_cast<std::size_t>(truth), p = static_cast<std::size_t>(predicted);
    out += fmt::format("{:<8}{:>{}} taken for {:<{}}  {:>4} of {}\n", out.empty() ? "confused" : "",
                       names[t], width + 1, names[p], width, count, matrix.points_of(truth));
  }
  return out;
}

/// "loss 0.12, accuracy 96.7 % (29 of 30)".
std::string scores(const train::Evaluation& result) {
  std::string out = "loss " + loss_text(result.loss);
  if (std::isfinite(result.accuracy))
    out += fmt::format(", accuracy {:.1f} % ({} of {})", 100 * result.accuracy,
                       std::lround(result.accuracy * static_cast<double>(result.points)),
                       result.points);
  return out;
}

}  // namespace

std::string setup_summary(const TrainSettings& settings, const train::Dataset& data,
                          const train::Dataset& training, const train::Dataset& validation,
                          const train::Dataset& test, const nn::MLP& model, int threads) {
  std::string out =
      fmt::format("data    {}: {}, {}, {}\n", data.source(), plural(data.size(), "row", "rows"),
                  plural(data.feature_count(), "feature", "features"), task_text(data));
  out += fmt::format(
      "        {} to train, {} to validate{}{}; scaling: {}{}\n",
      with_thousands(static_cast<double>(training.size())),
      with_thousands(static_cast<double>(validation.size())),
      test.empty() ? ""
                   : fmt::format(", {} to test", with_thousands(static_cast<double>(test.size()))),
      split_text(settings, data), settings.scale,
      settings.missing == "refuse" ? "" : ", missing values: " + settings.missing);
  out += fmt::format("model   {} {}, {}, {} loss\n", fmt::join(model.sizes(), "-"),
                     settings.hidden.empty() ? "linear" : settings.activation,
                     plural(model.parameters().size(), "parameter", "parameters"), settings.loss);
  const std::string momentum = settings.optimizer == "sgd" && settings.momentum > 0
                                   ? fmt::format(", momentum {}", settings.momentum)
                                   : "";
  out += fmt::format("        {} with learning rate {}{}, batches of {}, {}, {}\n",
                     settings.optimizer, settings.lr, momentum, settings.batch,
                     plural(static_cast<std::size_t>(settings.epochs), "epoch", "epochs"),
                     plural(static_cast<std::size_t>(threads), "thread", "threads"));
  return out;
}

std::string result_summary(const TrainSettings& settings, const train::History& history,
                           const train::Dataset& training, const train::Dataset& validation,
                           const nn::MLP& model, const nn::AnyLoss& loss, train::Workers& workers) {
  const bool validated = !validation.empty();
  const train::Dataset& judged = validated ? validation : training;
  const train::Evaluation result = train::evaluate(model, loss, judged, workers);
  std::string out =
      fmt::format("result  {} {}", validated ? "validation" : "training", scores(result));
  out += epoch_of_model(settings, history) + '\n';
  if (judged.class_count() > 1)
    out += confusion_text(train::confusion(model, loss, judged, workers), judged.class_names());
  if (!history.empty())
    out += fmt::format("speed   {} points/s on {}, {:.2f} s in all\n",
                       with_thousands(mean_speed(history)),
                       plural(static_cast<std::size_t>(workers.threads()), "thread", "threads"),
                       history.back().seconds);
  return out;
}

std::string test_summary(const train::Dataset& test, const nn::MLP& model, const nn::AnyLoss& loss,
                         train::Workers& workers) {
  return fmt::format("test    {}\n", scores(train::evaluate(model, loss, test, workers)));
}

}  // namespace riserun::cli
