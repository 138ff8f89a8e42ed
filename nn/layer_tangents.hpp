// The two sweeps of a layer's second derivative, see Block::Kind.
#pragma once

#include <riserun/core/block.hpp>
#include <riserun/core/tape.hpp>

namespace riserun::nn {

void forward_tangents(Tape& tape, const Block& block, const NodeTangents& nodes);
void backward_tangents(Tape& tape, const Block& block, const NodeTangents& nodes);

}  // namespace riserun::nn
