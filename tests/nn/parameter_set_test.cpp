#include <riserun/nn/parameter_set.hpp>

#include <gtest/gtest.h>

#include <array>

#include <riserun/core/core.hpp>

namespace riserun::nn {
namespace {

TEST(ParameterSet, TensorsLieOneAfterTheOther) {
  ParameterSet set;
  EXPECT_EQ(set.add("w", {2, 3}), 0u);
  EXPECT_EQ(set.add("rates", std::array{0.5, 0.25}), 6u);
  EXPECT_EQ(set.size(), 8u);
  EXPECT_EQ(set.tensor("rates")[1], 0.25);
  EXPECT_EQ(set.data()[7], 0.25);
  EXPECT_EQ(set.element_name(4), "w[1,1]");
  EXPECT_EQ(set.element_name(7), "rates[1]");
}

TEST(ParameterSet, MistakesAreNamed) {
  ParameterSet set;
  set.add("w", {2});
  EXPECT_THROW(set.add("w", {2}), ConfigError);
  EXPECT_THROW(set.add("v", {2, 0}), ConfigError);
  EXPECT_THROW(static_cast<void>(set.element_name(2)), ShapeError);
  try {
    static_cast<void>(set.tensor("x"));
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_STREQ(error.what(), "there is no parameter tensor \"x\"; there are: w");
  }
}

TEST(ParameterSet, BoundElementsReceiveGradients) {
  ParameterSet set;
  set.add("a", std::array{2.0});
  set.add("b", std::array{3.0, 4.0});
  Tape tape;
  const BoundParameters p = bind(set, tape);
  Value y = p[0] * p[2] + p.slice(1, 2)[0];
  tape.backward_to_parameters(y);
  EXPECT_EQ(tape.parameter_gradients()[0], 4.0);
  EXPECT_EQ(tape.parameter_gradients()[1], 1.0);
  EXPECT_EQ(tape.parameter_gradients()[2], 2.0);
}

TEST(ParameterSet, ARowOfATableIsASlice) {
  ParameterSet parameters;
  parameters.add("before", std::vector<double>{9.0});
  parameters.add("table", std::vector<double>{1, 2, 3, 4, 5, 6});
  Tape tape;
  const BoundParameters table = bind(parameters, tape).slice(1, 6);
  const BoundParameters row = pick_row(table, 3, 2);
  ASSERT_EQ(row.size(), 2u);
  EXPECT_EQ(row[0].data(), 5);
  EXPECT_EQ(row.first(), 5u);
  EXPECT_THROW(static_cast<void>(pick_row(table, 3, 3)), ShapeError);
  EXPECT_THROW(static_cast<void>(pick_row(table, 4, 0)), ShapeError);
  EXPECT_THROW(static_cast<void>(pick_row(table, 0, 0)), ShapeError);
}

}  // namespace
}  // namespace riserun::nn
