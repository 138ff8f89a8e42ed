#include <riserun/train/judging/point_evaluation.hpp>

#include <numeric>
#include <vector>

#include <riserun/base/errors.hpp>

namespace riserun::train {

Evaluation evaluation_from(const BatchResult& result, bool accuracy) {
  const auto points = static_cast<double>(result.points);
  return {.loss = result.loss_sum / points,
          .accuracy = accuracy ? static_cast<double>(result.correct) / points : Evaluation::kAbsent,
          .points = result.points};
}

Evaluation evaluate(PointProgram& program, std::size_t parameters, std::size_t points,
                    bool accuracy, Workers& workers) {
  if (points == 0) throw DataError("there are no points to evaluate the model on");
  std::vector<std::size_t> all(points);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return evaluation_from(ParallelGradient(program, parameters, workers, 1).evaluate(all), accuracy);
}

}  // namespace riserun::train
