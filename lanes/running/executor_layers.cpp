// An executor's layers, forward and backward.
#include <riserun/lanes/running/executor.hpp>

namespace riserun::lanes {

// Calls with the packs of a layer: an offset, counted in packs, and how many lie beside each other
// from there on.
template <class Visit>
void Executor::each_run_of_packs(const LayerStep& layer, const Visit& visit) const {
  if (layer.repeats == 1 || memory_.packs == plan_->packs())
    return visit(std::size_t{0},
                 layer.repeats == 1 ? memory_.packs : layer.repeats * memory_.packs);
  for (std::size_t r = 0; r < layer.repeats; ++r) visit(r * plan_->packs(), memory_.packs);
}

void Executor::layer_forward(const LayerStep& layer, const double* parameters) {
  static constexpr double kNone = 0.0;
  each_run_of_packs(layer, [&](std::size_t offset, std::size_t packs) {
    kernels_->layers.product(
        {.w = {parameters + layer.weight, layer.output_step, layer.input_step},
         .rows = layer.outputs,
         .columns = layer.inputs,
         .start = layer.has_bias ? parameters + layer.bias : &kNone,
         .start_step = layer.has_bias ? static_cast<std::ptrdiff_t>(layer.bias_step) : 0,
         .x = value(layer.x + offset),
         .y = value(layer.y + offset),
         .step = step_of(layer),
         .packs = packs,
         .finish = layer.relu ? Finish::relu : Finish::none});
  });
}

void Executor::layer_backward(const LayerStep& layer, const double* parameters, std::size_t points,
                              double* gradient, GradientUse use) {
  const std::size_t step = step_of(layer);
  if (layer.applies_own_slope) apply_relu_slope(layer);
  add_weights(layer, points, gradient, use == GradientUse::set && layer.sets_weights);
  if (layer.has_bias)
    add_biases(layer, points, gradient, use == GradientUse::set && layer.sets_biases);
  if (!layer.wants_input_gradient) return;
  each_run_of_packs(layer, [&](std::size_t offset, std::size_t packs) {
    static constexpr double kNone = 0.0;
    kernels_->layers.product(
        {.w = {parameters + layer.weight, layer.input_step, layer.output_step},
         .rows = layer.inputs,
         .columns = layer.outputs,
         .start = layer.sets_input_gradient ? &kNone : nullptr,
         .start_step = 0,
         .x = gradient_at(layer.y + offset),
         .y = gradient_at(layer.x + offset),
         .step = step,
         .packs = packs,
         .finish = layer.applies_input_slope ? Finish::times_relu_slope : Finish::none,
         .of = value(layer.x + offset)});
  });
}

void Executor::add_weights(const LayerStep& layer, std::size_t points, double* gradient, bool set) {
  const std::size_t step = step_of(layer);
  const double* const x = value(layer.x);
  const double* const dy = gradient_at(layer.y);
  const auto to_rows = [&](const double* a, std::size_t columns, std::size_t row_step) {
    each_run_of_packs(layer, [&](std::size_t offset, std::size_t packs) {
      kernels_->layers.to_rows(a + offset * kLanes, step, columns, packs,
                               rows_.get() + offset * kLanes * row_step, row_step);
    });
    return row_step;
  };
  Outer weights{.dw = gradient + layer.weight,
                .row_step = layer.input_step,
                .rows = layer.inputs,
                .columns = layer.outputs,
                .a = x,
                .step = step,
                .b = rows_.get(),
                .b_step = 0,
                .points = points,
                .repeats = layer.repeats,
                .repeat_step = plan_->packs() * kLanes,
                .set = set};
  if (layer.input_step == 1) {
    // Rows of dw are neurons. The first layer's inputs are rows as they came.
    weights.row_step = layer.output_step;
    weights.rows = layer.outputs;
    weights.columns = layer.inputs;
    weights.a = dy;
    if (layer.repeats == 1 && layer.x < program_->gradients_begin &&
        layer.x / plan_->packs() % kLanes == 0) {
      weights.b = inputs_ + layer.x / plan_->packs();
      weights.b_step = input_step_;
    } else {
      weights.b_step = to_rows(x, layer.inputs, whole_packs(layer.inputs) * kLanes);
    }
  } else {
    weights.b_step = to_rows(dy, layer.outputs, whole_packs(layer.outputs) * kLanes);
  }
  kernels_->layers.outer(weights);
}

void Executor::apply_relu_slope(const LayerStep& layer) {
  const double* const y = value(layer.y);
  double* const dy = gradient_at(layer.y);
  const std::size_t step = step_of(layer);
  each_run_of_packs(layer, [&](std::size_t offset, std::size_t packs) {
    for (std::size_t o = 0; o < layer.outputs; ++o)
      for (std::size_t l = o * step + offset * kLanes; l < o * step + (offset + packs) * kLanes;
           ++l)
        dy[l] *= y[l] > 0.0 ? 1.0 : 0.0;
  });
}

void Executor::add_biases(const LayerStep& layer, std::size_t points, double* gradient, bool set) {
  double* const sums = sums_.get();
  kernels_->layers.lane_sums(gradient_at(layer.y), step_of(layer), layer.outputs, points,
                             layer.repeats, plan_->packs() * kLanes, sums);
  for (std::size_t o = 0; o < layer.outputs; ++o) {
    double& to = gradient[layer.bias_of(o)];
    to = set ? sums[o] : to + sums[o];
  }
}

}  // namespace riserun::lanes
