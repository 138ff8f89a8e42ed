#include <riserun/run/summary.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/readable_number.hpp>
#include <riserun/run/column_table.hpp>
#include <riserun/train/judging/confusion.hpp>

namespace riserun::run {

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

std::string layers_line(const nn::MLP& model) {
  std::string layers;
  for (const nn::Layer& layer : model.layers())
    layers += fmt::format("{}{} x {} + {}", layers.empty() ? "" : ", ", layer.inputs(),
                          layer.outputs(), layer.outputs());
  return fmt::format("        layers {}\n", layers);
}

std::string kilobytes(std::size_t bytes) {
  return with_thousands(std::ceil(static_cast<double>(bytes) / 1000));
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
std::string scores(const train::Report& report) {
  std::string out = "loss " + loss_text(report.loss);
  if (std::isfinite(report.accuracy))
    out += fmt::format(", accuracy {:.1f} % ({} of {})", 100 * report.accuracy,
                       std::lround(report.accuracy * static_cast<double>(report.points)),
                       report.points);
  return out;
}

/// "RMSE 53.1, MAE 42.8": those that are known.
std::string metric_texts(const train::MetricValues& values, std::size_t top_k) {
  std::vector<std::string> texts;
  for (std::size_t m = 0; m < train::kMetricCount; ++m) {
    const train::Metric& metric = train::kMetrics[m];
    if (!std::isnan(values[m]))
      texts.push_back(
          fmt::format(fmt::runtime(metric.text), (metric.share ? 100 : 1) * values[m], top_k));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

/// The lines below it: figures of each target, or of all classes together.
std::string figures(const train::Report& report) {
  std::string out;
  for (const train::NumberReport& number : report.numbers)
    out += fmt::format("        {}: {}; always saying the mean, {:.4g}: RMSE {:.4g}\n", number.name,
                       number_figures(number), number.constant, number.constant_rmse);
  if (report.confusion.classes() > 1)
    out += fmt::format("        {}\n", metric_texts(report.metrics, report.top_k));
  return out;
}

/// Six digits, or so many decimals; "nan" without the sign that it may have.
std::string table_number(double x, int decimals = -1) {
  if (std::isnan(x)) return "nan";
  return decimals < 0 ? fmt::format("{:.6g}", x) : fmt::format("{:.{}f}", x, decimals);
}

}  // namespace

std::string setup_summary(const TrainSettings& settings, const train::Dataset& data,
                          const train::Dataset& training, const train::Dataset& validation,
                          const train::Dataset& test, const train::Preparation& preparation,
                          const nn::MLP& model, int threads) {
  std::string out =
      fmt::format("data    {}: {}, {}, {}\n", data.source(), plural(data.size(), "row", "rows"),
                  plural(data.feature_count(), "feature", "features"), task_text(data));
  if (!settings.task_reason.empty()) out += "        " + settings.task_reason + '\n';
  out += columns_summary(data, preparation);
  const std::string missing =
      settings.missing == "refuse" ? "" : ", missing values: " + settings.missing;
  if (settings.cv > 0)
    out += fmt::format(
        "        {} folds (seed {}{}); scaling: {}{}, of each fold's training rows\n", settings.cv,
        settings.seed, data.class_count() > 0 && settings.stratify ? ", stratified" : "",
        settings.scale, missing);
  else
    out += fmt::format("        {} to train, {} to validate{}{}; scaling: {}{}\n",
                       with_thousands(static_cast<double>(training.size())),
                       with_thousands(static_cast<double>(validation.size())),
                       test.empty() ? ""
                                    : fmt::format(", {} to test",
                                                  with_thousands(static_cast<double>(test.size()))),
                       split_text(settings, data), settings.scale, missing);
  out += fmt::format("model   {} {}, {}, {} loss\n", fmt::join(model.sizes(), "-"),
                     settings.hidden.empty() ? "linear" : settings.activation,
                     plural(model.parameters().size(), "parameter", "parameters"), settings.loss);
  const double momentum_of = settings.of_optimizer.number(train::kMomentum.name);
  std::string option;
  if (settings.optimizer == "sgd" && momentum_of > 0)
    option = fmt::format(", momentum {}", momentum_of);
  if (settings.of_optimizer.find(train::kWeightDecay.name)->is_of(settings.optimizer))
    option =
        fmt::format(", weight decay {}", settings.of_optimizer.number(train::kWeightDecay.name));
  out += fmt::format("        {} with learning rate {}{}, batches of {}, {}, {}{}\n",
                     settings.optimizer, settings.lr.number, option, settings.batch,
                     plural(static_cast<std::size_t>(settings.epoch_count()), "epoch", "epochs"),
                     plural(static_cast<std::size_t>(threads), "thread", "threads"),
                     settings.engine == "lanes" ? ", lanes engine" : "");
  return out;
}

std::string model_summary(const nn::MLP& model, train::GraphSize graph) {
  return layers_line(model) + fmt::format("        {} a point, {} kB of graph a thread\n",
                                          plural(graph.nodes, "graph node", "graph nodes"),
                                          kilobytes(graph.bytes));
}

std::string lanes_summary(const nn::MLP& model, const lanes::Explanation& plan, bool whole) {
  std::string text =
      layers_line(model) + fmt::format(
                               "        lanes: recorded once, then eight points in lock-step; {} "
                               "recognised",
                               plural(plan.layers.size(), "layer", "layers"));
  if (whole)
    text += fmt::format(", {} left; {}, {} kB a thread",
                        plural(plan.scalar_nodes, "scalar op", "scalar ops"),
                        plural(plan.steps, "step", "steps"), kilobytes(plan.bytes));
  return text + '\n';
}

std::string number_figures(const train::NumberReport& report) {
  return metric_texts(report.metrics, 0);
}

std::string result_summary(const TrainSettings& settings, const train::History& history,
                           const train::Report& report, bool validated, int threads) {
  std::string out =
      fmt::format("result  {} {}", validated ? "validation" : "training", scores(report));
  out += epoch_of_model(settings, history) + '\n' + figures(report);
  if (report.confusion.classes() > 1) out += confusion_text(report.confusion, report.class_names);
  if (!history.empty())
    out += fmt::format(
        "speed   {} points/s on {}, {:.2f} s in all\n", with_thousands(mean_speed(history)),
        plural(static_cast<std::size_t>(threads), "thread", "threads"), history.back().seconds);
  return out;
}

std::string report_table(const train::Report& report) {
  std::string out;
  const train::ConfusionMatrix& matrix = report.confusion;
  if (matrix.classes() > 0) out += "class\trows\tprecision\trecall\tf1\n";
  for (std::size_t c = 0; c < matrix.classes(); ++c) {
    const int label = static_cast<int>(c);
    out += fmt::format("{}\t{}\t{}\t{}\t{}\n", report.class_names[c], matrix.points_of(label),
                       table_number(matrix.precision(label), 4),
                       table_number(matrix.recall(label), 4), table_number(matrix.f1(label), 4));
  }
  if (report.numbers.empty()) return out;
  const std::vector<std::string> names = train::metric_names(train::Task::regression);
  out += fmt::format("target\t{}\tmean\trmse_of_mean\n", fmt::join(names, "\t"));
  for (const train::NumberReport& number : report.numbers) {
    out += number.name;
    for (const std::string& name : names) out += "\t" + table_number(number.metrics[name]);
    out += fmt::format("\t{}\t{}\n", table_number(number.constant),
                       table_number(number.constant_rmse));
  }
  return out;
}

std::string test_summary(const train::Report& report) {
  return fmt::format("test    {}\n{}", scores(report), figures(report));
}

}  // namespace riserun::run
