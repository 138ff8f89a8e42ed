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

MetricValues Metrics::measure(std::span<const double> outputs, const Dataset& data,
                              const nn::AnyLoss& loss) const {
  MetricValues values;
  if (data.task() == Task::classification) {
    const ClassPredictions predictions(outputs, data, loss);
    for (const std::string& name : names)
      if (const Metric& metric = kMetrics[metric_number(name)]; metric.of_classes != nullptr)
        values[name] = metric.of_classes(predictions, top_k);
    return values;
  }
  const NumberPredictions columns(outputs, data, target_scaling);
  const std::size_t count = columns.targets.size();
  for (const std::string& name : names) {
    const Metric& metric = kMetrics[metric_number(name)];
    if (metric.of_numbers == nullptr) continue;
    double sum = 0.0;
    for (std::size_t t = 0; t < count; ++t)
      sum += metric.of_numbers(columns.predictions[t], columns.targets[t]);
    values[name] = sum / static_cast<double>(count);
  }
  return values;
}

}  // namespace riserun::train
