// One step of training: the gradient of a batch, and the update that follows from it.
#pragma once

#include <cstddef>
#include <span>

#include <riserun/train/gradient/parallel_gradient.hpp>
#include <riserun/train/optimizers/optimizer.hpp>

namespace riserun::train {

/// gradient.compute(batch, mean_over) and then optimizer.update(parameters, ...), to the same bits,
/// but in one go for the threads: each updates the parameters whose gradient it has just added up.
/// Where the result is bad, or the loss throws, there is no update. `parameters` are those of both;
/// ShapeError where their number differs.
BatchResult training_step(ParallelGradient& gradient, Optimizer& optimizer,
                          std::span<const std::size_t> batch, std::span<double> parameters,
                          double learning_rate, const GradientChange& change = {},
                          std::size_t mean_over = 0);

}  // namespace riserun::train
