#include <riserun/nn/layer.hpp>

#include <algorithm>
#include <array>
#include <bit>

#include <ostream>

#include <riserun/base/errors.hpp>
#include <riserun/nn/kernels/affine.hpp>
#include <riserun/nn/layer_block.hpp>
#include <riserun/nn/layer_tangents.hpp>

namespace riserun::nn {

namespace {

// y and dy/dz of every neuron, from the ops of core. Kept out of the kernels' files: libm is called
// here.
void activate_all(Activation activation, std::span<double> z, double* dy_dz) {
  with_op(activation, [=]<class Op>() {
    for (std::size_t o = 0; o < z.size(); ++o) {
      const double y = Op::template forward<double>(z[o]);
      dy_dz[o] = Op::template partials<double>(z[o], y)[0];
      z[o] = y;
    }
  });
}

void layer_backward(Tape& tape, const Block& block) {
  const LayerBlock layer = layer_of(block);
  const std::size_t in = layer.inputs, out = block.count;
  double* const grads = tape.gradients();
  const double* const g = grads + block.first;
  const double* dz = g;
  if (static_cast<Activation>(layer.activation) != Activation::linear) {
    const double* const dy_dz = tape.arena(layer.partial);
    double* const product = tape.arena(layer.partial) + out;
    // A zero upstream gives exactly 0, also beside an infinite slope.
    for (std::size_t o = 0; o < out; ++o) product[o] = g[o] == 0.0 ? 0.0 : g[o] * dy_dz[o];
    dz = product;
  }
  const double* const x = tape.arena(layer.x);
  double* const dw = grads + layer.first_parameter;
  double* const db = layer.biased != 0 ? dw + in * out : nullptr;
  const auto run = affine_kernels().backward;
  if (layer.input_node == kData) return run(x, in, layer.weights, dz, out, dw, db, nullptr);
  if (layer.input_node != kScattered)
    return run(x, in, layer.weights, dz, out, dw, db, grads + layer.input_node);
  thread_local std::vector<double> dx;
  dx.assign(in, 0.0);
  run(x, in, layer.weights, dz, out, dw, db, dx.data());
  const std::uint32_t* const nodes = tape.term_operands(layer.terms);
  for (std::size_t i = 0; i < in; ++i)
    if (nodes[i] != kData) grads[nodes[i]] += dx[i];
}

// A neuron draws with its inputs; its weights and bias are inside it.
std::vector<Value> layer_operands(const Tape& tape, const Block& block, std::uint32_t) {
  const LayerBlock layer = layer_of(block);
  std::vector<Value> all;
  for (std::uint32_t i = 0; i < layer.inputs; ++i) {
    std::uint32_t node = kData;
    if (layer.input_node == kScattered)
      node = tape.term_operands(layer.terms)[i];
    else if (layer.input_node != kData)
      node = layer.input_node + i;
    all.push_back(node == kData ? Value(tape.arena(layer.x)[i]) : tape.at(node));
  }
  return all;
}

constexpr Block::Kind kind(std::string_view name) {
  return {name, layer_backward, layer_operands, forward_tangents, backward_tangents};
}
constexpr std::array<Block::Kind, kActivations> kKinds =
    std::apply([](auto... rows) { return std::array{kind(rows.neuron)...}; }, kActivationRows);

}  // namespace

// The inputs' values in the arena and their nodes.
struct Layer::Input {
  std::uint64_t x;
  std::uint32_t node;
  std::uint64_t terms;
};

Layer::Layer(ParameterSet& parameters, const std::string& name, std::size_t inputs,
             std::size_t outputs, Activation activation, Initializer initializer, Random& random,
             Bias bias)
    : inputs_(inputs),
      outputs_(outputs),
      weights_(parameters.add(name + ".weight", {inputs, outputs})),
      activation_(activation),
      bias_(bias) {
  if (has_biases()) parameters.add(name + ".bias", std::vector<std::size_t>{outputs});
  initialize(parameters.data().subspan(weights_, inputs * outputs), initializer, activation, inputs,
             outputs, random);
}

void Layer::require_inputs(std::size_t given) const {
  if (given != inputs_)
    throw ShapeError("a layer of " + std::to_string(inputs_) + " inputs was given " +
                     std::to_string(given) + " values");
}

Outputs Layer::record(const BoundParameters& parameters, const Input& x) const {
  Tape& tape = Tape::current();
  parameters.require_current();
  const double* const weights = parameters.data() + weights_;
  const bool bent = activation_ != Activation::linear;
  // One piece of arena: the outputs, then dy/dz and room for dz.
  const std::uint64_t y = tape.push_arena(bent ? 3 * outputs_ : outputs_);
  double* const z = tape.arena(y);
  affine_kernels().forward(tape.arena(x.x), inputs_, weights,
                           has_biases() ? weights + inputs_ * outputs_ : nullptr, outputs_, z);
  if (bent) activate_all(activation_, {z, outputs_}, z + outputs_);
  const LayerBlock payload{
      .inputs = static_cast<std::uint32_t>(inputs_),
      .first_parameter = static_cast<std::uint32_t>(parameters.first() + weights_),
      .input_node = x.node,
      .activation = static_cast<std::uint16_t>(activation_),
      .biased = has_biases(),
      .weights = weights,
      .x = x.x,
      .partial = y + outputs_,
      .terms = x.terms};
  const auto count = static_cast<std::uint32_t>(outputs_);
  const std::uint32_t first = tape.push_block(kKinds[static_cast<std::size_t>(activation_)], count,
                                              y, std::bit_cast<LayerWords>(payload));
  return {first, count, y};
}

Outputs Layer::operator()(const BoundParameters& parameters, std::span<const double> x) const {
  require_inputs(x.size());
  Tape& tape = Tape::current();
  // Copied, so that the caller's array need not outlive the sweep.
  const std::uint64_t values = tape.push_arena(inputs_);
  std::ranges::copy(x, tape.arena(values));
  return record(parameters, {values, kData, 0});
}

Outputs Layer::operator()(const BoundParameters& parameters, const Outputs& x) const {
  require_inputs(x.size());
  const Outputs own = x.here();
  return record(parameters, {own.arena_offset(), own.first_node(), 0});
}

Outputs Layer::operator()(const BoundParameters& parameters, std::span<const Value> x) const {
  require_inputs(x.size());
  Tape& tape = Tape::current();
  const std::uint64_t values = tape.push_arena(inputs_);
  const std::uint64_t terms = tape.push_terms(inputs_);
  for (std::size_t i = 0; i < inputs_; ++i) {
    tape.arena(values)[i] = x[i].data();
    tape.term_operands(terms)[i] = x[i].is_constant() ? kData : tape.operand(x[i]);
  }
  return record(parameters, {values, kScattered, terms});
}

void Layer::operator()(std::span<const double> parameters, std::span<const double> x,
                       std::span<double> y) const {
  require_inputs(x.size());
  if (y.size() != outputs_)
    throw ShapeError("a layer of " + std::to_string(outputs_) + " outputs was given room for " +
                     std::to_string(y.size()));
  const double* const weights = parameters.data() + weights_;
  affine_kernels().forward(x.data(), inputs_, weights,
                           has_biases() ? weights + inputs_ * outputs_ : nullptr, outputs_,
                           y.data());
  for (double& v : y) v = activate(activation_, v);
}

std::ostream& operator<<(std::ostream& out, const Layer& layer) {
  const std::size_t weights = layer.inputs() * layer.outputs();
  return out << "Layer(" << layer.inputs() << " -> " << layer.outputs() << ", "
             << to_string(layer.activation()) << ", "
             << weights + (layer.has_biases() ? layer.outputs() : 0) << " parameters)";
}

}  // namespace riserun::nn
