// `NoGradient`: inference. While in scope nothing is recorded on this thread.
#pragma once

#include <riserun/core/tape.hpp>

namespace riserun {

/// What is computed in its scope are constants: no node, no gradient, no memory but the outputs of
/// fused layers and copies of such outputs from outside that they take, which rewind() drops. Code
/// written for a tape runs unchanged, `backward()` of its result does nothing, and Values and
/// layers' Outputs of the tape outside may be used, printed and asked for their gradients. Outputs
/// computed inside are gone after it (TapeError). One exception: the bare sum of two Values from
/// outside that a tape would have recorded as a run stays what it is there.
class NoGradient {
 public:
  NoGradient() = default;
  NoGradient(const NoGradient&) = delete;
  NoGradient& operator=(const NoGradient&) = delete;

  /// Drops the outputs of layers computed so far; call it once a data point in a long loop.
  void rewind() {
    tape_.rewind();
    tape_.renumber();  // so that what was dropped is known to be
  }

 private:
  Tape tape_{{.record = false}};
};

}  // namespace riserun
