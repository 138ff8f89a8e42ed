// The picture's text: what is drawn, what it says, and that nothing is drawn twice.
#include <riserun/core/drawing/graph.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/core/core.hpp>
#include <riserun/core/derivatives/second_order.hpp>
#include <riserun/core/drawing/dot_writer.hpp>
#include "tests/found_text.hpp"

namespace riserun {
namespace {

using test::contains;
using test::count;

// The neuron of the lecture, o = tanh(x1 w1 + x2 w2 + b), with its numbers.
TEST(Graph, DrawsTheNeuronOfTheLecture) {
  Tape tape;
  const Value x1 = tape.variable(2.0, "x1"), x2 = tape.variable(0.0, "x2");
  const Value w1 = tape.variable(-3.0, "w1"), w2 = tape.variable(1.0, "w2");
  const Value b = tape.variable(6.8813735870195432, "b");
  const Value x1w1 = (x1 * w1).label("x1*w1"), x2w2 = (x2 * w2).label("x2*w2");
  const Value both = (x1w1 + x2w2).label("x1*w1 + x2*w2");
  const Value n = (both + b).label("n");
  const Value o = tanh(n).label("o");
  o.backward();

  const std::string dot = to_dot(o);
  EXPECT_TRUE(contains(dot, "rankdir=LR"));
  for (const char* label :
       {"{ x1 | data 2.0000 | grad -1.5000 }", "{ w1 | data -3.0000 | grad 1.0000 }",
        "{ x2 | data 0.0000 | grad 0.5000 }", "{ w2 | data 1.0000 | grad 0.0000 }",
        "{ b | data 6.8814 | grad 0.5000 }", "{ x1*w1 | data -6.0000 | grad 0.5000 }",
        "{ x2*w2 | data 0.0000 | grad 0.5000 }", "{ n | data 0.8814 | grad 0.5000 }",
        "{ x1*w1\\ +\\ x2*w2 | data -6.0000 | grad 0.5000 }", "{ o | data 0.7071 | grad 1.0000 }"})
    EXPECT_EQ(count(dot, label), 1) << label << " in\n" << dot;
  EXPECT_EQ(count(dot, "shape=record"), 10);
  EXPECT_EQ(count(dot, "shape=circle"), 5);
  EXPECT_EQ(count(dot, "label=\"*\""), 2);
  EXPECT_EQ(count(dot, "label=\"+\""), 2);
  EXPECT_EQ(count(dot, "label=\"tanh\""), 1);
  EXPECT_EQ(count(dot, "->"), 9 + 5);
}

TEST(Graph, AnUnlabelledNodeShowsItsNumbersOnly) {
  Tape tape;
  const Value a = tape.variable(3.0);
  EXPECT_TRUE(contains(to_dot(exp(a)), "label=\"{ data 3.0000 | grad 0.0000 }\""));
}

TEST(Graph, ANodeUsedTwiceIsDrawnOnceWithTwoEdges) {
  Tape tape;
  const Value a = tape.variable(3.0, "a");
  const Value y = a * a;
  y.backward();
  const std::string dot = to_dot(y);
  EXPECT_EQ(count(dot, "shape=record"), 2);
  EXPECT_EQ(count(dot, "n0 -> n1_op"), 2);
  EXPECT_TRUE(contains(dot, "{ a | data 3.0000 | grad 6.0000 }"));
}

// The product becomes part of the sum's node and is then needed again: still one node to the
// reader, with the gradient of both uses and its label.
TEST(Graph, AProductTakenOverByASumAndUsedAgainIsOneNode) {
  Tape tape;
  const Value s = tape.variable(1.0, "s"), a = tape.variable(2.0, "a"), b = tape.variable(5.0, "b");
  const Value t = s + a;  // the newest node but one when the product comes: the sum absorbs it
  const Value p = (a * b).label("p");
  const Value sum = (t + p).label("sum");
  const Value y = (sum * exp(p / 10.0)).label("y");
  const Value z = (y + log(p)).label("z");
  z.backward();
  const std::string dot = to_dot(z);
  EXPECT_EQ(count(dot, "{ p | data 10.0000"), 1) << dot;
  EXPECT_EQ(count(dot, "data 10.0000"), 1) << dot;
  EXPECT_EQ(count(dot, "{ sum | data 13.0000 | grad 2.7183 }"), 1) << dot;
  // dz/dp = e^(p/10) (1 + sum/10) + 1/p
  EXPECT_TRUE(contains(dot, "{ p | data 10.0000 | grad 6.3520 }")) << dot;
  EXPECT_NEAR(p.grad(), std::exp(1.0) * 2.3 + 0.1, 1e-12);
}

TEST(Graph, LabelsOfProductAndSumAreTheirOwn) {
  Tape tape;
  const Value a = tape.variable(2.0), b = tape.variable(3.0);
  const Value t = a + b;
  const Value p = (a * b).label("product");
  const Value sum = (t + p).label("sum");
  EXPECT_EQ(p.label(), "product");
  EXPECT_EQ(sum.label(), "sum");
  EXPECT_NE(p.identity(), sum.identity());
  EXPECT_EQ(sum.operands().back().identity(), p.identity());
  EXPECT_EQ(sum.operands().back().label(), "product");
  const Value again = exp(p);
  EXPECT_EQ(again.operands().front().identity(), p.identity());
  EXPECT_EQ(again.operands().front().label(), "product");
  const std::string dot = to_dot(exp(p) + sum);
  EXPECT_EQ(count(dot, "{ product |"), 1) << dot;
  EXPECT_EQ(count(dot, "{ sum |"), 1) << dot;
}

TEST(Graph, ConstantsAreLightNodesOfTheirOwn) {
  Tape tape;
  const Value a = tape.variable(4.0, "a");
  const std::string dot = to_dot(2.0 * a + pow(a, 2.0));
  EXPECT_EQ(count(dot, "shape=plaintext"), 2);
  EXPECT_EQ(count(dot, "label=\"2\""), 2);
  EXPECT_TRUE(contains(dot, "label=\"pow\""));
}

TEST(Graph, AConstantOfManyDigitsIsShortened) {
  Tape tape;
  const Value a = tape.variable(4.0, "a");
  EXPECT_TRUE(contains(to_dot(a - 1.0424321725281163), "label=\"1.04243\""));
  EXPECT_TRUE(contains(to_dot(a - 123456.75), "label=\"123456.75\""));
}

TEST(Graph, AConstantAloneIsAPicture) {
  EXPECT_TRUE(contains(to_dot(Value(2.5)), "label=\"2.5\""));
}

TEST(Graph, OperandsStandInTheirOrder) {
  Tape tape;
  const Value a = tape.variable(1.0), b = tape.variable(2.0);
  const std::string dot = to_dot(b - a);
  EXPECT_LT(dot.find("n1 -> n2_op"), dot.find("n0 -> n2_op"));
  EXPECT_TRUE(contains(dot, "ordering=in"));
}

TEST(Graph, VariadicOpsDrawEachOperand) {
  Tape tape;
  const std::vector<Value> x{tape.variable(1.0), tape.variable(2.0), tape.variable(3.0)};
  const std::string dot = to_dot(logsumexp(x));
  EXPECT_EQ(count(dot, "-> n3_op"), 3);
}

TEST(Graph, SmallAndLargeNumbersKeepTheirDigits) {
  Tape tape;
  const Value a = tape.variable(1.25e-9, "small"), b = tape.variable(3e12, "large");
  const Value c = tape.variable(std::numeric_limits<double>::quiet_NaN(), "nothing");
  const std::string dot = to_dot(a + b + c);
  EXPECT_TRUE(contains(dot, "{ small | data 1.25e-09 |")) << dot;
  EXPECT_TRUE(contains(dot, "{ large | data 3e+12 |")) << dot;
  EXPECT_TRUE(contains(dot, "{ nothing | data nan |")) << dot;
}

TEST(Graph, LabelsCannotBreakTheText) {
  Tape tape;
  const Value a = tape.variable(1.0, "a{b}|<c>\"\\\n");
  EXPECT_TRUE(contains(to_dot(exp(a)), R"({ a\{b\}\|\<c\>\"\\\  | data)")) << to_dot(exp(a));
}

TEST(Graph, TooManyNodesAreRefused) {
  Tape tape;
  Value x = tape.variable(0.5);
  for (int i = 0; i < 499; ++i) x = sqrt(x);
  EXPECT_NO_THROW(static_cast<void>(to_dot(x)));
  x = sqrt(x);
  EXPECT_THROW(static_cast<void>(to_dot(x)), ShapeError);
  EXPECT_NO_THROW(static_cast<void>(to_dot(x, {.max_nodes = 501})));
}

TEST(Graph, AHundredThousandNodesDeepIsNoRecursion) {
  Tape tape;
  Value x = tape.variable(0.5);
  for (int i = 0; i < 100'000; ++i) x = x + 1e-9;
  EXPECT_GT(to_dot(x, {.max_nodes = 300'000}).size(), 5'000'000u);
}

TEST(Graph, BoxesHaveTheColourOfTheirGradient) {
  Tape tape;
  const Value a = tape.variable(3.0, "a"), b = tape.variable(2.0, "b"), c = tape.variable(1.0, "c");
  const Value y = a * b - 3.0 * c + 0.0 * exp(c);
  const std::string before = to_dot(y);
  EXPECT_FALSE(contains(before, "■")) << "without gradients there is no scale";
  y.backward();
  const std::string dot = to_dot(y);
  EXPECT_EQ(count(dot, "■"), 13);
  EXPECT_TRUE(contains(dot, "grad -3.0000 ")) << dot;  // the scale's lower end
  const std::string strongest = gradient_color(-3.0, 3.0, false);
  EXPECT_TRUE(contains(dot, "fillcolor=\"" + strongest + "\", label=\"{ c |")) << dot;
  const std::string dark = to_dot(y, {.dark = true, .title = "a < b"});
  EXPECT_TRUE(contains(dark, "bgcolor=\"#0d1117\""));
  EXPECT_TRUE(contains(dark, "<B>a &lt; b</B>"));
  EXPECT_NE(dark.find(gradient_color(-3.0, 3.0, true)), std::string::npos);
}

TEST(Graph, ColoursDiverge) {
  EXPECT_EQ(gradient_color(0.0, 1.0, false), "#ffffff");
  EXPECT_NE(gradient_color(0.5, 1.0, false), gradient_color(-0.5, 1.0, false));
  EXPECT_NE(gradient_color(0.5, 1.0, false), gradient_color(1.0, 1.0, false));
  EXPECT_EQ(gradient_color(7.0, 1.0, false), gradient_color(1.0, 1.0, false));
  EXPECT_NE(gradient_color(std::nan(""), 1.0, false), gradient_color(1.0, 1.0, false));
  EXPECT_EQ(gradient_color(1.0, 0.0, true), "#0d1117");
  EXPECT_EQ(largest_gradient(std::vector{0.5, -2.0, std::nan(""), 1000.0}), 2.0);
  EXPECT_EQ(largest_gradient({}), 0.0);
  // The mean of one squared error hands its 1 on as it is.
  EXPECT_EQ(largest_gradient(std::vector{0.01, -0.2, 1.0, 1.0}), 0.2);
  EXPECT_EQ(largest_gradient(std::vector{1.0, 1.0}), 1.0);
}

TEST(Graph, SumsAreGatheredWhereNobodyUsesOrNamesThem) {
  Tape tape;
  const Value a = tape.variable(1.0, "a"), b = tape.variable(2.0, "b"), c = tape.variable(3.0, "c");
  const Value y = exp(a * b + b * c + c * a + a);
  EXPECT_EQ(count(to_dot(y), "label=\"+\""), 3);
  const std::string one = to_dot(y, {.gather_sums = true});
  EXPECT_EQ(count(one, "label=\"+\""), 1);
  EXPECT_EQ(count(one, "-> n"), 4 + 2 * 3 + 1 + 5) << one;  // sum, products, exp, results
  const Value part = (a * b + b * c).label("part");
  EXPECT_EQ(count(to_dot(part + c * a, {.gather_sums = true}), "label=\"+\""), 2);
  const Value twice = a + b;
  EXPECT_EQ(count(to_dot((twice + c) * twice, {.gather_sums = true}), "label=\"+\""), 2);
  EXPECT_EQ(count(to_dot(a + a + a, {.gather_sums = true}), "label=\"+\""), 1);
}

TEST(Graph, LocalDerivativesAreOfTheOperandsInOrder) {
  constexpr auto local = SecondOrder::local_derivatives;
  Tape tape;
  const Value a = tape.variable(3.0), b = tape.variable(4.0);
  EXPECT_EQ(local(a * b), (std::vector{4.0, 3.0}));
  EXPECT_EQ(local(a * a), (std::vector{3.0, 3.0}));
  EXPECT_EQ(local(a + b + a), (std::vector{1.0, 1.0}));
  EXPECT_EQ(local(exp(a)), (std::vector{std::exp(3.0)}));
  const std::vector<double> left = local(2.0 / a);
  ASSERT_EQ(left.size(), 2u);
  EXPECT_TRUE(std::isnan(left[0]));
  EXPECT_DOUBLE_EQ(left[1], -2.0 / 9.0);
  EXPECT_TRUE(std::isnan(local(a / 2.0)[1]));
  EXPECT_EQ(local(logsumexp(std::vector{a, b})).size(), 2u);
  EXPECT_TRUE(local(a).empty());
  EXPECT_TRUE(local(Value(2.0)).empty());
}

TEST(Graph, AConstantHasNoIdentity) {
  EXPECT_THROW(static_cast<void>(Value(1.0).identity()), TapeError);
}

}  // namespace
}  // namespace riserun
