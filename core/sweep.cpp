#include <riserun/core/sweep.hpp>

#include <algorithm>

#include <riserun/core/kernels/run_sweep.hpp>
#include <riserun/core/tape.hpp>

namespace riserun {
namespace {

template <bool kKeep>
class Sweep {
 public:
  Sweep(Tape& tape, const RunKernels& kernels)
      : tape_(tape), store_(tape.store()), kernel_(kKeep ? kernels.keep : kernels.clear) {}

  void from(std::uint32_t root) {
    const double* const dy_dx0 = store_.dy_dx0;
    const double* const dy_dx1 = store_.dy_dx1;
    const OperandNodes* const operands = store_.operands;
    const std::uint16_t* const ops = store_.ops;
    double* const grads = store_.grads;
    for (std::uint32_t i = root + 1; i > store_.first;) {
      --i;
      if ((ops[i] & TapeStore::kSpecial) != 0) [[unlikely]] {
        i = special(i, ops[i]);
        continue;
      }
      const double g = grads[i];
      // A zero upstream contributes exactly 0, also where a partial is infinite: nodes off the
      // root's path must not turn 0 * inf into NaN.
      if (g == 0.0) continue;
      grads[operands[i].x0] += g * dy_dx0[i];
      grads[operands[i].x1] += g * dy_dx1[i];
      grads[i] = kKeep ? g : 0.0;  // also mends the slot of a unary op, whose x1 is itself
    }
  }

 private:
  // A special node, or the block or run it ends; returns the first node dealt with.
  std::uint32_t special(std::uint32_t i, std::uint16_t op) {
    if ((op & TapeStore::kRunNode) != 0) return run(i);
    if ((op & TapeStore::kBlockNode) != 0) return block(i);
    if ((op & TapeStore::kTermsNode) != 0)
      terms(i);
    else if constexpr (!kKeep)
      store_.grads[i] = 0.0;  // a leaf that is no parameter
    return i;
  }

  // The node of a run. Where the run ends just before it, its nodes are swept too.
  std::uint32_t run(std::uint32_t i) {
    double* const grads = store_.grads;
    const double g = grads[i];
    if constexpr (!kKeep) grads[i] = 0.0;
    const auto [first, length] = store_.operands[i];
    if (first + length != i) {
      // Nodes between the run and this one may use the run's nodes, so those wait for their turn.
      if (g != 0.0)
        for (std::uint32_t k = first; k < first + length; ++k) grads[k] += g;
      return i;
    }
    if (length >= kShortRun)
      kernel_({store_.dy_dx0, store_.dy_dx1, store_.operands, grads}, first, i, g);
    else
      short_run(first, i, g);
    return first;
  }

  // Too short for a kernel's vectors, and for its call.
  void short_run(std::uint32_t first, std::uint32_t end, double g) {
    double* const grads = store_.grads;
    for (std::uint32_t k = end; k-- > first;) {
      const double sum = g + grads[k];
      if (sum != 0.0) {
        grads[store_.operands[k].x0] += sum * store_.dy_dx0[k];
        grads[store_.operands[k].x1] += sum * store_.dy_dx1[k];
      }
      grads[k] = kKeep ? sum : 0.0;
    }
  }

  void terms(std::uint32_t i) {
    double* const grads = store_.grads;
    const double g = grads[i];
    if (g == 0.0) return;
    const Terms terms = store_.terms(i);
    for (std::uint32_t k = 0; k < terms.variables; ++k)
      grads[terms.nodes[k]] += g * terms.partials[k];
    if constexpr (!kKeep) grads[i] = 0.0;
  }

  // The block of which node i is the last.
  std::uint32_t block(std::uint32_t i) {
    const Block& block = store_.block(i);
    double* const dy = store_.grads + block.first;
    // Outputs recorded after the root cannot be: a block is recorded whole, and a root inside it
    // leaves the rest 0.
    if (std::any_of(dy, dy + block.count, [](double x) { return x != 0.0; })) {
      block.kind->backward(tape_, block);
      if constexpr (!kKeep) std::fill(dy, dy + block.count, 0.0);
    }
    return block.first;
  }

  Tape& tape_;
  TapeStore& store_;
  SweepRun kernel_;
};

}  // namespace

void sweep_keeping_gradients(Tape& tape, const RunKernels& kernels, std::uint32_t root) {
  Sweep<true>(tape, kernels).from(root);
}

void sweep_clearing_gradients(Tape& tape, const RunKernels& kernels, std::uint32_t root) {
  Sweep<false>(tape, kernels).from(root);
}

}  // namespace riserun
