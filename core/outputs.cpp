#include "core/outputs.hpp"

#include <algorithm>

namespace riserun {

Outputs Outputs::copied() const {
  const double* const from = values();
  Tape& tape = Tape::current();
  if (tape.records())
    throw TapeError(
        "the outputs of a layer on another tape cannot be operands here: record both on one tape");
  const std::uint64_t to = tape.push_arena(count_);
  std::copy_n(from, count_, tape.arena(to));
  return {kNoNode, count_, to};
}

void Outputs::throw_gone() {
  throw TapeError(
      "the outputs of a layer computed inside a NoGradient were used after its scope, or after its "
      "rewind(): copy their data() while they live");
}

}  // namespace riserun
