#include "lanes/executor.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace riserun::lanes {
namespace {

constexpr std::align_val_t kLine{64};

std::size_t whole_packs(std::size_t points) { return (points + kLanes - 1) / kLanes; }
std::size_t round_up(std::size_t n) { return whole_packs(n) * kLanes; }

void fill(double* to, std::size_t packs, double value) { std::fill_n(to, packs * kLanes, value); }

}  // namespace

void Workspace::Free::operator()(double* p) const { ::operator delete(p, kLine); }

Workspace::Doubles Workspace::doubles(std::size_t count) {
  count = std::max<std::size_t>(count, kLanes);
  Doubles memory(static_cast<double*>(::operator new(count * sizeof(double), kLine)));
  std::fill_n(memory.get(), count, 0.0);
  return memory;
}

void Workspace::reserve(std::size_t count) {
  if (count <= count_) return;
  values_ = doubles(count);
  gradients_ = doubles(count);
  count_ = count;
}

Executor::Executor(const Plan& plan, std::shared_ptr<Workspace> workspace)
    : plan_(&plan),
      kernels_(plan.kernels_),
      input_step_(round_up(plan.input_count_)),
      row_step_(round_up(plan.widest_layer_)),
      workspace_(workspace != nullptr ? std::move(workspace) : std::make_shared<Workspace>()),
      staged_(Workspace::doubles(capacity() * input_step_)),
      rows_(Workspace::doubles(capacity() * row_step_)),
      sums_(Workspace::doubles(row_step_)),
      scratch_(Workspace::doubles(2 * plan.longest_list_ * kLanes)),
      inputs_(staged_.get()),
      memory_{nullptr, nullptr, plan.operands_.data(), scratch_.get(), 0},
      losses_(std::make_unique<double[]>(capacity())) {
  workspace_->reserve(plan.size_ * kLanes);
  workspace_->user_ = nullptr;  // one that was there before may have had this address
}

// Another executor may have been here since, or have made it grow.
void Executor::take_workspace() {
  memory_.values = workspace_->values_.get();
  memory_.gradients = workspace_->gradients_.get();
  if (std::exchange(workspace_->user_, this) == this) return;
  for (const Plan::Fixed& constant : plan_->constants_)
    fill(value(constant.at), plan_->packs(), constant.value);
}

std::span<const double> Executor::forward(std::span<const double> parameters, std::size_t points) {
  const std::size_t packs = memory_.packs = whole_packs(points), step = plan_->packs() * kLanes;
  points_ = points;
  take_workspace();
  kernels_->layers.to_packs(inputs_, input_step_, plan_->inputs(), packs, value(0), step);
  for (const Plan::Fixed& parameter : plan_->used_parameters_)
    fill(value(parameter.at), packs, parameters[parameter.parameter]);
  for (const Step& s : plan_->steps_) {
    switch (s.kind) {
      case Step::Kind::ops:
        s.kernels->forward(memory_, plan_->sites_.data() + s.first, s.count);
        break;
      case Step::Kind::gather: {
        const GatherStep& gather = plan_->gathers_[s.first];
        for (std::size_t i = 0; i < gather.from.size(); ++i)
          std::memcpy(value(gather.to) + i * step, value(gather.from[i]),
                      packs * kLanes * sizeof(double));
        break;
      }
      case Step::Kind::lookup:
        look_up(plan_->lookups_[s.first], parameters.data(), points);
        break;
      case Step::Kind::layer:
        layer_forward(plan_->layers_[s.first], parameters.data());
        break;
    }
  }
  std::copy_n(value(plan_->loss_), points, losses_.get());
  return {losses_.get(), points};
}

std::size_t Executor::correct() const {
  if (!plan_->counts_correct()) return 0;
  const double* const said = value(plan_->correct_);
  return static_cast<std::size_t>(std::count(said, said + points_, 1.0));
}

void Executor::layer_forward(const LayerStep& layer, const double* parameters) {
  static constexpr double kNone = 0.0;
  kernels_->layers.product(
      {.w = {parameters + layer.weight, layer.output_step, layer.input_step},
       .rows = layer.outputs,
       .columns = layer.inputs,
       .start = layer.has_bias ? parameters + layer.bias : &kNone,
       .start_step = layer.has_bias ? static_cast<std::ptrdiff_t>(layer.bias_step) : 0,
       .x = value(layer.x),
       .y = value(layer.y),
       .step = plan_->packs() * kLanes,
       .packs = memory_.packs,
       .finish = layer.relu ? Finish::relu : Finish::none});
}

void Executor::backward(std::span<const double> parameters, std::size_t points, double seed,
                        std::span<double> gradient, GradientUse use) {
  const std::size_t step = plan_->packs() * kLanes, packs = memory_.packs;
  for (const IndexRange& range : plan_->cleared_)
    std::fill(gradient_at(range.begin), gradient_at(range.end), 0.0);
  if (use == GradientUse::set)
    for (const IndexRange& range : plan_->cleared_parameters_)
      std::fill(gradient.data() + range.begin, gradient.data() + range.end, 0.0);
  fill(gradient_at(plan_->loss_), packs, seed);
  for (auto s = plan_->steps_.rbegin(); s != plan_->steps_.rend(); ++s) {
    if (!s->active) continue;
    switch (s->kind) {
      case Step::Kind::ops:
        s->kernels->backward(memory_, plan_->sites_.data() + s->first, s->count);
        break;
      case Step::Kind::gather: {
        const GatherStep& gather = plan_->gathers_[s->first];
        for (std::size_t i = 0; i < gather.from.size(); ++i) {
          const double* const from = gradient_at(gather.to) + i * step;
          double* const to = gradient_at(gather.from[i]);
          for (std::size_t l = 0; l < packs * kLanes; ++l) to[l] += from[l];
        }
        break;
      }
      case Step::Kind::lookup:
        look_up_backward(plan_->lookups_[s->first], points, gradient.data());
        break;
      case Step::Kind::layer:
        layer_backward(plan_->layers_[s->first], parameters.data(), points, gradient.data(), use);
        break;
    }
  }
  add_parameters(points, gradient);
}

// Of the points alone: what an idle lane has as its label may be anything.
void Executor::look_up(const LookupStep& lookup, const double* parameters, std::size_t points) {
  const std::size_t step = plan_->packs() * kLanes;
  const double* const label = value(lookup.label);
  double* const y = value(lookup.y);
  for (std::size_t l = 0; l < points; ++l) {
    const double* const row =
        parameters + lookup.first + static_cast<std::size_t>(label[l]) * lookup.step;
    for (std::size_t c = 0; c < lookup.columns; ++c) y[c * step + l] = row[c];
  }
  // What may lie there can make exp and its kin take their slow ways.
  for (std::size_t c = 0; c < lookup.columns; ++c)
    std::fill(y + c * step + points, y + c * step + memory_.packs * kLanes, 0.0);
}

// Point by point in their order, whether they share a row or not.
void Executor::look_up_backward(const LookupStep& lookup, std::size_t points, double* gradient) {
  const std::size_t step = plan_->packs() * kLanes;
  const double* const label = value(lookup.label);
  const double* const dy = gradient_at(lookup.y);
  for (std::size_t l = 0; l < points; ++l) {
    double* const row = gradient + lookup.first + static_cast<std::size_t>(label[l]) * lookup.step;
    for (std::size_t c = 0; c < lookup.columns; ++c) row[c] += dy[c * step + l];
  }
}

void Executor::layer_backward(const LayerStep& layer, const double* parameters, std::size_t points,
                              double* gradient, GradientUse use) {
  const std::size_t step = plan_->packs() * kLanes, packs = memory_.packs;
  const LayerKernels& run = kernels_->layers;
  if (layer.applies_own_slope) apply_relu_slope(layer);
  const double* const x = value(layer.x);
  const double* const dy = gradient_at(layer.y);
  Outer weights{.dw = gradient + layer.weight,
                .row_step = layer.input_step,
                .rows = layer.inputs,
                .columns = layer.outputs,
                .a = x,
                .step = step,
                .b = rows_.get(),
                .b_step = row_step_,
                .points = points,
                .set = use == GradientUse::set && layer.sets_weights};
  if (layer.input_step == 1) {
    // Rows of dw are neurons. The first layer's inputs are rows as they came.
    weights.row_step = layer.output_step;
    weights.rows = layer.outputs;
    weights.columns = layer.inputs;
    weights.a = dy;
    if (layer.x < plan_->gradients_begin_ && layer.x / plan_->packs() % kLanes == 0) {
      weights.b = inputs_ + layer.x / plan_->packs();
      weights.b_step = input_step_;
    } else {
      run.to_rows(x, step, layer.inputs, packs, rows_.get(), row_step_);
    }
  } else {
    run.to_rows(dy, step, layer.outputs, packs, rows_.get(), row_step_);
  }
  run.outer(weights);
  if (layer.has_bias)
    add_biases(layer, points, gradient, use == GradientUse::set && layer.sets_biases);
  if (layer.wants_input_gradient) {
    static constexpr double kNone = 0.0;
    run.product({.w = {parameters + layer.weight, layer.input_step, layer.output_step},
                 .rows = layer.inputs,
                 .columns = layer.outputs,
                 .start = layer.sets_input_gradient ? &kNone : nullptr,
                 .start_step = 0,
                 .x = dy,
                 .y = gradient_at(layer.x),
                 .step = step,
                 .packs = packs,
                 .finish = layer.applies_input_slope ? Finish::times_relu_slope : Finish::none,
                 .of = x});
  }
}

void Executor::apply_relu_slope(const LayerStep& layer) {
  const double* const y = value(layer.y);
  double* const dy = gradient_at(layer.y);
  const std::size_t step = plan_->packs() * kLanes;
  for (std::size_t o = 0; o < layer.outputs; ++o)
    for (std::size_t l = o * step; l < o * step + memory_.packs * kLanes; ++l)
      dy[l] *= y[l] > 0.0 ? 1.0 : 0.0;
}

void Executor::add_biases(const LayerStep& layer, std::size_t points, double* gradient, bool set) {
  double* const sums = sums_.get();
  kernels_->layers.lane_sums(gradient_at(layer.y), plan_->packs() * kLanes, layer.outputs, points,
                             sums);
  for (std::size_t o = 0; o < layer.outputs; ++o) {
    double& to = gradient[layer.bias_of(o)];
    to = set ? sums[o] : to + sums[o];
  }
}

// The lanes of a parameter are added as a tree over eight sums, each over the packs in order.
void Executor::add_parameters(std::size_t points, std::span<double> gradient) {
  for (const Plan::Fixed& parameter : plan_->used_parameters_) {
    const double* const g = gradient_at(parameter.at);
    double sum[kLanes] = {};
    for (std::size_t l = 0; l < points; ++l) sum[l % kLanes] += g[l];
    gradient[parameter.parameter] +=
        ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
  }
}

}  // namespace riserun::lanes
