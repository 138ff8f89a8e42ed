// Sums and RMS norms of rows: their numbers and gradients against the same in scalar ops.
#include <riserun/nn/rows.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/core/core.hpp>

namespace riserun::nn {
namespace {

struct Fixture {
  ParameterSet set;
  Random random{4};
  Tape tape;
  BoundParameters p;

  explicit Fixture(std::size_t parameters) {
    set.add("p", {parameters});
    for (double& v : set.data()) v = random.uniform(-2, 2);
    p = bind(set, tape);
  }

  // The gradient of sum (i + 1)^2 y_i, so that every y has an upstream gradient of its own.
  template <class Y>
  std::vector<double> gradient(const Y& y) {
    Value head = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i)
      head += y[i] * (static_cast<double>(i + 1) * static_cast<double>(i + 1));
    tape.zero_grad();
    head.backward();
    const auto all = tape.parameter_gradients();
    return {all.begin(), all.end()};
  }
};

TEST(Rows, TheSumOfParameterRowsAndOfBlocksSendsItsGradientToBoth) {
  for (std::size_t n : {1u, 4u, 17u}) {
    Fixture f(3 * n);
    const Outputs y = add(add(f.p.slice(0, n), f.p.slice(n, n)), f.p.slice(2 * n, n));
    std::vector<Value> slow;
    for (std::size_t i = 0; i < n; ++i) {
      slow.push_back(f.p[i] + f.p[n + i] + f.p[2 * n + i]);
      EXPECT_EQ(y[i].data(), slow[i].data());
    }
    EXPECT_EQ(f.gradient(y), f.gradient(slow));
  }
}

TEST(Rows, ARowMayBeAddedToItself) {
  Fixture f(3);
  const Outputs y = add(f.p, f.p);
  EXPECT_EQ(y[2].data(), 2 * f.set.data()[2]);
  EXPECT_EQ(f.gradient(y), (std::vector<double>{2, 8, 18}));
}

TEST(Rows, TheRmsNormHasTheGradientOfItsFormula) {
  for (std::size_t n : {1u, 2u, 16u, 33u}) {
    Fixture f(n);
    const Outputs y = rms_norm(f.p, 0.25);
    Value squares = 0.0;
    for (std::size_t i = 0; i < n; ++i) squares += f.p[i] * f.p[i];
    const Value root = sqrt(squares / static_cast<double>(n) + 0.25);
    std::vector<Value> slow;
    for (std::size_t i = 0; i < n; ++i) {
      slow.push_back(f.p[i] / root);
      EXPECT_NEAR(y[i].data(), slow[i].data(), 1e-15);
    }
    const std::vector<double> fast = f.gradient(y), expected = f.gradient(slow);
    for (std::size_t i = 0; i < n; ++i)
      EXPECT_NEAR(fast[i], expected[i], 1e-14 * static_cast<double>(n * n)) << n << ' ' << i;
  }
}

TEST(Rows, ARowOfZerosHasANorm) {
  Fixture f(2);
  for (double& v : f.set.data()) v = 0;
  const Outputs y = rms_norm(f.p);
  EXPECT_EQ(y[0].data(), 0.0);
  const auto dx = f.gradient(y);
  EXPECT_NEAR(dx[0], 1 / std::sqrt(1e-5), 1e-9);
}

TEST(Rows, OutgrowTheArenaUnharmed) {
  Fixture f(8);
  Outputs y = rms_norm(f.p);
  for (int i = 0; i < 300; ++i) y = add(y, f.p);
  const double scale = y[3].data() - 300 * f.set.data()[3];
  EXPECT_NEAR(scale, rms_norm(f.p)[3].data(), 1e-12);
}

TEST(Rows, DrawWithTheirOperands) {
  Fixture f(4);
  const Outputs sum = add(f.p.slice(0, 2), f.p.slice(2, 2)), norm = rms_norm(sum);
  EXPECT_EQ(sum[1].op(), "+");
  ASSERT_EQ(sum[1].operands().size(), 2u);
  EXPECT_EQ(sum[1].operands()[1].identity(), f.p[3].identity());
  EXPECT_EQ(norm[0].op(), "rms norm");
  EXPECT_EQ(norm[0].operands().size(), 2u);
}

TEST(Rows, OfDifferentSizesAreRefused) {
  Fixture f(5);
  try {
    static_cast<void>(add(f.p.slice(0, 2), f.p.slice(2, 3)));
    FAIL();
  } catch (const ShapeError& error) {
    EXPECT_NE(std::string(error.what()).find("2 and 3"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace riserun::nn
