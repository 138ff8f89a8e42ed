// Templates written for double take a Value: the values are equal to the last bit, and the
// gradients are those of a central difference in 50 digits of the same template.
#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <vector>

#include <riserun/core/core.hpp>
#include "tests/core/found_templates.hpp"

namespace {

using namespace found_templates;
using riserun::Tape;
using riserun::Value;
using Big = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                          boost::multiprecision::et_off>;

// f(x) with double, Value and Big.
template <class F>
void expect_drop_in(F f, const std::vector<double>& at) {
  const double y = f(at);
  Tape tape;
  std::vector<Value> x;
  for (double v : at) x.push_back(tape.variable(v));
  const Value recorded = f(x);
  EXPECT_EQ(recorded.data(), y);  // to the last bit
  recorded.backward();
  for (std::size_t i = 0; i < at.size(); ++i) {
    const Big step = Big(1e-16) * Big(1 + std::abs(at[i]));
    std::vector<Big> right(at.begin(), at.end()), left = right;
    right[i] += step;
    left[i] -= step;
    const double slope = Big((f(right) - f(left)) / (2 * step)).template convert_to<double>();
    EXPECT_NEAR(x[i].grad(), slope, 1e-12 * std::abs(slope) + 1e-13) << "operand " << i;
  }
}

TEST(DropIn, Horner) {
  for (double x : {-1.5, 0.0, 0.3, 2.0}) expect_drop_in(Horner{}, {x});
}

TEST(DropIn, NewtonSqrt) {
  for (double x : {1e-3, 2.0, 12345.678}) expect_drop_in(NewtonSqrt{}, {x});
}

TEST(DropIn, Pendulum) { expect_drop_in(Pendulum{}, {1.1, -0.2, 0.05, 0.66}); }

TEST(DropIn, WelfordVariance) { expect_drop_in(WelfordVariance{}, {1.5, -2.25, 7, 3.125, 0.1, 4}); }

TEST(DropIn, CosineSimilarity) { expect_drop_in(CosineSimilarity{}, {1, 2.5, -3, 0.3, -1.2, 0.7}); }

TEST(DropIn, BlackScholes) {
  expect_drop_in(BlackScholes{}, {100, 110, 0.03, 0.25, 0.75});
  expect_drop_in(BlackScholes{}, {100, 60, -0.01, 0.6, 2});
}

TEST(DropIn, Determinant) {
  expect_drop_in(Determinant{}, {0.25, 2, -1, 3, 1, 0.5, -2, 4, 7});
  expect_drop_in(Determinant{}, {0, 1.5, 2, -1, 3, 0, 1, 1, -2, 5, 0.5, 2, 1, 1, 1, -3});
}

TEST(DropIn, LogisticMap) { expect_drop_in(LogisticMap{}, {0.3, 3.7}); }

TEST(DropIn, QuadraticRoot) {
  expect_drop_in(QuadraticRoot{}, {1, 1e5, 1});
  expect_drop_in(QuadraticRoot{}, {2, -7, 3});
  Tape tape;
  EXPECT_TRUE(isnan(QuadraticRoot{}(std::vector<Value>{tape.variable(1), 1, tape.variable(1)})));
}

TEST(DropIn, StudentT) { expect_drop_in(StudentT{}, {4.5, 0.25, 1.5, 3}); }

TEST(DropIn, TrimmedMean) { expect_drop_in(TrimmedMean{}, {5, -1, 3, 100, 2, 4, -50, 1}); }

TEST(DropIn, Sphere) { expect_drop_in(Sphere{}, {0.9, 0.2, -0.4, 2.1}); }

}  // namespace
