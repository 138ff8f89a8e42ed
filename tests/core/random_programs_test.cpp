// Programs drawn at random, written in the shapes in which users write sums and products, once on
// Values and once on Tangents: every gradient against the derivative that is carried forward.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <riserun/core/core.hpp>

namespace riserun {
namespace {

constexpr std::size_t kInputs = 6;
constexpr int kShapes = 48;

// Tangent's abs has another slope at 0; the programs never get there.
template <class T>
T squashed(const T& x) {
  using std::tanh;
  return tanh(x * 0.25);
}

/// One statement or a few, of the shape with this number: what they make goes into the pool.
template <class T>
void statement(int shape, std::vector<T>& pool, Random& random, T& total) {
  using std::cos;
  using std::exp;
  using std::log;
  using std::pow;
  using std::sin;
  using std::sqrt;
  using std::tanh;
  const auto any = [&] { return pool[random.below(pool.size())]; };
  const T a = any(), b = any(), c = any(), d = any();
  const double k = random.uniform(-2, 2);
  const double zero = random.below(2) == 0 ? 0.0 : -0.0;
  const auto keep = [&](const T& x) { pool.push_back(squashed(x)); };
  switch (shape) {
    case 0:
      return keep(a * b + c * d);
    case 1:
      return keep(a * b - c * d);
    case 2:
      return keep(a * b * c * d);
    case 3:
      return keep((a + b) + (c + d));
    case 4:
      return keep((a * b + c * d) + (a * c + b * d));
    case 5:
      return keep(c * d + (a + k * b));
    case 6:
      return keep(a * b + (c * d + (a * d + b * c)));
    case 7:
      return keep((a - b) - (c - d));
    case 8:
      return keep(-(a * b) + c);
    case 9:
      return keep(1.0 / (1.0 + exp(-(a * k + b))));
    case 10: {
      T s = a;
      for (int i = 0; i < 12; ++i) s += any() * k;
      return keep(s);
    }
    case 11: {
      T s = a;
      for (int i = 0; i < 12; ++i) s -= any() * b;
      return keep(s);
    }
    case 12: {
      T s = b;
      for (int i = 0; i < 12; ++i) s = any() * any() + s;
      return keep(s);
    }
    case 13: {
      T s = b * a, t = c * d;  // two handles, added the other way round
      pool.push_back(squashed(t + s));
      return keep(s * t);
    }
    case 14: {
      T s = a * b;
      s += s;
      return keep(s + s);
    }
    case 15: {
      T s = a * b + c * d;
      T t = s;
      t += a * d;
      pool.push_back(squashed(s * t));
      return keep(s + t);
    }
    case 16: {
      auto s = a * b;  // named, and used twice
      auto t = s + c;
      return keep(s * t);
    }
    case 17: {
      const auto& s = a * b + c;
      const auto t = s * d;
      return keep(s + t);
    }
    case 18: {
      auto&& s = a * b;
      auto t = std::move(s) + c;
      return keep(t + d * k);
    }
    case 19: {
      T s = zero * a;
      s += a * b;
      s += zero * c;
      s += d * zero;
      s -= zero * b;
      return keep(s);
    }
    case 20:
      return keep(zero * a + b * zero + zero / (c + 3.0) + d);
    case 21:
      return keep(pow(a, 2) + pow(b, 3));
    case 22:
      return keep(pow(a * b, 2) * pow(c + d, 3));
    case 23:
      return keep(pow(a + b * c, 2));
    case 24: {
      const T hidden = a * b + c * d;
      const T out = hidden > 0 ? hidden : T(0.0);
      total += out * k;
      return keep(out * a + out * b);
    }
    case 25: {
      T s = a * b;
      total += s;
      total = total + c * d;
      total = s * k + total;
      return keep(s);
    }
    case 26:
      total -= a * b * c;
      return keep(a + b + c + d);
    case 27:
      return keep(sqrt(1.0 + a * a + b * b) - log(2.0 + sin(c) * cos(d)));
    case 28:
      return keep((a + 1.0) * (b - 2.0) / (3.0 + c * c));
    case 29:
      return keep(2.0 - (1.0 - (0.5 - a * b)));
    case 30:
      return keep(tanh(tanh(a * b + c) * k + d));
    case 31: {
      T s = a;
      s *= b;
      s += c;
      s /= 2.0 + d * d;
      s -= a * k;
      return keep(s);
    }
    case 32: {
      std::array<T, 4> x{a, b, c, d}, y{};
      for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 4; ++j) y[i] = y[i] + (k + i - j) * x[j];
      return keep(y[0] * y[1] + y[2] * y[3]);
    }
    case 33: {
      T y = a * b;
      const T first = y;
      y = y + c * d;
      y = y * y;
      return keep(first - y);
    }
    case 34:
      return keep((a * b + 1.0) + (c * d + 1.0));
    case 35:
      return keep((a * b) * (a * b) + (a * b));
    case 36: {
      const T p = a * b, q = c * d, r = a * c;  // handles in a row, every order of adding
      pool.push_back(squashed(q + p));
      pool.push_back(squashed(r + q));
      pool.push_back(squashed(r + (q + p)));
      return keep((p + q) + (q + r));
    }
    case 37: {
      T left = a * b + c * d, right = a * c + b * d;
      pool.push_back(squashed(right + left));
      return keep(left + right);
    }
    case 38: {
      T left = a * b + c * d;
      total += left;
      T right = a * c + b * d;
      T both = left + right;
      T again = right + left;
      return keep(both * again);
    }
    case 39: {
      T s = c;
      for (int i = 0; i < 3; ++i)
        s += a * k + b * k + c * k + d * k + a * b + b * c + c * d + d * a + a * c;
      return keep(s);
    }
    case 40: {
      const auto product = [](const T& x, const T& y) { return x * y; };
      return keep(product(a, b) + product(c, d) * product(a, d));
    }
    case 41: {
      const auto id = [](auto x) { return x; };  // copies of what has no name
      return keep(id(a * b) + id(id(c * d) + a) * id(b));
    }
    case 42: {
      std::vector<T> terms;
      for (int i = 0; i < 5; ++i) terms.push_back(any() * any() + k);
      T s = 0.0;
      for (const T& x : terms) s += x * x;
      return keep(s);
    }
    case 43: {
      std::pair both{a * b, c * d};  // deduced types keep what an op returns
      auto [p, q] = both;
      return keep(p + q + p * q);
    }
    case 44: {
      auto s = a + b;
      s += c;  // on what auto deduced
      s -= d * k;
      auto t = s;
      s *= s;
      return keep(s + t);
    }
    case 45: {
      bool yes = random.below(2) == 0;
      return keep((yes ? a * b : c * d) + (yes ? a : b * c));
    }
    case 46:
      return keep(exp(-a * a) * sin(b) / sqrt(2.0 + c) + exp(d) - exp(d));
    default: {
      T s = exp(a) + exp(b);
      s += exp(c);
      return keep(log(s + exp(d)) + (a * b + c) - (c + a * b));
    }
  }
}

template <class T>
T program(std::span<const T> x, std::uint64_t seed) {
  Random random(seed);
  std::vector<T> pool(x.begin(), x.end());
  T total = 0.0;
  const int length = 1 + static_cast<int>(random.below(30));
  for (int i = 0; i < length; ++i)
    statement(static_cast<int>(random.below(kShapes)), pool, random, total);
  return squashed(total) + pool.back() * 0.5 + pool[pool.size() / 2];
}

std::array<double, kInputs> inputs(std::uint64_t seed) {
  Random random(seed + 1'000'000);
  std::array<double, kInputs> x;
  for (double& each : x) each = random.uniform(-1, 1);
  return x;
}

std::vector<double> carried_forward(const std::array<double, kInputs>& at, std::uint64_t seed,
                                    double& value) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < kInputs; ++i) {
    std::vector<Tangent> x(at.begin(), at.end());
    x[i] = Tangent(at[i], 1.0);
    const Tangent y = program<Tangent>(x, seed);
    value = y.value();
    slopes.push_back(y.derivative());
  }
  return slopes;
}

/// The largest difference of value and gradient, in units of their sizes.
double difference(const std::vector<double>& found, double y, std::uint64_t seed) {
  double value = 0.0;
  const std::vector<double> wanted = carried_forward(inputs(seed), seed, value);
  double size = 1.0;
  for (const double slope : wanted) size = std::max(size, std::abs(slope));
  double most = std::abs(y - value) / (1.0 + std::abs(value));
  for (std::size_t i = 0; i < kInputs; ++i) {
    const double error = std::abs(found[i] - wanted[i]) / size;
    if (!(error <= most)) most = error;
  }
  return most;
}

constexpr double kRounding = 1e-12;

void compare(const std::vector<double>& found, double y, std::uint64_t seed) {
  EXPECT_LT(difference(found, y, seed), kRounding) << "program " << seed;
}

constexpr std::uint64_t kPrograms = 2000;

TEST(RandomPrograms, OnVariables) {
  Tape tape;
  for (std::uint64_t seed = 0; seed < kPrograms; ++seed) {
    std::vector<Value> x;
    for (const double each : inputs(seed)) x.push_back(tape.variable(each));
    const Value y = program<Value>(x, seed);
    y.backward();
    std::vector<double> found;
    for (const Value& each : x) found.push_back(each.grad());
    compare(found, y.data(), seed);
    tape.rewind();
  }
}

void on_parameters(const TapeOptions& options) {
  Tape tape(options);
  std::array<double, kInputs> at{};
  tape.bind(at);
  for (std::uint64_t seed = 0; seed < kPrograms; ++seed) {
    at = inputs(seed);
    tape.zero_grad();
    std::vector<Value> x;
    for (std::size_t i = 0; i < kInputs; ++i) x.push_back(tape.parameter(i));
    const Value y = program<Value>(x, seed);
    tape.backward_to_parameters(y);
    const auto found = tape.parameter_gradients();
    compare({found.begin(), found.end()}, y.data(), seed);
    tape.rewind();
  }
}
TEST(RandomPrograms, OnParameters) { on_parameters({}); }
TEST(RandomPrograms, OnATapeThatKeepsAll) {
  on_parameters({.keep_constants = true, .keep_graph = true});
}

TEST(RandomPrograms, ByTheCalculusHelpers) {
  for (std::uint64_t seed = 0; seed < kPrograms; ++seed) {
    const auto f = [seed](std::span<const Value> x) { return program<Value>(x, seed); };
    const ValueAndGradient found = value_and_gradient(f, inputs(seed));
    compare(found.gradient, found.value, seed);
  }
}

// The test of the tests: a gradient that is wrong in its tenth digit is seen, and most programs
// have one for every input.
TEST(RandomPrograms, AWrongGradientIsSeen) {
  std::size_t flat = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    double value = 0.0;
    std::vector<double> slopes = carried_forward(inputs(seed), seed, value);
    flat += std::ranges::count(slopes, 0.0);
    slopes[seed % kInputs] += 1e-10 * (1 + std::abs(slopes[seed % kInputs]));
    EXPECT_GT(difference(slopes, value, seed), kRounding);
  }
  EXPECT_LT(flat, 100u);
}

}  // namespace
}  // namespace riserun
