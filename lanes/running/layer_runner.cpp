#include <riserun/lanes/running/layer_runner.hpp>

namespace riserun::lanes {
namespace {

constexpr double kZero = 0.0;

double* at(double* memory, std::size_t place) { return memory + place * kLanes; }

}  // namespace

LayerRunner::LayerRunner(const Program& program, const LayerKernels& kernels, std::size_t packs)
    : program_(program),
      kernels_(kernels),
      packs_(packs),
      rows_(
          aligned_doubles(program.most_repeats * packs * kLanes * round_up(program.widest_layer))),
      sums_(aligned_doubles(round_up(program.widest_layer))) {}

// Calls visit(offset, count) for the packs in use, as far as they lie beside each other at a time:
// `count` packs from `offset` on, both counted in packs. Where the layer has several places and not
// all packs are in use, those of a place do not reach to the next place's.
template <class Visit>
void LayerRunner::for_adjacent_packs(const LayerStep& layer, std::size_t packs,
                                     const Visit& visit) const {
  if (layer.repeats == 1) return visit(std::size_t{0}, packs);
  if (packs == packs_) return visit(std::size_t{0}, layer.repeats * packs);
  for (std::size_t r = 0; r < layer.repeats; ++r) visit(r * packs_, packs);
}

void LayerRunner::forward(const LayerStep& layer, const Memory& memory,
                          const double* parameters) const {
  for_adjacent_packs(layer, memory.packs, [&](std::size_t offset, std::size_t packs) {
    kernels_.product(
        {.w = {parameters + layer.weight, layer.output_step, layer.input_step},
         .rows = layer.outputs,
         .columns = layer.inputs,
         .start = layer.has_bias ? parameters + layer.bias : &kZero,
         .start_step = layer.has_bias ? static_cast<std::ptrdiff_t>(layer.bias_step) : 0,
         .x = at(memory.values, layer.x + offset),
         .y = at(memory.values, layer.y + offset),
         .step = step_of(layer),
         .packs = packs,
         .finish = layer.relu ? Finish::relu : Finish::none});
  });
}

void LayerRunner::backward(const LayerStep& layer, const Memory& memory, const double* parameters,
                           PointRows inputs, std::size_t points, double* gradient,
                           GradientUse use) {
  if (layer.applies_own_slope) apply_relu_slope(layer, memory);
  add_weights(layer, memory, inputs, points, gradient,
              use == GradientUse::set && layer.sets_weights);
  if (layer.has_bias)
    add_biases(layer, memory, points, gradient, use == GradientUse::set && layer.sets_biases);
  if (layer.wants_input_gradient) add_input_gradient(layer, memory, parameters);
}

void LayerRunner::add_input_gradient(const LayerStep& layer, const Memory& memory,
                                     const double* parameters) const {
  for_adjacent_packs(layer, memory.packs, [&](std::size_t offset, std::size_t packs) {
    kernels_.product({.w = {parameters + layer.weight, layer.input_step, layer.output_step},
                      .rows = layer.inputs,
                      .columns = layer.outputs,
                      .start = layer.sets_input_gradient ? &kZero : nullptr,
                      .start_step = 0,
                      .x = at(memory.gradients, layer.y + offset),
                      .y = at(memory.gradients, layer.x + offset),
                      .step = step_of(layer),
                      .packs = packs,
                      .finish = layer.applies_input_slope ? Finish::times_relu_slope : Finish::none,
                      .of = at(memory.values, layer.x + offset)});
  });
}

void LayerRunner::add_weights(const LayerStep& layer, const Memory& memory, PointRows inputs,
                              std::size_t points, double* gradient, bool set) {
  const std::size_t step = step_of(layer);
  const double* const x = at(memory.values, layer.x);
  const double* const dy = at(memory.gradients, layer.y);
  // Writes numbers to rows_, point by point, and returns the doubles from row to row.
  const auto to_rows = [&](const double* a, std::size_t columns) {
    const std::size_t row_step = round_up(columns);
    for_adjacent_packs(layer, memory.packs, [&](std::size_t offset, std::size_t packs) {
      kernels_.to_rows(a + offset * kLanes, step, columns, packs,
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
                .repeat_step = packs_ * kLanes,
                .set = set};
  if (layer.input_step == 1) {
    // Rows of dw are neurons.
    weights.row_step = layer.output_step;
    weights.rows = layer.outputs;
    weights.columns = layer.inputs;
    weights.a = dy;
    const std::size_t first_input = layer.x / packs_;
    const bool reads_inputs = layer.x < program_.gradients_begin;
    if (layer.repeats == 1 && reads_inputs && first_input % kLanes == 0) {
      weights.b = inputs.first + first_input;  // the points' inputs are rows already
      weights.b_step = inputs.step;
    } else {
      weights.b_step = to_rows(x, layer.inputs);
    }
  } else {
    weights.b_step = to_rows(dy, layer.outputs);
  }
  kernels_.outer(weights);
}

void LayerRunner::apply_relu_slope(const LayerStep& layer, const Memory& memory) const {
  const double* const y = at(memory.values, layer.y);
  double* const dy = at(memory.gradients, layer.y);
  const std::size_t step = step_of(layer);
  for_adjacent_packs(layer, memory.packs, [&](std::size_t offset, std::size_t packs) {
    for (std::size_t o = 0; o < layer.outputs; ++o)
      for (std::size_t l = o * step + offset * kLanes; l < o * step + (offset + packs) * kLanes;
           ++l)
        dy[l] *= y[l] > 0.0 ? 1.0 : 0.0;
  });
}

void LayerRunner::add_biases(const LayerStep& layer, const Memory& memory, std::size_t points,
                             double* gradient, bool set) {
  double* const sums = sums_.get();
  kernels_.lane_sums(at(memory.gradients, layer.y), step_of(layer), layer.outputs, points,
                     layer.repeats, packs_ * kLanes, sums);
  for (std::size_t o = 0; o < layer.outputs; ++o) {
    double& to = gradient[layer.bias_of(o)];
    to = set ? sums[o] : to + sums[o];
  }
}

}  // namespace riserun::lanes
