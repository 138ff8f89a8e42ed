#include <riserun/train/judging/report.hpp>

#include <riserun/train/judging/evaluation.hpp>
#include <riserun/train/judging/metrics.hpp>

namespace riserun::train {
namespace {

void judge_classes(std::span<const double> outputs, const Dataset& data, const nn::AnyLoss& loss,
                   const ReportOptions& options, Report& report) {
  const ClassPredictions predictions(outputs, data, loss);
  report.class_names = data.class_names();
  report.confusion = predictions.confusion;
  report.accuracy = report.confusion.accuracy();
  if (options.top_k > 0 && data.class_count() > options.top_k) report.top_k = options.top_k;
  report.metrics = measure_classes(metric_names(Task::classification), predictions, report.top_k);
}

void judge_numbers(std::span<const double> outputs, const Dataset& data,
                   const ReportOptions& options, Report& report) {
  const NumberPredictions columns(outputs, data, options.target_scaling);
  std::vector<double> constants = options.constants;
  constants.resize(data.target_count(), Report::kAbsent);
  options.target_scaling.undo(constants);
  for (std::size_t t = 0; t < constants.size(); ++t) {
    const std::vector<double>& targets = columns.targets[t];
    report.numbers.push_back(
        {data.schema().target_names[t],
         measure_numbers(metric_names(Task::regression), columns.predictions[t], targets),
         constants[t], root_mean_square_error(std::vector(data.size(), constants[t]), targets)});
  }
}

}  // namespace

std::vector<double> target_means(const Dataset& data) {
  std::vector<double> means(data.target_count());
  for (const DataPoint point : data)
    for (std::size_t t = 0; t < means.size(); ++t)
      means[t] += point.target[t] / static_cast<double>(data.size());
  return means;
}

Report report(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data, Workers& workers,
              const ReportOptions& options) {
  Report result;
  result.loss = evaluate(model, loss, data, workers).loss;
  result.points = data.size();
  const std::vector<double> outputs = all_outputs(model, data, workers);
  if (data.task() == Task::classification)
    judge_classes(outputs, data, loss, options, result);
  else
    judge_numbers(outputs, data, options, result);
  return result;
}

}  // namespace riserun::train
