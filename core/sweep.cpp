// The reverse sweep.
#include <algorithm>
#include <bit>

#include <riserun/core/kernels/run_sweep.hpp>
#include <riserun/core/record.hpp>
#include <riserun/core/tape.hpp>

namespace riserun {

// kKeep leaves every gradient to be read. Otherwise each is cleared as it is consumed, so that the
// next data point finds clean slots without a pass over them.
template <bool kKeep>
void Tape::sweep(std::uint32_t root) {
  const double* const dy_dx0 = dy_dx0_;
  const double* const dy_dx1 = dy_dx1_;
  const OperandNodes* const operands = operands_;
  const std::uint16_t* const ops = ops_;
  double* const grads = grads_;
  for (std::uint32_t i = root + 1; i > first_;) {
    --i;
    if ((ops[i] & kSpecial) != 0) [[unlikely]] {
      i = sweep_special<kKeep>(i, ops[i]);
      continue;
    }
    const double g = grads[i];
    // A zero upstream contributes exactly 0, also where a partial is infinite: nodes off the root's
    // path must not turn 0 * inf into NaN.
    if (g == 0.0) continue;
    grads[operands[i].x0] += g * dy_dx0[i];
    grads[operands[i].x1] += g * dy_dx1[i];
    grads[i] = kKeep ? g : 0.0;  // also mends the slot of a unary op, whose x1 is itself
  }
}

// The node of a run. Where the run ends just before it, its nodes are swept too.
template <bool kKeep>
std::uint32_t Tape::sweep_run(std::uint32_t i) {
  const double g = grads_[i];
  if constexpr (!kKeep) grads_[i] = 0.0;
  const auto [first, length] = operands_[i];
  if (first + length != i) {
    // Nodes between the run and this one may use the run's nodes, so those wait for their turn.
    if (g != 0.0)
      for (std::uint32_t k = first; k < first + length; ++k) grads_[k] += g;
    return i;
  }
  if (length >= kShortRun) {
    (kKeep ? kernels_->keep : kernels_->clear)({dy_dx0_, dy_dx1_, operands_, grads_}, first, i, g);
    return first;
  }
  // Too short for a kernel's vectors, and for its call.
  for (std::uint32_t k = i; k-- > first;) {
    const double sum = g + grads_[k];
    if (sum != 0.0) {
      grads_[operands_[k].x0] += sum * dy_dx0_[k];
      grads_[operands_[k].x1] += sum * dy_dx1_[k];
    }
    grads_[k] = kKeep ? sum : 0.0;
  }
  return first;
}

template <bool kKeep>
void Tape::sweep_terms(std::uint32_t i) {
  const double g = grads_[i];
  if (g == 0.0) return;
  const auto begin = std::bit_cast<std::uint64_t>(dy_dx1_[i]);
  for (std::uint64_t k = begin; k < begin + operands_[i].x0; ++k)
    grads_[term_operands_[k]] += g * term_partials_[k];
  if constexpr (!kKeep) grads_[i] = 0.0;
}

// The block of which node i is the last.
template <bool kKeep>
std::uint32_t Tape::sweep_block(std::uint32_t i) {
  const Block& block = blocks_[operands_[i].x0];
  double* const dy = grads_ + block.first;
  // Outputs recorded after the root cannot be: a block is recorded whole, and a root inside it
  // leaves the rest 0.
  if (std::any_of(dy, dy + block.count, [](double x) { return x != 0.0; })) {
    block.kind->backward(*this, block);
    if constexpr (!kKeep) std::fill(dy, dy + block.count, 0.0);
  }
  return block.first;
}

// A special node, or the block or run it ends; returns the first node dealt with.
template <bool kKeep>
std::uint32_t Tape::sweep_special(std::uint32_t i, std::uint16_t op) {
  if ((op & kRunNode) != 0) return sweep_run<kKeep>(i);
  if ((op & kBlockNode) != 0) return sweep_block<kKeep>(i);
  if ((op & kVariadicNode) != 0)
    sweep_terms<kKeep>(i);
  else if constexpr (!kKeep)
    grads_[i] = 0.0;  // a leaf that is no parameter
  return i;
}

void Tape::backward(Value root, double seed) {
  if (root.is_constant()) return;  // depends on nothing
  require(root, "backward");
  if (root.is_run()) root = settle(root);
  // Gradients of an earlier sweep are no upstreams of this one: set them aside, add them
  // afterwards. Leaves only ever receive, so theirs accumulate in place.
  const std::uint32_t earlier_end = dirty_end_;
  if (earlier_end > first_) {
    aside_.assign(grads_ + first_, grads_ + earlier_end);
    for (std::uint32_t i = first_; i < earlier_end; ++i)
      if ((ops_[i] & kLeaf) == 0) grads_[i] = 0.0;
  }
  // Before the sweep: where a block's backward throws, zero_grad() and rewind() must know how far
  // gradients were left. A root inside a block has later siblings; they stay 0.
  dirty_end_ = std::max(earlier_end, root.index() + 1);
  grads_[root.index()] += seed;
  sweep<true>(root.index());
  for (std::uint32_t i = first_; i < earlier_end; ++i)
    if ((ops_[i] & kLeaf) == 0) grads_[i] += aside_[i - first_];
}

void Tape::backward_to_parameters(Value root, double seed) {
  if (root.is_constant()) return;
  require(root, "backward_to_parameters");
  if (dirty_end_ > first_) {
    std::fill(grads_ + first_, grads_ + dirty_end_, 0.0);
    dirty_end_ = first_;
  }
  if (root.is_run()) root = settle(root);
  dirty_end_ = root.index() + 1;  // until the sweep has cleared them: a block may throw
  grads_[root.index()] += seed;
  sweep<false>(root.index());
  dirty_end_ = first_;
}

}  // namespace riserun
