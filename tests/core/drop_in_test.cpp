// Templates written for double take a Value: the values are equal to the last bit, and the
// gradients are those of a central difference in 50 digits of the same template.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <type_traits>
#include <vector>

#include "core/core.hpp"

namespace {

using riserun::Tape;
using riserun::Value;
using Big = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                          boost::multiprecision::et_off>;

template <class T>
using Numbers = std::vector<T>;

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

// ---- templates as one finds them: nothing below knows of Value --------------------------------

struct Horner {
  template <class T>
  T operator()(const Numbers<T>& x) const {
    static constexpr std::array<double, 6> coefficients{0.5, -1.25, 2, 0, -3, 0.75};
    T y = 0;
    for (double c : coefficients) y = y * x[0] + c;
    return y;
  }
};

struct NewtonSqrt {
  template <class T>
  T operator()(const Numbers<T>& x) const {
    using std::abs;
    T y = x[0] > 1 ? x[0] : T(1);
    for (int i = 0; i < 100; ++i) {
      T next = (y + x[0] / y) / 2;
      if (abs(next - y) <= std::numeric_limits<T>::epsilon() * next) return next;
      y = next;
    }
    return y;
  }
};

// A damped, driven pendulum, a hundred steps of Runge and Kutta.
struct Pendulum {
  template <class T>
  T operator()(const Numbers<T>& p) const {
    T angle = p[0], speed = p[1], time = 0;
    auto acceleration = [&](T a, T s, T t) {
      using std::cos;
      using std::sin;
      return -sin(a) - p[2] * s + 0.25 * cos(p[3] * t);
    };
    const double h = 0.0625;
    for (int i = 0; i < 100; ++i) {
      T a1 = speed, s1 = acceleration(angle, speed, time);
      T a2 = speed + h / 2 * s1;
      T s2 = acceleration(angle + h / 2 * a1, speed + h / 2 * s1, time + h / 2);
      T a3 = speed + h / 2 * s2;
      T s3 = acceleration(angle + h / 2 * a2, speed + h / 2 * s2, time + h / 2);
      T a4 = speed + h * s3, s4 = acceleration(angle + h * a3, speed + h * s3, time + h);
      angle += h / 6 * (a1 + 2 * a2 + 2 * a3 + a4);
      speed += h / 6 * (s1 + 2 * s2 + 2 * s3 + s4);
      time += h;
    }
    return angle;
  }
};

struct WelfordVariance {
  template <class T>
  T operator()(const Numbers<T>& x) const {
    T mean = 0, squares = 0;
    int n = 0;
    for (const T& v : x) {
      ++n;
      T delta = v - mean;
      mean += delta / n;
      squares += delta * (v - mean);
    }
    return squares / (n - 1);
  }
};

struct CosineSimilarity {
  template <class T>
  T operator()(const Numbers<T>& x) const {
    using std::sqrt;
    const auto middle = x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2);
    const T ab = std::inner_product(x.begin(), middle, middle, T(0));
    const T aa = std::inner_product(x.begin(), middle, x.begin(), T(0));
    const T bb = std::transform_reduce(middle, x.end(), T(0), std::plus<>(),
                                       [](const T& v) { return v * v; });
    return ab / sqrt(aa * bb);
  }
};

// The price of a European call: spot, strike, rate, volatility, time.
struct BlackScholes {
  template <class T>
  static T normal_cdf(const T& x) {
    using std::erfc;
    return erfc(-x / std::sqrt(2.0)) / 2;
  }
  template <class T>
  T operator()(const Numbers<T>& p) const {
    using std::exp;
    using std::log;
    using std::sqrt;
    const T &spot = p[0], &strike = p[1], &rate = p[2], &volatility = p[3], &time = p[4];
    const T spread = volatility * sqrt(time);
    const T d1 = (log(spot / strike) + (rate + volatility * volatility / 2) * time) / spread;
    const T d2 = d1 - spread;
    return spot * normal_cdf(d1) - strike * exp(-rate * time) * normal_cdf(d2);
  }
};

// Elimination with partial pivoting: swaps and comparisons of numbers under way.
struct Determinant {
  template <class T>
  T operator()(const Numbers<T>& x) const {
    using std::abs;
    using std::swap;
    std::size_t n = 1;
    while (n * n < x.size()) ++n;
    Numbers<T> a = x;
    T determinant = 1;
    for (std::size_t k = 0; k < n; ++k) {
      std::size_t pivot = k;
      for (std::size_t i = k + 1; i < n; ++i)
        if (abs(a[i * n + k]) > abs(a[pivot * n + k])) pivot = i;
      if (pivot != k) {
        for (std::size_t j = 0; j < n; ++j) swap(a[k * n + j], a[pivot * n + j]);
        determinant = -determinant;
      }
      determinant *= a[k * n + k];
      for (std::size_t i = k + 1; i < n; ++i) {
        const T factor = a[i * n + k] / a[k * n + k];
        for (std::size_t j = k; j < n; ++j) a[i * n + j] -= factor * a[k * n + j];
      }
    }
    return determinant;
  }
};

struct LogisticMap {
  template <class T>
  T operator()(const Numbers<T>& p) const {
    T x = p[0];
    for (int i = 0; i < 12; ++i) x = p[1] * x * (1 - x);
    return x;
  }
};

// The larger root of a x^2 + b x + c, without cancellation.
struct QuadraticRoot {
  template <class T>
  T operator()(const Numbers<T>& p) const {
    using std::copysign;
    using std::max;
    using std::sqrt;
    const T discriminant = p[1] * p[1] - 4 * p[0] * p[2];
    if (discriminant < 0) return std::numeric_limits<T>::quiet_NaN();
    const T q = -(p[1] + copysign(sqrt(discriminant), p[1])) / 2;
    return max(q / p[0], p[2] / q);
  }
};

// -ln of Student's t density: nu, mean, scale, x.
struct StudentT {
  template <class T>
  T operator()(const Numbers<T>& p) const {
    using std::lgamma;
    using std::log;
    using std::log1p;
    const T &nu = p[0], &scale = p[2];
    const T z = (p[3] - p[1]) / scale;
    return lgamma(nu / 2) - lgamma((nu + 1) / 2) + log(nu * 3.141592653589793) / 2 + log(scale) +
           (nu + 1) / 2 * log1p(z * z / nu);
  }
};

// A mean of the middle half, after sorting.
struct TrimmedMean {
  template <class T>
  T operator()(Numbers<T> x) const {
    std::sort(x.begin(), x.end());
    const auto quarter = static_cast<std::ptrdiff_t>(x.size() / 4);
    const T sum = std::accumulate(x.begin() + quarter, x.end() - quarter, T(0));
    return sum / static_cast<double>(x.size() - 2 * static_cast<std::size_t>(quarter));
  }
};

// The distance of two places on a sphere (haversine), and the bearing: many functions in one.
struct Sphere {
  template <class T>
  T operator()(const Numbers<T>& p) const {
    using std::asin;
    using std::atan2;
    using std::cos;
    using std::hypot;
    using std::sin;
    using std::sqrt;
    const T dlat = (p[2] - p[0]) / 2, dlon = (p[3] - p[1]) / 2;
    const T h = sin(dlat) * sin(dlat) + cos(p[0]) * cos(p[2]) * sin(dlon) * sin(dlon);
    const T bearing = atan2(sin(p[3] - p[1]) * cos(p[2]),
                            cos(p[0]) * sin(p[2]) - sin(p[0]) * cos(p[2]) * cos(p[3] - p[1]));
    return 2 * asin(sqrt(h)) + hypot(bearing, T(1));
  }
};

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

// ---- the pieces -------------------------------------------------------------------------------

template <class Got>
void expect_value(Got got, double expected) {
  static_assert(std::is_same_v<Got, Value>);
  EXPECT_EQ(got.data(), expected);
}

// int, float, double and long in any operand, `using std::f` in scope, as numeric code has it.
TEST(DropIn, NumbersOfAnyTypeMixWithValues) {
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
TEST(DropIn, EveryUnaryFunctionOfCmath) {
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

TEST(DropIn, QuestionsAboutTheNumber) {
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

TEST(DropIn, SignsAndMixturesPassTheSlope) {
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

TEST(DropIn, AlgorithmsAndContainers) {
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
TEST(DropIn, OurOwnFunctionsTakeNumbersToo) {
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
