// Numbers: what is recorded, what is not, and masks.
#include <riserun/lanes/recording/recorded_number.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>
#include <riserun/core/select.hpp>
#include "tests/lanes/both_engines.hpp"

namespace riserun::lanes {
namespace {

using testing::ElementsAreArray;

TEST(Number, ConstantsCostNoNode) {
  Recording recording(1, 1);
  const RecordingScope scope(recording);
  const Number x = 2.0, y = exp(x) * 3 + 1, z = y - Number(4);
  EXPECT_TRUE(z.is_constant());
  EXPECT_EQ(z.constant(), std::exp(2.0) * 3 + 1 - 4);
  EXPECT_TRUE(recording.nodes().empty());
  const Number p(Ref(Source::parameter, 0));
  EXPECT_FALSE((p + 1).is_constant());
  EXPECT_EQ(recording.nodes().size(), 1u);
  EXPECT_EQ(recording.constants().size(), 1u);
  static_cast<void>(p * 1.0);  // the same constant again
  EXPECT_EQ(recording.constants().size(), 1u);
}

TEST(Number, OutsideOfARecordingThrows) {
  const Number p(Ref(Source::parameter, 0));
  EXPECT_THROW(static_cast<void>(p + 1.0), TapeError);
}

TEST(Number, RecordingsNest) {
  const Recording outer = record(
      [](const auto& p, const auto&) {
        const Number a = p[0] * 2;
        const Recording inner = record([](const auto& q, const auto&) { return q[0]; }, 1, 1);
        EXPECT_TRUE(inner.nodes().empty());
        return a + 1;
      },
      1, 1);
  EXPECT_EQ(outer.nodes().size(), 2u);
}

/// Numbers of -2 .. 2 that meet each other, and themselves.
const Points kPoints{{-2, 1}, {-0.5, -0.5}, {0, 0},  {0, -1}, {1, 1},
                     {2, 1},  {0.25, 2},    {1, -2}, {-1, 2}};

template <class Loss>
void expect_the_same(const Loss& loss) {
  const std::vector<double> parameters{0.75, -1.5, 0.0};
  const Results oracle = on_tape(loss, parameters, kPoints);
  const Plan plan(record(loss, 3, 2));
  const Results lanes = on_plan(plan, parameters, kPoints);
  EXPECT_THAT(lanes.losses, ElementsAreArray(oracle.losses));
  EXPECT_THAT(lanes.gradient, ElementsAreArray(oracle.gradient));
}

// On the tape a comparison is a bool, on lanes a mask; riserun::select takes both.
TEST(Mask, ComparisonsChoosePointByPoint) {
  using riserun::select;
  expect_the_same([](const auto& p, const auto& x) {
    using T = decltype(p[0] * x[0]);
    const T a = p[0] * x[0], b = p[1] * x[1], c = p[2] + x[0];
    T y = select(a < b, a, b * 2.0) + select(a > b, a * a, b);
    y += select(a <= b, c, a) + select(a >= b, T(c * 3.0), b);
    return T(y + select(c == 0.0, a, b) + select(c != 0.0, T(1.5), b));
  });
  expect_the_same([](const auto& p, const auto& x) {
    using T = decltype(p[0] * x[0]);
    const T a = p[0] * x[0], b = p[1] * x[1];
    T y = select(a < b && b < 1.0, a, b) + select(a < b || a > 1.0, T(a * b), b);
    return T(y + select(!(a < 0.0), a, T(0.5)));
  });
}

TEST(Mask, MinMaxReluAbsClamp) {
  expect_the_same([](const auto& p, const auto& x) {
    using T = decltype(p[0] * x[0]);
    const T a = p[0] * x[0], b = p[1] * x[1] * 0.5;
    return T(max(a, b) - min(a, b) * relu(b) + abs(a) * clamp(b, -1.0, 0.5));
  });
}

// if (x > 0) y = log(x): the branch that is not taken has no say, whatever its slope.
TEST(Mask, TheOtherBranchHasNoSay) {
  using riserun::select;
  const auto loss = [](const auto& p, const auto& x) {
    using T = decltype(p[0] * x[0]);
    const T a = p[0] * x[0];
    return T(select(a > 0.0, T(log(a) + sqrt(a)), T(-a)));
  };
  const Results lanes = on_plan(Plan(record(loss, 3, 2)), {0.75, -1.5, 0.0}, kPoints);
  EXPECT_TRUE(std::isfinite(lanes.gradient[0]));
  for (const double y : lanes.losses) EXPECT_TRUE(std::isfinite(y));
}

TEST(Label, PicksAndMustBeAmongTheScores) {
  const auto loss = [](const auto& p, const auto& x) {
    const std::vector<Number> scores{p[0] * x[0], p[1], p[2] + x[0]};
    return pick(scores, Label(x[1]));
  };
  const Recording recording = record(loss, 3, 2);
  ASSERT_EQ(recording.labels().size(), 1u);
  EXPECT_EQ(recording.labels()[0].input, 1u);
  EXPECT_EQ(recording.labels()[0].classes, 3u);
  const Results lanes = on_plan(Plan(recording), {2, 3, 4}, {{5, 0}, {6, 1}, {7, 2}, {8, 0}});
  EXPECT_THAT(lanes.losses, ElementsAreArray({10, 3, 11, 16}));
  EXPECT_THAT(lanes.gradient, ElementsAreArray({13, 1, 1}));
  EXPECT_THROW(record([](const auto&, const auto& x) { return pick({}, Label(x[0])); }, 1, 1),
               ShapeError);
}

TEST(Label, IsLargestIsTheFirstOfEquals) {
  const auto loss = [](const auto& p, const auto& x) {
    const std::vector<Number> scores{p[0] + x[0], p[0] + x[1], p[0] + x[2]};
    return is_largest(scores, Label(x[3])).number();
  };
  const Points points{{1, 2, 3, 2}, {1, 2, 3, 1}, {3, 3, 1, 0},
                      {3, 3, 1, 1}, {2, 2, 2, 0}, {2, 2, 2, 2}};
  EXPECT_THAT(on_plan(Plan(record(loss, 1, 4)), {0.5}, points).losses,
              ElementsAreArray({1, 0, 1, 0, 1, 0}));
}

}  // namespace
}  // namespace riserun::lanes
