#include <riserun/train/judging/metric.hpp>

#include <riserun/base/errors.hpp>

namespace riserun::train {

std::size_t metric_number(std::string_view name) {
  std::string names;
  for (std::size_t m = 0; m < kMetricCount; ++m) {
    if (kMetrics[m].name == name) return m;
    names += (m == 0 ? "" : ", ") + std::string(kMetrics[m].name);
  }
  throw ConfigError("unknown metric \"" + std::string(name) + "\"; choose from " + names);
}

std::vector<std::string> metric_names(Task task) {
  std::vector<std::string> names;
  for (const Metric& metric : kMetrics)
    if (metric.task() == task) names.emplace_back(metric.name);
  return names;
}

void Metrics::validate() const {
  for (const std::string& name : names) static_cast<void>(metric_number(name));
}

MetricValues measure_classes(const std::vector<std::string>& names,
                             const ClassPredictions& predictions, std::size_t top_k) {
  MetricValues values;
  for (const std::string& name : names)
    if (const Metric& metric = kMetrics[metric_number(name)]; metric.of_classes != nullptr)
      values[name] = metric.of_classes(predictions, top_k);
  return values;
}

MetricValues measure_numbers(const std::vector<std::string>& names,
                             std::span<const double> predictions, std::span<const double> targets) {
  MetricValues values;
  for (const std::string& name : names)
    if (const Metric& metric = kMetrics[metric_number(name)]; metric.of_numbers != nullptr)
      values[name] = metric.of_numbers(predictions, targets);
  return values;
}

MetricValues Metrics::measure(std::span<const double> outputs, const Dataset& data,
                              const nn::AnyLoss& loss) const {
  if (data.task() == Task::classification)
    return measure_classes(names, ClassPredictions(outputs, data, loss), top_k);
  const NumberPredictions columns(outputs, data, target_scaling);
  const std::size_t count = columns.targets.size();
  MetricValues sums = measure_numbers(names, columns.predictions[0], columns.targets[0]);
  for (std::size_t t = 1; t < count; ++t) {
    const MetricValues more = measure_numbers(names, columns.predictions[t], columns.targets[t]);
    for (std::size_t m = 0; m < kMetricCount; ++m) sums[m] += more[m];
  }
  for (std::size_t m = 0; m < kMetricCount; ++m) sums[m] /= static_cast<double>(count);
  return sums;
}

}  // namespace riserun::train
