// What code written for double asks of a number type: mixing with numbers of any type, every
// function of <cmath>, numeric_limits, algorithms and containers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <type_traits>
#include <vector>

#include <riserun/core/core.hpp>

namespace {

using riserun::Tape;
using riserun::Value;

template <class Got>
void expect_value(Got got, double expected) {
  static_assert(std::is_same_v<Got, Value>);
  EXPECT_EQ(got.data(), expected);
}

// int, float, double and long in any operand, `using std::f` in scope, as numeric code has it.
TEST(NumberType, NumbersOfAnyTypeMixWithValues) {
  using namespace std;  // NOLINT: the hardest case for overload resolution
  Tape tape;
  const Value x = tape.variable(1.75);
  expect_value(pow(2, x), std::pow(2, 1.75));
  expect_value(pow(x, 2), std::pow(1.75, 2));
  expect_value(pow(x, 2.5f), std::pow(1.75, 2.5));
  expect_value(pow(x, x), std::pow(1.75, 1.75));
  expect_value(atan2(1, x), std::atan2(1, 1.75));
  expect_value(atan2(x, 2.0f), std::atan2(1.75, 2.0));
  expect_value(hypot(x, 3), std::hypot(1.75, 3));
  expect_value(hypot(3L, x), std::hypot(3, 1.75));
  expect_value(fma(x, 2, 1), 4.5);
  expect_value(fma(2, x, 1.0f), 4.5);
  expect_value(fma(2, 1.0f, x), 3.75);
  expect_value(fmod(x, 1), 0.75);
  expect_value(fmod(7, x), std::fmod(7, 1.75));
  expect_value(max(x, 0.0), 1.75);
  expect_value(max(0, x), 1.75);
  expect_value(min(x, 1), 1.0);
  expect_value(fmax(x, 3.0f), 3.0);
  expect_value(fmin(x, 3), 1.75);
  expect_value(fdim(x, 1), 0.75);
  expect_value(clamp(x, 0, 1), 1.0);
  expect_value(copysign(x, -1), -1.75);
  expect_value(2 * x + 1.0f - x / 3u, 2 * 1.75 + 1.0 - 1.75 / 3);
  expect_value(x > 1 ? x : 0.0, 1.75);
  EXPECT_TRUE(x > 1 && x <= 1.75f && 2 > x && x != 0 && x == 1.75);
}

// A compiler rounds a function of a literal better than <cmath> does at run time.
double at_run_time(double x) {
  volatile double opaque = x;
  return opaque;
}

// Each function of <cmath> gives what it gives for double, bit for bit, and records one node.
TEST(NumberType, EveryUnaryFunctionOfCmath) {
  Tape tape;
#define RISERUN_SAME(f, at)                            \
  {                                                    \
    using std::f;                                      \
    const double number = at_run_time(at);             \
    const Value x = tape.variable(number), y = f(x);   \
    EXPECT_EQ(y.data(), std::f(number)) << #f;         \
    EXPECT_EQ(y.operands().size(), 1u) << #f;          \
    EXPECT_TRUE(f(Value(number)).is_constant()) << #f; \
  }
  RISERUN_SAME(exp, 0.3)
  RISERUN_SAME(exp2, 0.3)
  RISERUN_SAME(expm1, 0.3)
  RISERUN_SAME(log, 0.3)
  RISERUN_SAME(log2, 0.3)
  RISERUN_SAME(log10, 0.3)
  RISERUN_SAME(log1p, 0.3)
  RISERUN_SAME(sqrt, 0.3)
  RISERUN_SAME(cbrt, 0.3)
  RISERUN_SAME(sin, 0.3)
  RISERUN_SAME(cos, 0.3)
  RISERUN_SAME(tan, 0.3)
  RISERUN_SAME(asin, 0.3)
  RISERUN_SAME(acos, 0.3)
  RISERUN_SAME(atan, 0.3)
  RISERUN_SAME(sinh, 0.3)
  RISERUN_SAME(cosh, 0.3)
  RISERUN_SAME(tanh, 0.3)
  RISERUN_SAME(asinh, 0.3)
  RISERUN_SAME(acosh, 1.3)
  RISERUN_SAME(atanh, 0.3)
  RISERUN_SAME(erf, 0.3)
  RISERUN_SAME(erfc, 0.3)
  RISERUN_SAME(lgamma, 0.3)
  RISERUN_SAME(abs, -0.3)
  RISERUN_SAME(fabs, -0.3)
#undef RISERUN_SAME
}

TEST(NumberType, QuestionsAboutTheNumber) {
  using std::isfinite;
  using std::isinf;
  using std::isnan;
  using std::signbit;
  using Limits = std::numeric_limits<Value>;
  static_assert(Limits::is_specialized && !Limits::is_integer && Limits::digits == 53);
  Tape tape;
  const Value x = tape.variable(-2.0), inf = Limits::infinity(), nan = Limits::quiet_NaN();
  EXPECT_TRUE(isfinite(x) && !isfinite(inf) && !isfinite(nan));
  EXPECT_TRUE(!isinf(x) && isinf(inf) && !isinf(nan));
  EXPECT_TRUE(!isnan(x) && !isnan(inf) && isnan(nan));
  EXPECT_TRUE(signbit(x) && !signbit(inf) && signbit(Value(-0.0)));
  EXPECT_TRUE(isnormal(x) && !isnormal(Value(1e-310)));
  EXPECT_EQ(fpclassify(nan), FP_NAN);
  EXPECT_TRUE(x < Limits::max() && x > Limits::lowest());
  EXPECT_FALSE(nan < x || nan >= x || nan == nan);
}

TEST(NumberType, SignsAndMixturesPassTheSlope) {
  Tape tape;
  Value x = tape.variable(-3.0), y = tape.variable(2.0);
  copysign(x, y).backward();
  EXPECT_EQ(x.grad(), -1.0);
  EXPECT_EQ(y.grad(), 0.0);
  tape.zero_grad();
  (fdim(y, x) + fmax(x, y) + fmin(x, std::nan(""))).backward();
  EXPECT_EQ(x.grad(), -1.0 + 0.0 + 1.0);
  EXPECT_EQ(y.grad(), 1.0 + 1.0);
  EXPECT_EQ(fdim(x, y).data(), 0.0);
}

TEST(NumberType, AlgorithmsAndContainers) {
  Tape tape;
  std::vector<Value> x{tape.variable(3), tape.variable(-1), tape.variable(2)};
  EXPECT_EQ(std::max(x[0], x[2]).data(), 3);
  EXPECT_EQ(std::min(x[0], x[1]).data(), -1);
  EXPECT_EQ(std::clamp(x[0], Value(0), Value(1)).data(), 1);
  EXPECT_EQ(std::max_element(x.begin(), x.end()) - x.begin(), 0);
  std::sort(x.begin(), x.end());
  EXPECT_TRUE(std::is_sorted(x.begin(), x.end()));
  EXPECT_EQ(x[1].data(), 2);
  std::map<Value, int, std::less<>> table{{x[0], 0}, {x[1], 1}};
  EXPECT_EQ(table.find(x[1])->second, 1);
  std::vector<Value> sums(3);
  std::partial_sum(x.begin(), x.end(), sums.begin());
  sums[2].backward();
  for (Value v : x) EXPECT_EQ(v.grad(), 1.0);
  tape.zero_grad();
  (std::accumulate(x.begin(), x.end(), Value(1), std::multiplies<>())).backward();
  EXPECT_EQ(x[0].grad(), 6.0);
  EXPECT_EQ(x[2].grad(), -2.0);
}

// Functions that <cmath> lacks have a double form beside the Value form, equal to the last bit.
TEST(NumberType, OurOwnFunctionsTakeNumbersToo) {
  auto expect_same = [](auto f) {
    for (double at : {-2.5, -0.5, 0.75, 3.0}) {
      Tape tape;
      const Value y = f(tape.variable(at));
      const double number = f(at);
      EXPECT_TRUE(y.data() == number || (std::isnan(y.data()) && std::isnan(number))) << at;
    }
  };
  expect_same([](auto x) { return riserun::rsqrt(x); });
  expect_same([](auto x) { return riserun::relu(x); });
  expect_same([](auto x) { return riserun::leaky_relu(x); });
  expect_same([](auto x) { return riserun::leaky_relu(x, 0.2); });
  expect_same([](auto x) { return riserun::elu(x); });
  expect_same([](auto x) { return riserun::selu(x); });
  expect_same([](auto x) { return riserun::gelu(x); });
  expect_same([](auto x) { return riserun::gelu_tanh(x); });
  expect_same([](auto x) { return riserun::silu(x); });
  expect_same([](auto x) { return riserun::mish(x); });
  expect_same([](auto x) { return riserun::sigmoid(x); });
  expect_same([](auto x) { return riserun::softplus(x); });
  expect_same([](auto x) { return riserun::log_sigmoid(x); });
  expect_same([](auto x) { return riserun::softsign(x); });
  expect_same([](auto x) { return riserun::clamp(x, -1, 1); });
  expect_same([](auto x) { return riserun::floor_div(x, 0.3); });
}

}  // namespace
