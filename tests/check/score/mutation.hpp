// The ways in which the engine of the score's program can be made to go wrong. Only that program
// has them: mutate_source.cmake writes the calls into copies of the engine's sources.
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace riserun::mutation {

enum class Engine {
  none,
  assigned,      // = for +=
  twice,         // accumulated twice
  wrong_slot,    // into the neighbour's gradient
  no_upstream,   // the upstream gradient forgotten
  no_zero_grad,  // zero_grad does nothing
  slots_kept,    // rewind leaves the dropped nodes' gradients in their slots
  merged_twice,  // a shard of the batch added twice
  never_merged,  // or not at all
};

inline std::atomic<Engine> engine{Engine::none};
/// Gradients that the mutation changed bitwise, in the sweep or in the merging.
inline std::atomic<long> changed{0};

[[nodiscard]] inline bool is(Engine one) { return engine.load(std::memory_order_relaxed) == one; }

/// grads[slot] += g * d, or what the mutation makes of it.
inline void add(double* grads, std::size_t slot, double g, double d) {
  const double right = grads[slot] + g * d;
  double* target = grads + slot;
  double wrong = right;
  switch (engine.load(std::memory_order_relaxed)) {
    case Engine::assigned:
      wrong = g * d;
      break;
    case Engine::twice:
      wrong = right + g * d;
      break;
    case Engine::no_upstream:
      wrong = grads[slot] + d;
      break;
    case Engine::wrong_slot:
      if (slot > 0 && g * d != 0) {
        ++changed;
        grads[slot - 1] += g * d;
        return;
      }
      break;
    default:
      break;
  }
  if (std::bit_cast<std::uint64_t>(wrong) != std::bit_cast<std::uint64_t>(right)) ++changed;
  *target = wrong;
}

/// left += right, once; `add` is how the engine does it.
template <class Add>
void merge(Add add, double* left, const double* right, std::size_t count) {
  if (is(Engine::never_merged)) {
    ++changed;
    return;
  }
  add(left, right, count);
  if (!is(Engine::merged_twice)) return;
  ++changed;
  add(left, right, count);
}

/// Whether the checker itself is this mutant (mutated copies of check/'s sources ask).
[[nodiscard]] inline bool checker_is(const char* name) {
  static const char* const wanted = std::getenv("RISERUN_CHECKER_MUTANT");
  return wanted != nullptr && std::strcmp(wanted, name) == 0;
}

}  // namespace riserun::mutation
