// The second derivative of a layer, y = a(z), z = b + W x, along a direction (dots).
//
//   forward    z. = b. + W. x + W x.            y. = a'(z) z.
//   backward   g_z = g_y a'                     h_z = h_y a' + g_y a''(z) z.
//              g_W += x g_z                     h_W += x h_z + x. g_z      (outer products)
//              g_b += g_z                       h_b += h_z
//              g_x += W g_z                     h_x += W h_z + W. g_z
//
// The products are the affine kernels', a'' is the ops' partials on Tangents.
#include <riserun/nn/layer_tangents.hpp>

#include <cstddef>
#include <vector>

#include <riserun/core/ops.hpp>
#include <riserun/core/tangent.hpp>
#include <riserun/nn/activation.hpp>
#include <riserun/nn/kernels/affine.hpp>
#include <riserun/nn/layer_block.hpp>

namespace riserun::nn {

namespace {

/// A thread's doubles, zeros at first; no allocation once they are enough. Each use has its own.
template <int kUse>
double* zeros(std::size_t count) {
  thread_local std::vector<double> doubles;
  doubles.assign(count, 0.0);
  return doubles.data();
}

/// The derivatives of the inputs; data have none (null).
const double* input_tangents(const Tape& tape, const LayerBlock& layer, const double* tangents) {
  if (layer.input_node == kData) return nullptr;
  if (layer.input_node != kScattered) return tangents + layer.input_node;
  double* const gathered = zeros<0>(layer.inputs);
  const std::uint32_t* const nodes = tape.term_operands(layer.terms);
  for (std::size_t i = 0; i < layer.inputs; ++i)
    if (nodes[i] != kData) gathered[i] = tangents[nodes[i]];
  return gathered;
}

/// How dy/dz changes when z does: d(a') along z.
double bend(Activation activation, double z, double z_tangent, double y, double dy_dz) {
  double tangent = 0.0;
  with_op(activation, [&]<class Op>() {
    const Tangent y_along{y, Tangent::along(z_tangent, dy_dz)};
    tangent = partials_along<Op>({z, z_tangent}, y_along)[0].derivative();
  });
  return tangent;
}

}  // namespace

// Leaves d(a') in the block's room, where the backward sweep finds it.
void forward_tangents(Tape& tape, const Block& block, const NodeTangents& nodes) {
  const LayerBlock layer = layer_of(block);
  const std::size_t in = layer.inputs, out = block.count;
  const auto run = affine_kernels().forward;
  const double* const x = tape.arena(layer.x);
  const double* const w_tangents = nodes.tangents + layer.first_parameter;
  double* const z_tangents = nodes.tangents + block.first;
  const bool biased = layer.biased != 0;
  run(x, in, w_tangents, biased ? w_tangents + in * out : nullptr, out, z_tangents);
  if (const double* const x_tangents = input_tangents(tape, layer, nodes.tangents)) {
    double* const more = zeros<1>(out);
    run(x_tangents, in, layer.weights, nullptr, out, more);
    for (std::size_t o = 0; o < out; ++o) z_tangents[o] += more[o];
  }
  const auto activation = static_cast<Activation>(layer.activation);
  if (activation == Activation::linear) return;

  double* const z = zeros<1>(out);
  run(x, in, layer.weights, biased ? layer.weights + in * out : nullptr, out, z);
  const double* const y = tape.arena(block.outputs);
  const double* const dy_dz = tape.arena(layer.partial);
  double* const dy_dz_tangents = tape.arena(layer.partial) + out;
  for (std::size_t o = 0; o < out; ++o) {
    dy_dz_tangents[o] = bend(activation, z[o], z_tangents[o], y[o], dy_dz[o]);
    z_tangents[o] = Tangent::along(z_tangents[o], dy_dz[o]);
  }
}

void backward_tangents(Tape& tape, const Block& block, const NodeTangents& nodes) {
  const LayerBlock layer = layer_of(block);
  const std::size_t in = layer.inputs, out = block.count;
  const double* g = nodes.gradients + block.first;
  const double* h = nodes.gradient_tangents + block.first;
  if (static_cast<Activation>(layer.activation) != Activation::linear) {
    const double* const dy_dz = tape.arena(layer.partial);
    const double* const dy_dz_tangents = dy_dz + out;
    double* const products = zeros<2>(2 * out);
    for (std::size_t o = 0; o < out; ++o) {
      products[o] = Tangent::along(g[o], dy_dz[o]);
      products[out + o] = Tangent::along(h[o], dy_dz[o]) + Tangent::along(g[o], dy_dz_tangents[o]);
    }
    g = products;
    h = products + out;
  }

  const auto run = affine_kernels().backward;
  const double* const x = tape.arena(layer.x);
  const double* const w_tangents = nodes.tangents + layer.first_parameter;
  double* const g_w = nodes.gradients + layer.first_parameter;
  double* const h_w = nodes.gradient_tangents + layer.first_parameter;
  double* const g_b = layer.biased != 0 ? g_w + in * out : nullptr;
  double* const h_b = layer.biased != 0 ? h_w + in * out : nullptr;
  if (layer.input_node == kData) {
    run(x, in, layer.weights, g, out, g_w, g_b, nullptr);
    run(x, in, layer.weights, h, out, h_w, h_b, nullptr);
    return;
  }
  double* g_x = nodes.gradients + layer.input_node;
  double* h_x = nodes.gradient_tangents + layer.input_node;
  if (layer.input_node == kScattered) {
    g_x = zeros<3>(2 * in);
    h_x = g_x + in;
  }
  run(x, in, layer.weights, g, out, g_w, g_b, g_x);
  run(x, in, layer.weights, h, out, h_w, h_b, h_x);
  run(input_tangents(tape, layer, nodes.tangents), in, w_tangents, g, out, h_w, nullptr, h_x);
  if (layer.input_node != kScattered) return;
  const std::uint32_t* const inputs = tape.term_operands(layer.terms);
  for (std::size_t i = 0; i < in; ++i) {
    if (inputs[i] == kData) continue;
    nodes.gradients[inputs[i]] += g_x[i];
    nodes.gradient_tangents[inputs[i]] += h_x[i];
  }
}

}  // namespace riserun::nn
