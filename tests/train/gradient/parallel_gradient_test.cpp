#include <riserun/train/gradient/parallel_gradient.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <execution>
#include <limits>
#include <stdexcept>

#include <riserun/base/errors.hpp>
#include <riserun/core/ops.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAreArray;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The batch on one tape, point after point: what the parallel sum must agree with.
struct Reference {
  std::vector<double> gradient;
  double loss_sum = 0.0;
};

Reference one_tape(const nn::MLP& model, const Dataset& data, std::span<const std::size_t> batch) {
  Tape tape;
  const nn::BoundMLP bound = model.bind(tape);
  Reference reference;
  for (std::size_t i : batch) {
    const Value loss = DigitLoss{}(bound, data[i]);
    tape.backward_to_parameters(loss, 1.0 / static_cast<double>(batch.size()));
    reference.loss_sum += loss.data();
    tape.rewind();
  }
  reference.gradient = copy_of(tape.parameter_gradients());
  return reference;
}

TEST(ParallelGradient, IsTheMeanGradientOfTheBatch) {
  const Dataset data = digits(300);
  const nn::MLP model = digits_mlp();
  for (std::size_t size : {1, 2, 31, 32, 37, 97, 128, 299}) {
    const auto batch = first_numbers(size);
    DigitProgram program(model, DigitLoss{}, data);
    Workers workers(2);
    ParallelGradient gradient(program, model.parameters().size(), workers, 4);
    const BatchResult result = gradient.compute(batch);
    const Reference reference = one_tape(model, data, batch);
    ASSERT_FALSE(result.bad);
    EXPECT_EQ(result.points, size);
    EXPECT_NEAR(result.loss_sum, reference.loss_sum, 1e-12 * reference.loss_sum);
    double largest = 0.0, error = 0.0;
    for (std::size_t p = 0; p < reference.gradient.size(); ++p) {
      largest = std::max(largest, std::abs(reference.gradient[p]));
      error = std::max(error, std::abs(reference.gradient[p] - gradient.gradient()[p]));
    }
    EXPECT_LE(error, 1e-14 * largest) << size << " points";
  }
}

// One slot is one tape, so here even the bits agree.
TEST(ParallelGradient, OneSlotIsThePlainLoop) {
  const Dataset data = digits(40);
  const nn::MLP model = digits_mlp();
  const auto batch = first_numbers(40);
  DigitProgram program(model, DigitLoss{}, data);
  Workers workers(2);
  ParallelGradient gradient(program, model.parameters().size(), workers, 40);
  const BatchResult result = gradient.compute(batch);
  const Reference reference = one_tape(model, data, batch);
  EXPECT_EQ(result.loss_sum, reference.loss_sum);
  EXPECT_THAT(gradient.gradient(), ElementsAreArray(reference.gradient));
}

class BitsOfBatch : public testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Sizes, BitsOfBatch, testing::Values(1, 3, 17, 32, 97, 128, 256));

TEST_P(BitsOfBatch, AreTheSameForAnyThreads) {
  const Dataset data = digits(256);
  const nn::MLP model = digits_mlp();
  const auto batch = first_numbers(GetParam());
  for (std::size_t points_per_slot : {1, 3, 16}) {
    std::vector<double> expected;
    double expected_loss = 0.0;
    for (int threads : {1, 2, 3, 4, 8, 8, 8}) {
      DigitProgram program(model, DigitLoss{}, data);
      Workers workers(threads);
      ParallelGradient gradient(program, model.parameters().size(), workers, points_per_slot);
      for (int repetition = 0; repetition < 3; ++repetition) {
        const BatchResult result = gradient.compute(batch);
        if (expected.empty()) {
          expected = copy_of(gradient.gradient());
          expected_loss = result.loss_sum;
        }
        EXPECT_EQ(result.loss_sum, expected_loss);
        EXPECT_TRUE(std::ranges::equal(gradient.gradient(), expected)) << threads << " threads";
      }
    }
  }
}

// A guard for the tests above: another grouping of the same points does give other bits.
TEST(ParallelGradient, SlotsDecideTheBits) {
  const Dataset data = digits(128);
  const nn::MLP model = digits_mlp();
  const auto batch = first_numbers(128);
  Workers workers(1);
  DigitProgram program(model, DigitLoss{}, data);
  ParallelGradient eight(program, model.parameters().size(), workers, 8);
  eight.compute(batch);
  const auto bits = copy_of(eight.gradient());
  DigitProgram other(model, DigitLoss{}, data);
  ParallelGradient sixteen(other, model.parameters().size(), workers, 16);
  sixteen.compute(batch);
  EXPECT_FALSE(std::ranges::equal(sixteen.gradient(), bits));
}

// ---- failures -------------------------------------------------------------------------------

/// Loss (w - x)^2, where special points make trouble.
struct Troubled {
  struct Point {
    double x = 0.0;
    enum Trouble { none, nan_loss, infinite_loss, exception, nan_gradient } trouble = none;
  };
  Value operator()(const nn::BoundParameters& w, const Point& point) const {
    const Value difference = w[0] - point.x;
    switch (point.trouble) {
      case Point::nan_loss:
        return difference * kNaN;
      case Point::infinite_loss:
        return difference / 0.0;
      case Point::exception:
        throw std::out_of_range("point " + std::to_string(point.x));
      // d sqrt(0) is infinite: the loss is 0, its derivative infinity - infinity.
      case Point::nan_gradient:
        return sqrt(w[0] - w[0]);
      case Point::none:
        break;
    }
    return difference * difference;
  }
};

class TroubledBatch : public testing::TestWithParam<int> {
 protected:
  TroubledBatch() : points_(40), workers_(GetParam()) {
    parameters_.add("w", std::vector<double>{5.0});
    for (std::size_t i = 0; i < points_.size(); ++i) points_[i].x = static_cast<double>(i);
  }
  using Points = std::vector<Troubled::Point>;

  Points points_;
  nn::ParameterSet parameters_;
  Workers workers_;
  Troubled loss_;
  LossProgram<nn::ParameterSet, Points, Troubled> program_{parameters_, loss_, points_};
  ParallelGradient gradient_{program_, 1, workers_, 2};
};
INSTANTIATE_TEST_SUITE_P(Threads, TroubledBatch, testing::Values(1, 2, 4));

TEST_P(TroubledBatch, NamesTheFirstBadLossInTheBatchsOrder) {
  points_[33].trouble = Troubled::Point::nan_loss;
  points_[21].trouble = Troubled::Point::infinite_loss;
  points_[22].trouble = Troubled::Point::exception;
  for (int repetition = 0; repetition < 20; ++repetition) {
    const BatchResult result = gradient_.compute(first_numbers(40));
    ASSERT_TRUE(result.bad);
    EXPECT_EQ(result.bad->position, 21u);
    EXPECT_TRUE(std::isinf(result.bad->loss));
    EXPECT_FALSE(result.bad->gradient);
  }
}

TEST_P(TroubledBatch, ThrowsOnTheFirstExceptionInTheBatchsOrder) {
  points_[38].trouble = Troubled::Point::exception;
  points_[7].trouble = Troubled::Point::exception;
  points_[30].trouble = Troubled::Point::nan_loss;
  for (int repetition = 0; repetition < 20; ++repetition) {
    try {
      gradient_.compute(first_numbers(40));
      FAIL() << "nothing thrown";
    } catch (const std::out_of_range& error) {
      EXPECT_STREQ(error.what(), ("point " + std::to_string(7.0)).c_str());
    }
  }
}

TEST_P(TroubledBatch, FindsThePointWhoseGradientIsNotFinite) {
  points_[26].trouble = Troubled::Point::nan_gradient;
  const BatchResult result = gradient_.compute(first_numbers(40));
  ASSERT_TRUE(result.bad);
  EXPECT_EQ(result.bad->position, 26u);
  EXPECT_TRUE(result.bad->gradient);
  EXPECT_EQ(result.bad->loss, 0.0);
}

TEST_P(TroubledBatch, WorksOnAfterwards) {
  const auto batch = first_numbers(40);
  ASSERT_FALSE(gradient_.compute(batch).bad);
  const double expected = gradient_.gradient()[0];
  EXPECT_NEAR(expected, 2.0 * (5.0 - 19.5), 1e-12);
  for (auto trouble :
       {Troubled::Point::nan_loss, Troubled::Point::exception, Troubled::Point::nan_gradient}) {
    points_[11].trouble = trouble;
    try {
      EXPECT_TRUE(gradient_.compute(batch).bad);
    } catch (const std::out_of_range&) {
    }
    points_[11].trouble = Troubled::Point::none;
    ASSERT_FALSE(gradient_.compute(batch).bad);
    EXPECT_EQ(gradient_.gradient()[0], expected);
  }
}

// One slot's gradient is that of its tape, which does not outlive the failure.
TEST_P(TroubledBatch, OfOneSlotLeavesNoGradientBehind) {
  const auto batch = first_numbers(1);
  ASSERT_FALSE(gradient_.compute(batch).bad);
  EXPECT_FALSE(gradient_.gradient().empty());
  points_[0].trouble = Troubled::Point::nan_loss;
  EXPECT_TRUE(gradient_.compute(batch).bad);
  EXPECT_TRUE(gradient_.gradient().empty());
}

TEST_P(TroubledBatch, RefusesAnEmptyBatch) { EXPECT_THROW(gradient_.compute({}), ShapeError); }

/// A model whose bind() forgets its parameters.
struct Forgetful {
  nn::ParameterSet set;
  [[nodiscard]] const nn::ParameterSet& parameters() const { return set; }
  [[nodiscard]] int bind(Tape&) const { return 0; }
};

TEST(ParallelGradient, RefusesABindThatForgetsParameters) {
  Forgetful model;
  model.set.add("w", std::vector<double>{1.0, 2.0});
  const std::vector<double> points(4);
  const auto loss = [](int, double) { return Value(0.0); };
  LossProgram<Forgetful, std::vector<double>, decltype(loss)> program(model, loss, points);
  Workers workers(1);
  ParallelGradient gradient(program, 2, workers, 1);
  EXPECT_THROW(gradient.compute(first_numbers(4)), ShapeError);
}

// A loss that waits for parallel work of its own: while it waits, its thread must not take up
// another point of ours, and nothing may hang.
TEST(ParallelGradient, ALossMayBeParallelInside) {
  nn::ParameterSet parameters;
  parameters.add("w", std::vector<double>{0.5});
  const std::vector<double> points(64, 2.0);
  const auto loss = [](const nn::BoundParameters& w, double x) {
    Value product = w[0] * x;
    std::vector<int> numbers(200, 1);
    std::for_each(std::execution::par, numbers.begin(), numbers.end(), [](int& n) {
      for (int k = 0; k < 50; ++k) n = (n * 7 + 3) % 1009;
    });
    product = product + numbers[0] * w[0];
    return product * product;
  };
  std::vector<double> bits;
  for (int threads : {1, 2, 4}) {
    Workers workers(threads);
    LossProgram<nn::ParameterSet, std::vector<double>, decltype(loss)> program(parameters, loss,
                                                                               points);
    ParallelGradient gradient(program, 1, workers, 1);
    for (int repetition = 0; repetition < 5; ++repetition) {
      ASSERT_FALSE(gradient.compute(first_numbers(64)).bad);
      bits.push_back(gradient.gradient()[0]);
    }
  }
  EXPECT_EQ(bits, std::vector<double>(bits.size(), bits[0]));
}

TEST(ParallelGradient, EvaluatesWithoutGradients) {
  const Dataset data = digits(100);
  const nn::MLP model = digits_mlp();
  double expected = 0.0;
  for (int threads : {1, 2, 3, 8}) {
    DigitProgram program(model, DigitLoss{}, data);
    Workers workers(threads);
    ParallelGradient gradient(program, model.parameters().size(), workers, 16);
    const double loss = gradient.evaluate(first_numbers(100)).loss_sum;
    if (threads == 1) expected = loss;
    EXPECT_EQ(loss, expected);
  }
  EXPECT_NEAR(expected, one_tape(model, data, first_numbers(100)).loss_sum, 1e-10);
}

}  // namespace
}  // namespace riserun::train
