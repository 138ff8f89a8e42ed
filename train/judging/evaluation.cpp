#include <riserun/train/judging/evaluation.hpp>

#include <variant>
#include <vector>

#include <riserun/train/data/fit_check.hpp>
#include <riserun/train/gradient/ranges.hpp>

namespace riserun::train {

namespace {

Evaluation losses_of(const nn::MLP& model, const nn::AnyLoss& any_loss, const Dataset& data,
                     Workers& workers, std::span<const double> class_weights) {
  require_fit(model, any_loss, data);
  // Each part's sum apart, then the parts in order.
  struct Part {
    double loss = 0.0, weighted = 0.0;
    std::size_t correct = 0;
    std::vector<double> outputs;
  };
  const std::size_t count = slot_count(data.size(), 1);
  std::vector<Part> parts(count, Part{.outputs = std::vector<double>(model.outputs())});
  std::visit(
      [&](const auto& loss) {
        workers.run(count, [&](std::size_t p) noexcept {
          Part& part = parts[p];
          const Range range = slot_range(data.size(), p, count);
          for (std::size_t i = range.begin; i < range.end; ++i) {
            const DataPoint point = data[i];
            model.predict(point.x, part.outputs);
            const double term = loss(part.outputs, nn::Target{point.target, point.label});
            part.loss += term;
            if (!class_weights.empty())
              part.weighted += class_weights[static_cast<std::size_t>(point.label)] * term;
            part.correct += nn::predicted_class(part.outputs, loss.info.boundary) == point.label;
          }
        });
      },
      any_loss);
  Evaluation result{.loss = 0.0, .accuracy = Evaluation::kAbsent, .points = data.size()};
  double weighted = 0.0;
  std::size_t correct = 0;
  for (const Part& part : parts) {
    result.loss += part.loss;
    weighted += part.weighted;
    correct += part.correct;
  }
  const auto points = static_cast<double>(data.size());
  result.loss /= points;
  if (!class_weights.empty()) result.weighted_loss = weighted / points;
  if (data.task() == Task::classification) result.accuracy = static_cast<double>(correct) / points;
  return result;
}

}  // namespace

Evaluation evaluate(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data,
                    Workers& workers) {
  return losses_of(model, loss, data, workers, {});
}

Evaluation evaluate(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data,
                    Workers& workers, const Metrics& metrics,
                    std::span<const double> class_weights) {
  Evaluation result = losses_of(model, loss, data, workers, class_weights);
  if (metrics.any())
    result.metrics = metrics.measure(all_outputs(model, data, workers), data, loss);
  return result;
}

}  // namespace riserun::train
