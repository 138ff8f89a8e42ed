// The reverse sweep: from a root back to all that it depends on.
#pragma once

#include <cstdint>

namespace riserun {

class Tape;
struct RunKernels;

/// Sends the gradient of node `root`, which is set already, to the nodes before it, and leaves
/// every gradient to be read.
void sweep_keeping_gradients(Tape& tape, const RunKernels& kernels, std::uint32_t root);

/// The same, but clears each gradient as it is consumed, the parameters' apart: the next data
/// point finds clean slots without a pass over them.
void sweep_clearing_gradients(Tape& tape, const RunKernels& kernels, std::uint32_t root);

}  // namespace riserun
