// A step in one go has the bits of its parts one after the other, and does nothing when it must
// not.
#include <riserun/train/fit/training_step.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>

#include <riserun/core/ops.hpp>
#include <riserun/train/gradient/point_program.hpp>

namespace riserun::train {
namespace {

using testing::Each;
using testing::ElementsAreArray;

// Enough parameters that several threads share them: the loss sum (w - x)^2. The last one goes in
// as sqrt(w^2 + x^2), which has no slope where both are 0.
struct Distance {
  Value operator()(const nn::BoundParameters& w, const double& x) const {
    Value sum = 0.0;
    for (std::size_t i = 0; i < w.size(); i += 16) sum = sum + (w[i] - x) * (w[i] - x);
    const Value last = w[w.size() - 1];
    return sum + sqrt(last * last + x * x);
  }
};

constexpr std::size_t kParameters = 16 * 1024;

class Steps : public testing::TestWithParam<int> {
 protected:
  Steps() {
    set_.add("w", std::vector<std::size_t>{kParameters});
    for (std::size_t i = 0; i < kParameters; ++i) set_.data()[i] = std::sin(static_cast<double>(i));
    for (int i = 0; i < 12; ++i) points_.push_back(0.25 * i);
  }

  nn::ParameterSet set_;
  std::vector<double> points_;
  Workers workers_{GetParam()};
  Distance loss_;
  LossProgram<nn::ParameterSet, std::vector<double>, Distance> program_{set_, loss_, points_};
  ParallelGradient gradient_{program_, kParameters, workers_, 3};
  const std::vector<std::size_t> batch_{3, 5, 7, 0, 1, 2, 11, 9};  // point 0 is at 0
};
INSTANTIATE_TEST_SUITE_P(Threads, Steps, testing::Values(1, 2, 3, 8));

TEST_P(Steps, HaveTheBitsOfGradientAndUpdateOneAfterTheOther) {
  const std::vector<double> start(set_.data().begin(), set_.data().end());
  for (const Penalty penalty : {Penalty{}, Penalty{.l2 = 0.01}, Penalty{.l1 = 0.02, .l2 = 0.01}})
    for (const GradientChange change : {GradientChange{}, GradientChange{.limit = 0.5}}) {
      std::vector<double> after[2];
      for (const bool in_one_go : {false, true}) {
        std::ranges::copy(start, set_.data().begin());
        Optimizer optimizer(Adam{.learning_rate = 0.01}, set_, penalty);
        for (int step = 0; step < 20; ++step) {
          if (in_one_go) {
            ASSERT_FALSE(
                training_step(gradient_, optimizer, batch_, set_.data(), 0.01, change).bad);
          } else {
            ASSERT_FALSE(gradient_.compute(batch_).bad);
            optimizer.update(set_.data(), gradient_.gradient(), 0.01, workers_, change);
          }
        }
        EXPECT_EQ(optimizer.updates(), 20);
        after[in_one_go].assign(set_.data().begin(), set_.data().end());
      }
      EXPECT_THAT(after[1], ElementsAreArray(after[0]));
      EXPECT_NE(after[1], start);
    }
}

TEST_P(Steps, LeaveEverythingAsItIsWhereTheGradientIsNotFinite) {
  set_.data()[kParameters - 1] = 0.0;  // one thread's alone
  const std::vector<double> start(set_.data().begin(), set_.data().end());
  Optimizer optimizer(SGD{}, set_);
  const BatchResult result = training_step(gradient_, optimizer, batch_, set_.data(), 0.1);
  ASSERT_TRUE(result.bad);
  EXPECT_EQ(result.bad->position, 3u);
  EXPECT_EQ(optimizer.updates(), 0);
  EXPECT_THAT(optimizer.state().arrays[0].values, Each(0.0));
  EXPECT_THAT(std::vector(set_.data().begin(), set_.data().end()), ElementsAreArray(start));
}

TEST_P(Steps, OfAnotherNumberOfParametersAreErrors) {
  std::vector<double> few(10);
  Optimizer optimizer(SGD{}, set_), small(SGD{}, few.size());
  EXPECT_THROW(training_step(gradient_, optimizer, batch_, few, 0.1), ShapeError);
  EXPECT_THROW(training_step(gradient_, small, batch_, set_.data(), 0.1), ShapeError);
  EXPECT_THROW(training_step(gradient_, small, batch_, few, 0.1), ShapeError);
}

// Each parameter once, and not before all of the gradient is there.
TEST_P(Steps, RangesFollowTheWholeGradient) {
  ASSERT_FALSE(gradient_.compute(batch_).bad);
  const std::vector<double> expected(gradient_.gradient().begin(), gradient_.gradient().end());
  for (int repetition = 0; repetition < 50; ++repetition) {
    std::vector<std::atomic<int>> times(kParameters);
    std::atomic<int> differences{0};
    const auto look = [&](Range range) noexcept {
      for (std::size_t i = range.begin; i < range.end; ++i) ++times[i];
      for (std::size_t i = 0; i < kParameters; ++i)
        if (gradient_.gradient()[i] != expected[i]) ++differences;
    };
    ASSERT_FALSE(gradient_.compute(batch_, 0, look).bad);
    EXPECT_EQ(differences, 0);
    EXPECT_TRUE(std::ranges::all_of(times, [](const auto& t) { return t == 1; }));
  }
}

}  // namespace
}  // namespace riserun::train
