// `Replay`: the values of a tape's nodes, computed again from the record. A tape keeps no values:
// the handles carry them. Pictures and second derivatives ask for them afterwards.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <riserun/core/tape_store.hpp>

namespace riserun {

/// Of one store, whose parameters must not have changed since the recording. What was computed is
/// kept, so that all nodes together are computed once.
class Replay {
 public:
  /// Of node i, from the values `x` of its operands, which are in the places of these.
  [[nodiscard]] static double value_of(const TapeStore& store, std::uint32_t i, const double* x);
  /// The values of the first `count` nodes at least, from node 0 on. NaN for an op of users' code
  /// that cannot be evaluated by its number. The reference stays valid; later calls add to it.
  const std::vector<double>& values(const TapeStore& store, std::uint32_t count);
  /// Forgets all: after a rewind, since the parameters may change next.
  void clear() { values_.clear(); }
  [[nodiscard]] std::size_t memory() const { return values_.capacity() * sizeof(double); }

 private:
  std::vector<double> values_;
};

}  // namespace riserun
