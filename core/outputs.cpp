#include <riserun/core/outputs.hpp>

#include <algorithm>

namespace riserun {

const Tape& Outputs::owner() const {
  // Only a NoGradient looks through to the tape outside.
  const Tape* tape = &Tape::current();
  while (!tape->records() && tape->previous() != nullptr && (values_ ^ tape->number()) >= kOffsets)
    tape = tape->previous();
  const bool found = (values_ ^ tape->number()) < kOffsets;
  if (!found || (first_ == kNoNode && arena_offset() + count_ > tape->store().arena_size))
    throw TapeError(
        first_ == kNoNode
            ? "the outputs of a layer computed inside a NoGradient were used after its scope, or "
              "after its rewind(): copy their data() while they live"
            : "the outputs of a layer on another tape cannot be used here: record both on one "
              "tape");
  return *tape;
}

Outputs Outputs::copied() const {
  const Tape& from = owner();
  Tape& tape = Tape::current();
  const std::uint64_t to = tape.push_arena(count_);
  std::copy_n(from.arena(arena_offset()), count_, tape.arena(to));
  return {kNoNode, count_, to};
}

}  // namespace riserun
