// An MLP on a data set, a graph for each point: the scalar engine's program for Trainer::fit.
#pragma once

#include <memory>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/gradient/point_program.hpp>
#include <riserun/train/recorded/lanes_mlp_program.hpp>

namespace riserun::train {

/// Model and data must outlive the program and fit (require_fit); it keeps a copy of the loss.
[[nodiscard]] std::shared_ptr<PointProgram> scalar_mlp_program(const nn::MLP& model,
                                                               const nn::AnyLoss& loss,
                                                               const Dataset& data,
                                                               MlpTraining training);

}  // namespace riserun::train
