#include <riserun/train/optimizers/optimizer.hpp>

#include <algorithm>
#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/train/gradient/elementwise.hpp>
#include <riserun/train/gradient/ranges.hpp>

namespace riserun::train {

void Penalty::validate() const {
  for (const auto& [name, value] : {std::pair{"l1", l1}, std::pair{"l2", l2}})
    if (!(std::isfinite(value) && value >= 0.0))
      throw ConfigError(std::string(name) + " must be a finite number >= 0, not " +
                        std::to_string(value));
}

bool is_weight(std::string_view tensor) { return !tensor.ends_with("bias"); }

Optimizer::Optimizer(OptimizerOptions options, std::size_t parameters, Penalty penalty)
    : options_(options),
      penalty_(penalty),
      parameters_(parameters),
      segments_{{0, parameters, true}} {
  validate(options_);
  penalty_.validate();
  const StateNames kept = std::visit([](const auto& o) { return o.state_names(); }, options_);
  for (std::size_t i = 0; i < kept.count; ++i)
    state_.arrays.push_back({std::string(kept.names[i]), std::vector<double>(parameters)});
}

Optimizer::Optimizer(OptimizerOptions options, const nn::ParameterSet& parameters, Penalty penalty)
    : Optimizer(options, parameters.size(), penalty) {
  segments_.clear();
  for (const nn::TensorInfo& tensor : parameters.tensors()) {
    const bool weights = is_weight(tensor.name);
    if (segments_.empty() || segments_.back().weights != weights)
      segments_.push_back({tensor.offset, tensor.offset, weights});
    segments_.back().end += tensor.size;
  }
}

void Optimizer::require_sizes(std::size_t parameters, std::size_t gradient) const {
  if (parameters != parameters_ || gradient != parameters_)
    throw ShapeError("this optimizer is for " + std::to_string(parameters_) + " parameters, not " +
                     std::to_string(parameters) + " with " + std::to_string(gradient) +
                     " derivatives");
}

void Optimizer::update(std::span<double> parameters, std::span<const double> gradient,
                       double learning_rate, Workers& workers, const GradientChange& change) {
  require_sizes(parameters.size(), gradient.size());
  const UpdateStep step = next(learning_rate);
  const std::size_t parts = parameter_range_count(parameters_, workers.threads());
  workers.run(parts, [&](std::size_t part) noexcept {
    update_range(step, parameter_range(parameters_, part, parts), parameters.data(),
                 gradient.data(), change);
  });
  finish(step);
}

void Optimizer::update_range(const UpdateStep& step, Range range, double* parameters,
                             const double* gradient, const GradientChange& change) noexcept {
  for (const Segment& segment : segments_) {
    const Segment mine{std::max(range.begin, segment.begin), std::min(range.end, segment.end),
                       segment.weights};
    if (mine.begin < mine.end) update_segment(step, mine, parameters, gradient, change);
  }
}

void Optimizer::update_segment(const UpdateStep& step, Segment segment, double* parameters,
                               const double* gradient, const GradientChange& change) {
  const auto apply = [&](std::size_t begin, std::size_t end, const double* slopes) {
    UpdateRange range{parameters + begin, slopes, {}, end - begin, segment.weights};
    for (std::size_t i = 0; i < state_.arrays.size(); ++i)
      range.state[i] = state_.arrays[i].values.data() + begin;
    std::visit([&](const auto& o) { o.update(step, range); }, options_);
  };
  const double l1 = segment.weights ? penalty_.l1 : 0.0;
  const double l2 = segment.weights ? penalty_.l2 : 0.0;
  const bool unchanged = l1 == 0.0 && change.factor == 1.0 && std::isinf(change.limit);
  if (unchanged && l2 == 0.0) return apply(segment.begin, segment.end, gradient + segment.begin);
  // The gradient itself stays as it is; a block of changed slopes fits the nearest cache.
  constexpr std::size_t kBlock = 512;
  double slopes[kBlock];
  for (std::size_t begin = segment.begin; begin < segment.end; begin += kBlock) {
    const std::size_t end = std::min(begin + kBlock, segment.end);
    if (unchanged)
      elementwise::penalized(slopes, gradient + begin, parameters + begin, end - begin, l2);
    else
      elementwise::clipped_and_penalized(slopes, gradient + begin, parameters + begin, end - begin,
                                         change.factor, change.limit, l1, l2);
    apply(begin, end, slopes);
  }
}

void Optimizer::restore(const OptimizerState& state) {
  const auto refuse = [](const std::string& why) {
    throw DataError("the optimizer's state does not fit: " + why);
  };
  if (state.updates < 0) refuse("it counts " + std::to_string(state.updates) + " updates");
  if (state.arrays.size() != state_.arrays.size())
    refuse(std::string(to_string(options_)) + " has " + std::to_string(state_.arrays.size()) +
           " arrays, not " + std::to_string(state.arrays.size()));
  for (std::size_t i = 0; i < state.arrays.size(); ++i) {
    const NamedArray &ours = state_.arrays[i], &given = state.arrays[i];
    if (given.name != ours.name)
      refuse("expected the array \"" + ours.name + "\", found \"" + given.name + "\"");
    if (given.values.size() != parameters_)
      refuse("\"" + ours.name + "\" has " + std::to_string(given.values.size()) + " numbers for " +
             std::to_string(parameters_) + " parameters");
  }
  state_ = state;
}

}  // namespace riserun::train
