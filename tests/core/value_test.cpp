// Micrograd's own examples and the arithmetic of Values.
#include <riserun/core/value.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <iomanip>
#include <numeric>
#include <sstream>
#include <vector>

#include <riserun/core/core.hpp>

namespace riserun {
namespace {

// Also micrograd/test/test_engine.py, test_more_ops: the values are those PyTorch gives.
TEST(Value, MicrogradReadmeExample) {
  Tape tape;
  Value a = tape.variable(-4.0), b = tape.variable(2.0);
  Value c = a + b;
  Value d = a * b + pow(b, 3);
  c += c + 1;
  c += 1 + c + (-a);
  d += d * 2 + relu(b + a);
  d += 3 * d + relu(b - a);
  Value e = c - d;
  Value f = pow(e, 2);
  Value g = f / 2.0;
  g += 10.0 / f;
  g.backward();
  char text[64];
  std::snprintf(text, sizeof text, "%.4f %.4f %.4f", g.data(), a.grad(), b.grad());
  EXPECT_STREQ(text, "24.7041 138.8338 645.5773");
  EXPECT_DOUBLE_EQ(g.data(), 24.704081632653061);
  EXPECT_DOUBLE_EQ(a.grad(), 138.83381924198252);
  EXPECT_DOUBLE_EQ(b.grad(), 645.57725947521865);
}

// micrograd/test/test_engine.py, test_sanity_check: every operation is exact.
TEST(Value, MicrogradSanityCheck) {
  Tape tape;
  Value x = tape.variable(-4.0);
  Value z = 2 * x + 2 + x;
  Value q = relu(z) + z * x;
  Value h = relu(z * z);
  Value y = h + q + q * x;
  y.backward();
  EXPECT_EQ(y.data(), -20.0);
  EXPECT_EQ(x.grad(), 46.0);
}

// The lecture's neuron: o = tanh(x1 w1 + x2 w2 + b).
TEST(Value, LectureNeuron) {
  Tape tape;
  Value x1 = tape.variable(2.0), x2 = tape.variable(0.0);
  Value w1 = tape.variable(-3.0), w2 = tape.variable(1.0);
  Value b = tape.variable(6.8813735870195432);
  Value x1w1 = x1 * w1, x2w2 = x2 * w2;
  Value sum = x1w1 + x2w2;
  Value n = sum + b;
  Value o = tanh(n);
  o.backward();
  EXPECT_NEAR(o.data(), std::sqrt(0.5), 1e-15);
  EXPECT_NEAR(n.grad(), 0.5, 1e-15);
  for (Value v : {sum, b, x1w1, x2w2}) EXPECT_EQ(v.grad(), n.grad());
  EXPECT_NEAR(x1.grad(), -1.5, 1e-15);
  EXPECT_NEAR(w1.grad(), 1.0, 1e-15);
  EXPECT_NEAR(x2.grad(), 0.5, 1e-15);
  EXPECT_EQ(w2.grad(), 0.0);
}

TEST(Value, NumbersMixOnBothSidesAndAreConstants) {
  Tape tape;
  Value a = tape.variable(3.0);
  const std::size_t before = tape.size();
  Value constant = 2.0;
  constant = constant * 3 + 1;
  EXPECT_EQ(constant.data(), 7.0);
  EXPECT_TRUE(constant.is_constant());
  EXPECT_EQ(tape.size(), before);
  Value y = 2 * a + a * 2 - (1 - a) - (a - 1.0f) + a / 2 + 6 / a;
  EXPECT_EQ(y.data(), 6 + 6 + 2 - 2 + 1.5 + 2);
  y.backward();
  EXPECT_DOUBLE_EQ(a.grad(), 2 + 2 + 1 - 1 + 0.5 - 6.0 / 9.0);
}

TEST(Value, CompoundAssignment) {
  Tape tape;
  Value a = tape.variable(5.0), y = a;
  y += 1;
  y -= 2 * a;
  y *= a;
  y /= 4;
  EXPECT_EQ(y.data(), (5.0 + 1 - 10) * 5 / 4);
  y.backward();
  EXPECT_EQ(a.grad(), (1 - 2 * 5.0) / 4);  // y = (a - a^2) / 4 after simplification
}

TEST(Value, ComparisonsAreOnData) {
  Tape tape;
  Value a = tape.variable(1.0), b = tape.variable(2.0);
  EXPECT_TRUE(a < b && a <= b && b > a && b >= a && a != b && a == 1.0 && 2 == b && a < 1.5);
  EXPECT_FALSE(a < std::nan("") || a > std::nan("") || a == std::nan(""));
}

TEST(Value, Prints) {
  Tape tape;
  Value a = tape.variable(2.0), y = a * a;
  y.backward();
  std::ostringstream out;
  out << a << ' ' << Value(3.5);
  EXPECT_EQ(out.str(), "Value(data=2, grad=4) Value(data=3.5, grad=0)");
}

TEST(Value, PrintsItsLabelAndAsManyDigitsAsAskedFor) {
  Tape tape;
  const Value a = tape.variable(0.1, "a"), b = tape.variable(2.0);
  const Value sum = (a * b + b * b + a).label("n");  // a sum, which has no node of its own
  sum.backward();
  std::ostringstream out;
  out << a << ' ' << b << ' ' << sum << ' ' << std::setprecision(17) << a;
  EXPECT_EQ(out.str(),
            "Value(a: data=0.1, grad=3) Value(data=2, grad=4.1) Value(n: data=4.3, grad=1) "
            "Value(a: data=0.10000000000000001, grad=3)");
}

TEST(Value, OpLabelAndOperands) {
  Tape tape;
  Value a = tape.variable(2.0, "a"), b = tape.variable(-3.0).label("b");
  Value c = a * b, d = c + 10.0;
  EXPECT_EQ(a.label(), "a");
  EXPECT_EQ(b.label(), "b");
  EXPECT_EQ(c.label(), "");
  EXPECT_EQ(a.op(), "");
  EXPECT_EQ(c.op(), "*");
  EXPECT_EQ(d.op(), "+");
  ASSERT_EQ(c.children().size(), 2u);
  EXPECT_EQ(c.children()[1].label(), "b");
  EXPECT_EQ(d.operands()[0].data(), -6.0);
  EXPECT_TRUE(d.operands()[1].is_constant());
  EXPECT_EQ(d.operands()[1].data(), 10.0);
  EXPECT_EQ((10.0 - c).operands()[0].data(), 10.0);
  EXPECT_THROW(Value(1.0).label("one"), TapeError);
}

template <class T>
T mean_of_squares(const std::vector<T>& x) {
  const T sum = std::inner_product(x.begin(), x.end(), x.begin(), T(0));
  return sum / static_cast<double>(x.size());
}

TEST(Value, StandardAlgorithmsTakeIt) {
  Tape tape;
  std::vector<Value> x{tape.variable(1), tape.variable(2), tape.variable(3)};
  Value y = mean_of_squares(x) + std::accumulate(x.begin(), x.end(), Value(0));
  EXPECT_DOUBLE_EQ(y.data(), 14.0 / 3 + 6);
  y.backward();
  for (std::size_t i = 0; i < 3; ++i) EXPECT_DOUBLE_EQ(x[i].grad(), 2.0 * x[i].data() / 3 + 1);
}

TEST(Value, DetachStopsTheGradient) {
  Tape tape;
  Value a = tape.variable(3.0);
  Value y = a * detach(a);
  y.backward();
  EXPECT_EQ(a.grad(), 3.0);
  EXPECT_EQ(value_of(y), 9.0);
}

TEST(Value, GradientOfAConstantSaysWhatToDo) {
  Tape tape;
  try {
    static_cast<void>(Value(2.5).grad());
    FAIL();
  } catch (const TapeError& error) {
    EXPECT_NE(std::string(error.what()).find("tape.variable(2.5"), std::string::npos);
  }
}

}  // namespace
}  // namespace riserun
