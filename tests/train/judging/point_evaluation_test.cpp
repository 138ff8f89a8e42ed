// The mean loss and accuracy of a user's loss on any points.
#include <riserun/train/judging/point_evaluation.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/core/core.hpp>

namespace riserun::train {
namespace {

struct Squares {
  Value operator()(const nn::BoundParameters& p, double x) const { return pow(p[0] - x, 2); }
};
struct Signs {
  PointOutcome operator()(const nn::BoundParameters& p, double x) const {
    return {p[0] - x, p[0] > x};
  }
};

nn::ParameterSet one(double value) {
  nn::ParameterSet parameters;
  parameters.add("p", {1});
  parameters.data()[0] = value;
  return parameters;
}

TEST(PointEvaluation, IsTheMeanOfTheLossesAndTheShareOfRightPoints) {
  Workers workers(2);
  const nn::ParameterSet p = one(1);
  const std::vector<double> points{0, 1, 3};
  const Evaluation squares = evaluate(p, Squares{}, points, workers);
  EXPECT_DOUBLE_EQ(squares.loss, 5.0 / 3);
  EXPECT_TRUE(std::isnan(squares.accuracy));
  EXPECT_EQ(squares.points, 3u);
  EXPECT_DOUBLE_EQ(evaluate(p, Signs{}, points, workers).accuracy, 1.0 / 3);
}

TEST(PointEvaluation, HasTheSameBitsForAnyNumberOfThreads) {
  const nn::ParameterSet p = one(0.1);
  std::vector<double> points;
  for (int i = 0; i < 1001; ++i) points.push_back(std::sin(i) * std::exp(i % 17));
  Workers alone(1);
  const double expected = evaluate(p, Squares{}, points, alone).loss;
  for (int threads : {2, 3, 8}) {
    Workers workers(threads);
    EXPECT_EQ(evaluate(p, Squares{}, points, workers).loss, expected) << threads;
  }
}

TEST(PointEvaluation, NoPointsAndALossThatThrowsAreErrors) {
  Workers workers(1);
  const nn::ParameterSet p = one(1);
  EXPECT_THROW(static_cast<void>(evaluate(p, Squares{}, std::vector<double>{}, workers)),
               DataError);
  const auto throws = [](const nn::BoundParameters&, double) -> Value {
    throw std::runtime_error("no");
  };
  EXPECT_THROW(static_cast<void>(evaluate(p, throws, std::vector<double>{1}, workers)),
               std::runtime_error);
}

}  // namespace
}  // namespace riserun::train
