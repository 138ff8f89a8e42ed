#include <riserun/train/fit/training_step.hpp>

namespace riserun::train {

BatchResult training_step(ParallelGradient& gradient, Optimizer& optimizer,
                          std::span<const std::size_t> batch, std::span<double> parameters,
                          double learning_rate, const GradientChange& change,
                          std::size_t mean_over) {
  optimizer.require_sizes(parameters.size(), gradient.parameters());
  const UpdateStep step = optimizer.next(learning_rate);
  const auto update = [&](Range range) noexcept {
    optimizer.update_range(step, range, parameters.data(), gradient.gradient().data(), change);
  };
  const BatchResult result = gradient.compute(batch, mean_over, update);
  if (!result.bad) optimizer.finish(step);
  return result;
}

}  // namespace riserun::train
