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

#include <riserun/core/derivatives/doubles.hpp>
#include <riserun/core/derivatives/reach.hpp>
#include <riserun/core/kernels/eight_sweeps.hpp>
#include <riserun/core/op_table.hpp>
#include <riserun/core/tangent.hpp>
#include <riserun/core/tape.hpp>

namespace riserun {

/// The inputs are the parameters that the tape is bound to. The tape must outlive this and keep
/// constants (TapeOptions). Looks at the nodes alone that the roots depend on, and keeps its memory.
class SecondOrder {
 public:
  explicit SecondOrder(Tape& tape);

  /// What the sweeps are about: nodes of the tape as it is now. To be called anew when it changes.
  /// Throws TapeError where a Value of another tape was used.
  void look_at(std::span<const std::uint32_t> roots);

  /// Sets the derivative along v, of which v[i] is the i-th input's part, of every node that the
  /// roots depend on. Throws TapeError for a fused node that has no tangents.
  void forward(std::span<const double> v);
  /// Of a root, along the last v.
  [[nodiscard]] double tangent(std::uint32_t node) const { return tangents_[node]; }

  /// After forward(v): H v of the node `root`, one of the roots. Valid until the next call.
  /// Throws TapeError naming the op for one that computes in double only.
  std::span<const double> backward(std::uint32_t root);

  /// Whether eight directions or roots can be swept at once: no fused nodes.
  [[nodiscard]] bool takes_eight() const { return !reach_.has_blocks(); }
  /// The derivatives of every reached node by the inputs first, first + 1 .., eight at most; those
  /// of node i are at 8 i and behind. Valid until the next call of either.
  const double* forward_eight(std::uint32_t first);
  /// The derivatives of the roots, eight at most, by every input; those by input i are at 8 i and
  /// behind. A root that is 0xFFFFFFFF, a constant, has none.
  const double* backward_eight(std::span<const std::uint32_t> roots);

  [[nodiscard]] std::size_t memory() const;

  /// The recorded p_i of a node of the current tape, for each of its operands(): what the sweep
  /// multiplies its gradient by. NaN for a constant; empty for a variable, and for a neuron of a
  /// fused layer, which keeps none.
  [[nodiscard]] static std::vector<double> local_derivatives(Value value);

  /// Whether all fused nodes of the tape have tangents.
  [[nodiscard]] static bool goes_forward(const Tape& tape);

 private:
  void backward_op(std::uint32_t i, std::uint16_t op);
  void backward_variadic(std::uint32_t i, std::uint16_t op);
  [[nodiscard]] Tangent at(std::uint32_t node) const { return {values_[node], tangents_[node]}; }
  void compute_values();
  void bend(std::uint16_t op, Tangent y);
  void send(std::uint32_t from, std::uint32_t to, double partial);
  [[nodiscard]] eight::Arrays eight_arrays();

  Tape& tape_;
  const TapeStore& store_;
  Reach reach_;
  bool knows_values_ = false;
  // A number for each node; only those of parameters and reached nodes are ever set.
  Doubles values_, tangents_, gradients_, gradient_tangents_, eights_;
  std::vector<Tangent> operands_, partials_;  // of one op
  std::vector<TangentPartials> known_;        // by the op's number
};

}  // namespace riserun
