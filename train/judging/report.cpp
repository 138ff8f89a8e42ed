#include <riserun/train/judging/report.hpp>

#include <cmath>
#include <span>
#include <variant>

#include <riserun/core/ops.hpp>
#include <riserun/train/data/fit_check.hpp>
#include <riserun/train/gradient/ranges.hpp>
#include <riserun/train/judging/evaluation.hpp>
#include <riserun/train/judging/metrics.hpp>

namespace riserun::train {
namespace {

/// Outputs and truth, row by row.
struct Judged {
  std::span<const double> outputs;
  std::size_t width;  // outputs a row
  const Dataset& data;

  [[nodiscard]] std::span<const double> row(std::size_t i) const {
    return outputs.subspan(i * width, width);
  }
  [[nodiscard]] std::size_t label(std::size_t i) const {
    return static_cast<std::size_t>(data[i].label);
  }
};

/// The score of class c of each row. Scores of different rows must compare: for softmax the ln of
/// the probability does, the output itself does not.
std::vector<double> scores_of(const Judged& judged, std::size_t c, bool softmax) {
  std::vector<double> scores(judged.data.size());
  for (std::size_t i = 0; i < scores.size(); ++i)
    scores[i] = softmax ? -softmax_cross_entropy(judged.row(i), c) : judged.row(i)[c];
  return scores;
}

double mean_auc(const Judged& judged, std::size_t classes, bool softmax) {
  std::vector<unsigned char> positive(judged.data.size());
  double sum = 0.0;
  int counted = 0;
  // Of two classes the second one says it all, and it may be the only output.
  for (std::size_t c = classes == 2 ? 1 : 0; c < classes; ++c) {
    for (std::size_t i = 0; i < positive.size(); ++i) positive[i] = judged.label(i) == c;
    const double area =
        area_under_curve(scores_of(judged, judged.width == 1 ? 0 : c, softmax), positive);
    if (std::isnan(area)) continue;  // no such class here, or no other
    sum += area;
    ++counted;
  }
  return counted == 0 ? Report::kAbsent : sum / counted;
}

void judge_classes(const Judged& judged, const nn::AnyLoss& loss, const ReportOptions& options,
                   Report& report) {
  const std::size_t classes = judged.data.class_count(), rows = judged.data.size();
  const double boundary = nn::class_boundary(loss);
  report.class_names = judged.data.class_names();
  report.confusion = ConfusionMatrix(classes);
  for (std::size_t i = 0; i < rows; ++i)
    report.confusion.add(static_cast<int>(judged.label(i)),
                         nn::predicted_class(judged.row(i), boundary));
  report.accuracy = report.confusion.accuracy();
  report.macro_f1 = report.confusion.macro_f1();
  if (options.auc)
    report.auc = mean_auc(judged, classes, std::holds_alternative<nn::SoftmaxCrossEntropy>(loss));
  if (options.top_k == 0 || classes <= options.top_k) return;
  std::size_t hits = 0;
  for (std::size_t i = 0; i < rows; ++i)
    hits += in_top_k(judged.row(i), judged.label(i), options.top_k);
  report.top_k = options.top_k;
  report.top_k_accuracy = static_cast<double>(hits) / static_cast<double>(rows);
}

void judge_numbers(const Judged& judged, const ReportOptions& options, Report& report) {
  const std::size_t rows = judged.data.size();
  std::vector<std::vector<double>> predictions(judged.width), targets(judged.width);
  std::vector<double> row(judged.width);
  for (std::size_t i = 0; i < rows; ++i)
    for (auto* columns : {&predictions, &targets}) {
      const std::span<const double> from =
          columns == &predictions ? judged.row(i) : judged.data[i].target;
      row.assign(from.begin(), from.end());
      options.target_scaling.undo(row);
      for (std::size_t t = 0; t < row.size(); ++t) (*columns)[t].push_back(row[t]);
    }
  std::vector<double> constants = options.constants;
  constants.resize(judged.width, Report::kAbsent);
  options.target_scaling.undo(constants);
  for (std::size_t t = 0; t < judged.width; ++t)
    report.numbers.push_back(
        {judged.data.schema().target_names[t], root_mean_square_error(predictions[t], targets[t]),
         mean_absolute_error(predictions[t], targets[t]), r_squared(predictions[t], targets[t]),
         constants[t], root_mean_square_error(std::vector(rows, constants[t]), targets[t])});
}

}  // namespace

std::vector<double> target_means(const Dataset& data) {
  std::vector<double> means(data.target_count());
  for (const DataPoint point : data)
    for (std::size_t t = 0; t < means.size(); ++t)
      means[t] += point.target[t] / static_cast<double>(data.size());
  return means;
}

std::vector<double> all_outputs(const nn::MLP& model, const Dataset& data, Workers& workers) {
  const std::size_t width = model.outputs(), parts = slot_count(data.size(), 1);
  require_features(model, data);
  std::vector<double> outputs(data.size() * width);
  workers.run(parts, [&](std::size_t part) noexcept {
    const Range range = slot_range(data.size(), part, parts);
    for (std::size_t i = range.begin; i < range.end; ++i)
      model.predict(data[i].x, std::span(outputs).subspan(i * width, width));
  });
  return outputs;
}

Report report(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data, Workers& workers,
              const ReportOptions& options) {
  Report result;
  result.loss = evaluate(model, loss, data, workers).loss;
  result.points = data.size();
  const std::vector<double> outputs = all_outputs(model, data, workers);
  const Judged judged{outputs, model.outputs(), data};
  if (data.task() == Task::classification)
    judge_classes(judged, loss, options, result);
  else
    judge_numbers(judged, options, result);
  return result;
}

Evaluation evaluate(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data,
                    Workers& workers, const Metrics& metrics) {
  if (!metrics.any()) return evaluate(model, loss, data, workers);
  const Report found = report(
      model, loss, data, workers,
      {.top_k = metrics.top_k, .auc = metrics.auc, .target_scaling = metrics.target_scaling});
  Evaluation result{.loss = found.loss, .accuracy = found.accuracy, .points = found.points};
  if (metrics.f1) result.f1 = found.macro_f1;
  if (metrics.auc) result.auc = found.auc;
  if (metrics.top_k > 0) result.top_k = found.top_k_accuracy;
  const auto mean = [&](double NumberReport::*figure) {
    double sum = 0.0;
    for (const NumberReport& number : found.numbers) sum += number.*figure;
    return sum / static_cast<double>(found.numbers.size());  // NaN of none
  };
  if (metrics.rmse) result.rmse = mean(&NumberReport::rmse);
  if (metrics.mae) result.mae = mean(&NumberReport::mae);
  if (metrics.r2) result.r2 = mean(&NumberReport::r2);
  return result;
}

}  // namespace riserun::train
