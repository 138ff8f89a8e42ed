#include "lanes/executor.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace riserun::lanes {
namespace {

constexpr std::align_val_t kLine{64};

std::size_t whole_packs(std::size_t points) { return (points + kLanes - 1) / kLanes; }
std::size_t round_up(std::size_t n) { return whole_packs(n) * kLanes; }

void fill(double* to, std::size_t packs, double value) { std::fill_n(to, packs * kLanes, value); }

}  // namespace

void Executor::Free::operator()(double* p) const { ::operator delete(p, kLine); }

Executor::Doubles Executor::doubles(std::size_t count) {
  count = std::max<std::size_t>(count, kLanes);
  Doubles memory(static_cast<double*>(::operator new(count * sizeof(double), kLine)));
  std::fill_n(memory.get(), count, 0.0);
  return memory;
}

Executor::Executor(const Plan& plan)
    : plan_(&plan),
      kernels_(plan.kernels_),
      input_step_(round_up(plan.input_count_)),
      row_step_(round_up(plan.widest_layer_)),
      values_(doubles(plan.size_ * kLanes)),
      gradients_(doubles(plan.size_ * kLanes)),
      staged_(doubles(capacity() * input_step_)),
      rows_(doubles(capacity() * row_step_)),
      more_rows_(doubles(capacity() * row_step_)),
      ones_(doubles(capacity())),
      scratch_(doubles(2 * plan.longest_list_ * kLanes)),
      inputs_(staged_.get()),
      memory_{values_.get(), gradients_.get(), plan.operands_.data(), scratch_.get(), 0},
      losses_(std::make_unique<double[]>(capacity())) {
  fill(ones_.get(), plan.packs(), 1.0);
  for (const Plan::Fixed& constant : plan.constants_)
    fill(value(constant.at), plan.packs(), constant.value);
}

std::span<const double> Executor::forward(std::span<const double> parameters, std::size_t points) {
  const std::size_t packs = memory_.packs = whole_packs(points), step = plan_->packs() * kLanes;
  points_ = points;
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
      case Step::Kind::layer: {
        const LayerStep& layer = plan_->layers_[s.first];
        if (layer.has_bias)
          for (std::size_t o = 0; o < layer.outputs; ++o)
            fill(value(layer.y) + o * step, packs,
                 parameters[static_cast<std::size_t>(layer.bias + static_cast<std::int64_t>(o) *
                                                                      layer.bias_step)]);
        else
          for (std::size_t o = 0; o < layer.outputs; ++o)
            fill(value(layer.y) + o * step, packs, 0.0);
        kernels_->layers.product(
            {parameters.data() + layer.weight, layer.output_step, layer.input_step}, layer.outputs,
            layer.inputs, nullptr, 0, value(layer.x), value(layer.y), step, packs);
        break;
      }
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

void Executor::backward(std::span<const double> parameters, std::size_t points, double seed,
                        std::span<double> gradient) {
  const std::size_t step = plan_->packs() * kLanes, packs = memory_.packs;
  std::fill(gradient_at(plan_->gradients_begin_), gradient_at(plan_->size_), 0.0);
  fill(gradient_at(plan_->loss_), packs, seed);
  for (auto s = plan_->steps_.rbegin(); s != plan_->steps_.rend(); ++s) {
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
      case Step::Kind::layer:
        layer_backward(plan_->layers_[s->first], parameters.data(), points, gradient.data());
        break;
    }
  }
  add_parameters(points, gradient);
}

void Executor::layer_backward(const LayerStep& layer, const double* parameters, std::size_t points,
                              double* gradient) {
  const std::size_t step = plan_->packs() * kLanes, packs = memory_.packs;
  const LayerKernels& run = kernels_->layers;
  const double* const x = value(layer.x);
  const double* const dy = gradient_at(layer.y);
  double* const dy_rows = rows_.get();
  double* const dw = gradient + layer.weight;
  run.to_rows(dy, step, layer.outputs, packs, dy_rows, row_step_);
  if (layer.input_step == 1) {
    // Rows of dw are neurons. The first layer's inputs are rows as they came.
    const double* x_rows = more_rows_.get();
    std::size_t x_step = row_step_;
    if (layer.x < plan_->gradients_begin_ && layer.x / plan_->packs() % kLanes == 0) {
      x_rows = inputs_ + layer.x / plan_->packs();
      x_step = input_step_;
    } else {
      run.to_rows(x, step, layer.inputs, packs, more_rows_.get(), row_step_);
    }
    run.outer(dw, layer.output_step, layer.outputs, layer.inputs, dy, step, x_rows, x_step, points);
  } else {
    run.outer(dw, layer.input_step, layer.inputs, layer.outputs, x, step, dy_rows, row_step_,
              points);
  }
  if (layer.has_bias && layer.bias_step == 1) {
    run.outer(gradient + layer.bias, 0, 1, layer.outputs, ones_.get(), 0, dy_rows, row_step_,
              points);
  } else if (layer.has_bias) {
    for (std::size_t o = 0; o < layer.outputs; ++o) {
      double& to = gradient[layer.bias + static_cast<std::int64_t>(o) * layer.bias_step];
      for (std::size_t l = 0; l < points; ++l) to += dy[o * step + l];
    }
  }
  if (layer.wants_input_gradient)
    run.product({parameters + layer.weight, layer.input_step, layer.output_step}, layer.inputs,
                layer.outputs, nullptr, 0, dy, gradient_at(layer.x), step, packs);
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
