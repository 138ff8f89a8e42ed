#include <riserun/train/optimizers/update_rules.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>

#include <riserun/base/errors.hpp>
#include <riserun/base/named_variants.hpp>
#include <riserun/base/vector_clones.hpp>

namespace riserun::train {
namespace {

// The loops take plain numbers, so that nothing in them can alias the options.
RISERUN_VECTOR_CLONES
void descend(double* w, const double* g, std::size_t count, double rate) {
  for (std::size_t i = 0; i < count; ++i) w[i] -= rate * g[i];
}

RISERUN_VECTOR_CLONES
void descend_with_momentum(double* __restrict w, const double* __restrict g, double* __restrict v,
                           std::size_t count, double rate, double momentum) {
  for (std::size_t i = 0; i < count; ++i) {
    v[i] = momentum * v[i] + g[i];
    w[i] -= rate * v[i];
  }
}

RISERUN_VECTOR_CLONES
void descend_looking_ahead(double* __restrict w, const double* __restrict g, double* __restrict v,
                           std::size_t count, double rate, double momentum) {
  for (std::size_t i = 0; i < count; ++i) {
    v[i] = momentum * v[i] + g[i];
    w[i] -= rate * (g[i] + momentum * v[i]);
  }
}

// This file is compiled with -fno-math-errno: else sqrt would be a call a parameter (18 us for the
// 6570 of the digits MLP instead of 3).
RISERUN_VECTOR_CLONES
void adam(double* __restrict w, const double* __restrict g, double* __restrict m,
          double* __restrict v, std::size_t count, double rate, double beta1, double beta2,
          double epsilon, double root_scale, double kept) {
  for (std::size_t i = 0; i < count; ++i) {
    m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
    v[i] = beta2 * v[i] + (1.0 - beta2) * (g[i] * g[i]);
    w[i] = kept * w[i] - rate * m[i] / (std::sqrt(v[i]) * root_scale + epsilon);
  }
}

// w -= rate m' / (sqrt(v') + epsilon) with m' = m / (1 - beta1^t), v' = v / (1 - beta2^t).
template <class Options>
void adam(const Options& options, const UpdateStep& step, const UpdateRange& range, double kept) {
  const double t = static_cast<double>(step.number);
  const double rate = step.learning_rate / (1.0 - std::pow(options.beta1, t));
  const double root_scale = 1.0 / std::sqrt(1.0 - std::pow(options.beta2, t));
  adam(range.parameters, range.gradient, range.state[0], range.state[1], range.count, rate,
       options.beta1, options.beta2, options.epsilon, root_scale, kept);
}

RISERUN_VECTOR_CLONES
void divide_by_root(double* __restrict w, const double* __restrict g, double* __restrict s,
                    std::size_t count, double rate, double old_share, double new_share,
                    double epsilon) {
  for (std::size_t i = 0; i < count; ++i) {
    s[i] = old_share * s[i] + new_share * (g[i] * g[i]);
    w[i] -= rate * g[i] / (std::sqrt(s[i]) + epsilon);
  }
}

RISERUN_VECTOR_CLONES
void divide_by_root_with_momentum(double* __restrict w, const double* __restrict g,
                                  double* __restrict s, double* __restrict v, std::size_t count,
                                  double rate, double decay, double epsilon, double momentum) {
  for (std::size_t i = 0; i < count; ++i) {
    s[i] = decay * s[i] + (1.0 - decay) * (g[i] * g[i]);
    v[i] = momentum * v[i] + g[i] / (std::sqrt(s[i]) + epsilon);
    w[i] -= rate * v[i];
  }
}

}  // namespace

StateNames SGD::state_names() const {
  if (momentum == 0.0) return {};
  return {{"velocity"}, 1};
}

void SGD::update(const UpdateStep& step, const UpdateRange& range) const {
  const double rate = step.learning_rate;
  if (momentum == 0.0)
    descend(range.parameters, range.gradient, range.count, rate);
  else if (nesterov)
    descend_looking_ahead(range.parameters, range.gradient, range.state[0], range.count, rate,
                          momentum);
  else
    descend_with_momentum(range.parameters, range.gradient, range.state[0], range.count, rate,
                          momentum);
}

StateNames Adam::state_names() const { return {{"first_moment", "second_moment"}, 2}; }
void Adam::update(const UpdateStep& step, const UpdateRange& range) const {
  adam(*this, step, range, 1.0);
}

StateNames AdamW::state_names() const { return {{"first_moment", "second_moment"}, 2}; }
void AdamW::update(const UpdateStep& step, const UpdateRange& range) const {
  adam(*this, step, range, range.weights ? 1.0 - step.learning_rate * weight_decay : 1.0);
}

StateNames RMSProp::state_names() const {
  return {{"square_average", "velocity"}, momentum == 0.0 ? 1u : 2u};
}
void RMSProp::update(const UpdateStep& step, const UpdateRange& range) const {
  if (momentum == 0.0)
    divide_by_root(range.parameters, range.gradient, range.state[0], range.count,
                   step.learning_rate, decay, 1.0 - decay, epsilon);
  else
    divide_by_root_with_momentum(range.parameters, range.gradient, range.state[0], range.state[1],
                                 range.count, step.learning_rate, decay, epsilon, momentum);
}

StateNames Adagrad::state_names() const { return {{"square_sum"}, 1}; }
void Adagrad::update(const UpdateStep& step, const UpdateRange& range) const {
  divide_by_root(range.parameters, range.gradient, range.state[0], range.count, step.learning_rate,
                 1.0, 1.0, epsilon);
}

std::string_view to_string(const OptimizerOptions& options) {
  return std::visit([](const auto& o) { return o.name; }, options);
}

OptimizerOptions parse_optimizer(std::string_view text) {
  return kind_named<OptimizerOptions>(text, "optimizer");
}

std::vector<std::string> optimizer_names() { return kind_names<OptimizerOptions>(); }

std::vector<std::string> option_names(const OptimizerOptions& options) {
  std::vector<std::string> names;
  visit_options(options,
                [&](const OptionInfo& info, const auto&) { names.emplace_back(info.name); });
  return names;
}

double learning_rate(const OptimizerOptions& options) {
  return std::visit([](const auto& o) { return o.learning_rate; }, options);
}

double usual_learning_rate(const OptimizerOptions& options, std::size_t features) {
  constexpr double kFew = 64.0;
  const double rate = std::visit([](const auto& o) { return o.usual_rate; }, options);
  const double count = static_cast<double>(features);
  const bool measured = std::holds_alternative<SGD>(options) ||
                        std::holds_alternative<Adam>(options) ||
                        std::holds_alternative<AdamW>(options);
  if (!measured || count <= kFew) return rate;
  const double exact = rate * std::sqrt(kFew / count);
  const double unit = std::pow(10.0, 1.0 - std::floor(std::log10(exact)));
  return std::round(exact * unit) / unit;
}

double lower_learning_rate(const OptimizerOptions& options, std::size_t features) {
  return std::min(learning_rate(options) / 10.0, usual_learning_rate(options, features));
}

void set_learning_rate(OptimizerOptions& options, double learning_rate) {
  std::visit([&](auto& o) { o.learning_rate = learning_rate; }, options);
}

void validate(const OptimizerOptions& options) {
  OptionInfo{"learning_rate", kPositive}.require(learning_rate(options));
  visit_options(options, []<class Field>(const OptionInfo& info, const Field& value) {
    if constexpr (!std::is_same_v<Field, bool>) info.require(value);
  });
  if (const SGD* const sgd = std::get_if<SGD>(&options);
      sgd != nullptr && sgd->nesterov && sgd->momentum == 0.0)
    throw ConfigError("nesterov needs a momentum > 0 (0.9 is usual)");
}

}  // namespace riserun::train
