// How large the graph of one data point is: what a run will need of memory and time.
#pragma once

#include <cstddef>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/dataset.hpp>

namespace riserun::train {

struct GraphSize {
  std::size_t nodes = 0;  // of one point, the parameters not counted
  std::size_t bytes = 0;  // of a tape, which holds the parameters and one point's graph
};

/// Records the loss of that point. Throws ShapeError when it does not fit the model.
[[nodiscard]] GraphSize graph_size(const nn::MLP& model, const nn::AnyLoss& loss,
                                   const DataPoint& point);

}  // namespace riserun::train
