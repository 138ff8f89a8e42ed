// Loss and accuracy of any model on any points, by the loss that trains it.
#pragma once

#include <iterator>

#include <riserun/train/gradient/parallel_gradient.hpp>
#include <riserun/train/gradient/point_program.hpp>
#include <riserun/train/gradient/workers.hpp>
#include <riserun/train/judging/evaluation.hpp>

namespace riserun::train {

/// What the losses of some points say: their mean, and the share of right ones where `accuracy`.
[[nodiscard]] Evaluation evaluation_from(const BatchResult& result, bool accuracy);

/// The points 0 .. `points` - 1 of a program whose model has so many parameters. Throws DataError
/// for no points.
[[nodiscard]] Evaluation evaluate(PointProgram& program, std::size_t parameters, std::size_t points,
                                  bool accuracy, Workers& workers);

/// The mean of loss(bound, points[i]), as Trainer::fit takes them, and the accuracy where the loss
/// returns PointOutcomes. The same bits for any number of workers. Throws DataError for no points,
/// and whatever the loss throws.
template <Trainable Model, class Loss, PointSource Points>
requires PointLoss<Loss, Model, Points>
[[nodiscard]] Evaluation evaluate(const Model& model, const Loss& loss, const Points& points,
                                  Workers& workers) {
  using Program = LossProgram<Model, Points, Loss>;
  Program program(model, loss, points);
  return evaluate(program, parameters_of(model).size(), std::size(points), Program::kCounts,
                  workers);
}

}  // namespace riserun::train
