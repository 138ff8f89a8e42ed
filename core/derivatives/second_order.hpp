// `SecondOrder`: derivatives along a direction, swept forward over a recorded graph, and the
// derivative of the reverse sweep along it.
//
//   forward    t_y = sum of p_i t_i                p_i = dy/dx_i, recorded
//   backward   g_i += g_y p_i                      the gradient
//              h_i += h_y p_i + g_y p_i'           its derivative along the direction: H v at the
//              inputs
//
// p_i' is how the partial changes along the direction: `Op::partials` on Tangents, the op's one
// place.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <riserun/core/op_table.hpp>
#include <riserun/core/tangent.hpp>
#include <riserun/core/tape.hpp>

namespace riserun {

/// The inputs are the parameters that the tape is bound to. The tape must outlive this, keep
/// constants (TapeOptions) and stay as it is.
class SecondOrder {
 public:
  explicit SecondOrder(Tape& tape);

  /// Sets the derivative of every node along v, of which v[i] is the i-th input's part.
  /// Throws TapeError for a fused node that has no tangents.
  void forward(std::span<const double> v);
  /// Of a node, along the last v.
  [[nodiscard]] double tangent(std::uint32_t node) const { return tangents_[node]; }

  /// After forward(v): H v of the node `root`. Valid until the next call.
  /// Throws TapeError naming the op for one that computes in double only.
  std::span<const double> backward(std::uint32_t root);

  /// The recorded p_i of a node of the current tape, for each of its operands(): what the sweep
  /// multiplies its gradient by. NaN for a constant; empty for a variable, and for a neuron of a
  /// fused layer, which keeps none.
  [[nodiscard]] static std::vector<double> local_derivatives(Value value);

  /// Whether all fused nodes of the tape have tangents.
  [[nodiscard]] static bool goes_forward(const Tape& tape);
  /// Throws TapeError when a node's operand is younger than the node: a Value of another tape was
  /// used.
  static void require_own_operands(const Tape& tape);

 private:
  void backward_op(std::uint32_t i, std::uint16_t op);
  void backward_variadic(std::uint32_t i, std::uint16_t op);
  [[nodiscard]] Tangent at(std::uint32_t node) const { return {values_[node], tangents_[node]}; }
  void bend(std::uint16_t op, Tangent y);
  void send(std::uint32_t from, std::uint32_t to, double partial);

  Tape& tape_;
  const TapeStore& store_;
  const std::vector<double>& values_;  // of the nodes, as the tape replays them
  std::vector<double> tangents_, gradients_, gradient_tangents_;  // a number for each node
  std::vector<Tangent> operands_, partials_;                      // of one op
  std::vector<TangentPartials> known_;                            // by the op's number
};

}  // namespace riserun
