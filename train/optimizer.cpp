#include "train/optimizer.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/errors.hpp"
#include "train/ranges.hpp"
#include "train/vector_clones.hpp"

namespace riserun::train {
namespace {

void require(bool fine, const char* option, const char* range, double value) {
  if (!fine)
    throw ConfigError(std::string(option) + " must be " + range + ", not " + std::to_string(value));
}

void require_common(double learning_rate, double l2) {
  require(std::isfinite(learning_rate) && learning_rate > 0.0, "the learning rate",
          "a finite number > 0", learning_rate);
  require(std::isfinite(l2) && l2 >= 0.0, "l2", "a finite number >= 0", l2);
}

bool is_decay(double value) { return value >= 0.0 && value < 1.0; }

// The loops take plain numbers, so that nothing in them can alias the options.
RISERUN_VECTOR_CLONES
void descend(double* w, const double* g, std::size_t count, double rate, double l2) {
  for (std::size_t i = 0; i < count; ++i) w[i] -= rate * (g[i] + l2 * w[i]);
}

RISERUN_VECTOR_CLONES
void descend_with_momentum(double* __restrict w, const double* __restrict g, double* __restrict v,
                           std::size_t count, double rate, double momentum, double l2) {
  for (std::size_t i = 0; i < count; ++i) {
    v[i] = momentum * v[i] + (g[i] + l2 * w[i]);
    w[i] -= rate * v[i];
  }
}

RISERUN_VECTOR_CLONES
void descend_looking_ahead(double* __restrict w, const double* __restrict g, double* __restrict v,
                           std::size_t count, double rate, double momentum, double l2) {
  for (std::size_t i = 0; i < count; ++i) {
    const double slope = g[i] + l2 * w[i];
    v[i] = momentum * v[i] + slope;
    w[i] -= rate * (slope + momentum * v[i]);
  }
}

// This file is compiled with -fno-math-errno: else sqrt would be a call a parameter (18 us for the
// 6570 of the digits MLP instead of 3).
RISERUN_VECTOR_CLONES
void adam(double* __restrict w, const double* __restrict g, double* __restrict m,
          double* __restrict v, std::size_t count, double rate, double beta1, double beta2,
          double epsilon, double root_scale, double l2) {
  for (std::size_t i = 0; i < count; ++i) {
    const double slope = g[i] + l2 * w[i];
    m[i] = beta1 * m[i] + (1.0 - beta1) * slope;
    v[i] = beta2 * v[i] + (1.0 - beta2) * (slope * slope);
    w[i] -= rate * m[i] / (std::sqrt(v[i]) * root_scale + epsilon);
  }
}

}  // namespace

void SGD::validate() const {
  require_common(learning_rate, l2);
  require(is_decay(momentum), "momentum", ">= 0 and < 1", momentum);
  if (nesterov && momentum == 0.0)
    throw ConfigError("nesterov needs a momentum > 0 (0.9 is usual)");
}

void SGD::update(const UpdateStep& step, const UpdateRange& range) const {
  const double rate = step.learning_rate;
  if (momentum == 0.0)
    descend(range.parameters, range.gradient, range.count, rate, l2);
  else if (nesterov)
    descend_looking_ahead(range.parameters, range.gradient, range.first, range.count, rate,
                          momentum, l2);
  else
    descend_with_momentum(range.parameters, range.gradient, range.first, range.count, rate,
                          momentum, l2);
}

void Adam::validate() const {
  require_common(learning_rate, l2);
  require(is_decay(beta1), "beta1", ">= 0 and < 1", beta1);
  require(is_decay(beta2), "beta2", ">= 0 and < 1", beta2);
  require(std::isfinite(epsilon) && epsilon > 0.0, "epsilon", "a finite number > 0", epsilon);
}

// w -= rate m' / (sqrt(v') + epsilon) with m' = m / (1 - beta1^t), v' = v / (1 - beta2^t).
void Adam::update(const UpdateStep& step, const UpdateRange& range) const {
  const double t = static_cast<double>(step.number);
  const double rate = step.learning_rate / (1.0 - std::pow(beta1, t));
  const double root_scale = 1.0 / std::sqrt(1.0 - std::pow(beta2, t));
  adam(range.parameters, range.gradient, range.first, range.second, range.count, rate, beta1, beta2,
       epsilon, root_scale, l2);
}

std::string_view to_string(const OptimizerOptions& options) {
  return std::visit([](const auto& o) { return o.name; }, options);
}

OptimizerOptions parse_optimizer(std::string_view text) {
  if (text == SGD::name) return SGD{};
  if (text == Adam::name) return Adam{};
  throw ConfigError("unknown optimizer \"" + std::string(text) + "\"; choose from sgd, adam");
}

double learning_rate(const OptimizerOptions& options) {
  return std::visit([](const auto& o) { return o.learning_rate; }, options);
}

void set_learning_rate(OptimizerOptions& options, double learning_rate) {
  std::visit([&](auto& o) { o.learning_rate = learning_rate; }, options);
}

void validate(const OptimizerOptions& options) {
  std::visit([](const auto& o) { o.validate(); }, options);
}

Optimizer::Optimizer(OptimizerOptions options, std::size_t parameters)
    : options_(options), parameters_(parameters) {
  validate(options_);
  const int arrays = std::visit([](const auto& o) { return o.state_count(); }, options_);
  state_.assign(parameters * static_cast<std::size_t>(arrays), 0.0);
}

void Optimizer::update(std::span<double> parameters, std::span<const double> gradient,
                       double learning_rate, Workers& workers) {
  if (parameters.size() != parameters_ || gradient.size() != parameters_)
    throw ShapeError("this optimizer is for " + std::to_string(parameters_) + " parameters, not " +
                     std::to_string(parameters.size()) + " with " +
                     std::to_string(gradient.size()) + " derivatives");
  const UpdateStep step{learning_rate, ++updates_};
  const auto state = [&](std::size_t number, std::size_t begin) {
    return number * parameters_ < state_.size() ? state_.data() + number * parameters_ + begin
                                                : nullptr;
  };
  const std::size_t parts = parameter_range_count(parameters_, workers.threads());
  workers.run(parts, [&](std::size_t part) noexcept {
    const auto [begin, end] = parameter_range(parameters_, part, parts);
    const UpdateRange range{parameters.data() + begin, gradient.data() + begin, state(0, begin),
                            state(1, begin), end - begin};
    std::visit([&](const auto& o) { o.update(step, range); }, options_);
  });
}

void Optimizer::restore(long updates, std::span<const double> state) {
  if (state.size() != state_.size())
    throw ShapeError("the optimizer's state has " + std::to_string(state_.size()) +
                     " numbers, not " + std::to_string(state.size()));
  updates_ = updates;
  std::ranges::copy(state, state_.begin());
}

}  // namespace riserun::train
