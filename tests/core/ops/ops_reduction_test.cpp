// Ops of any number of operands: values, slopes at zeros and at the ends of the range, shapes.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include <riserun/core/core.hpp>

namespace riserun {
namespace {

std::vector<double> gradients(std::span<const Value> x) {
  std::vector<double> all;
  for (Value v : x) all.push_back(v.grad());
  return all;
}

std::vector<Value> variables(Tape& tape, const std::vector<double>& data) {
  std::vector<Value> all;
  for (double x : data) all.push_back(tape.variable(x));
  return all;
}

TEST(OpsReduction, Mean) {
  Tape tape;
  std::vector<Value> x = variables(tape, {1, 2, 6, -1});
  Value y = mean(x);
  y.backward();
  EXPECT_EQ(y.data(), 2.0);
  EXPECT_EQ(gradients(x), (std::vector<double>(4, 0.25)));
  EXPECT_TRUE(std::isnan(mean(std::span<const Value>()).data()));
  EXPECT_EQ(mean(std::vector<double>{1, 2, 6, -1}), 2.0);
}

TEST(OpsReduction, ProductKeepsItsSlopesAtZeros) {
  Tape tape;
  struct Case {
    std::vector<double> x, slopes;
  };
  for (const Case& c : {Case{{2, 3, -4}, {-12, -8, 6}}, Case{{2, 0, -4}, {0, -8, 0}},
                        Case{{0, 0, -4}, {0, 0, 0}}, Case{{0}, {1}}, Case{{5}, {1}}}) {
    std::vector<Value> x = variables(tape, c.x);
    Value y = prod(x);
    y.backward();
    EXPECT_EQ(y.data(), std::accumulate(c.x.begin(), c.x.end(), 1.0, std::multiplies<>()));
    EXPECT_EQ(gradients(x), c.slopes);
  }
  EXPECT_EQ(prod(std::span<const Value>()).data(), 1.0);
  EXPECT_EQ(prod(std::vector<double>{2, 3, -4}), -24);
}

TEST(OpsReduction, NormAcrossTheRange) {
  for (double size : {1.0, 1e-310, 1e-200, 1e200, 1e307}) {
    Tape tape;
    std::vector<Value> x = variables(tape, {3 * size, -4 * size, 12 * size, 0});
    Value y = norm(x);
    y.backward();
    EXPECT_NEAR(y.data() / size, 13, size < 1e-300 ? 1e-13 : 1e-14) << size;
    EXPECT_NEAR(x[0].grad(), 3.0 / 13, size < 1e-300 ? 1e-13 : 1e-15) << size;
    EXPECT_NEAR(x[1].grad(), -4.0 / 13, size < 1e-300 ? 1e-13 : 1e-15) << size;
    EXPECT_EQ(x[3].grad(), 0.0);
  }
  EXPECT_EQ(norm(std::vector<double>{1, -kInfinity}), kInfinity);
  EXPECT_EQ(norm(std::span<const Value>()).data(), 0.0);
  EXPECT_TRUE(std::isnan(norm(std::vector<double>{std::nan(""), 0})));
}

// The slopes of a cone depend on the direction alone, also where its value has left the range or
// has few digits.
TEST(OpsReduction, NormAndHypotAtTheEndsOfTheRange) {
  for (double size : {5e-324, 1e-310, 1e-300, 1e300, 1.7e308}) {
    const std::array lengths{std::hypot(size, -size), norm(std::vector<double>{size, -size})};
    const auto by_hypot = ops::Hypot::partials(size, -size, lengths[0]);
    std::array<double, 2> by_norm{};
    ops::Norm::partials(std::span<const double>(std::array{size, -size}), lengths[1],
                        std::span<double>(by_norm));
    for (const auto& by : {by_hypot, by_norm}) {
      EXPECT_DOUBLE_EQ(by[0], std::sqrt(0.5)) << size;
      EXPECT_DOUBLE_EQ(by[1], -std::sqrt(0.5)) << size;
    }
  }
}

TEST(OpsReduction, LogsumexpPassesANanOnWhereverItStands) {
  const double nan = std::nan("");
  for (double other : {kInfinity, -kInfinity, 0.0})
    for (const auto& x : {std::vector{other, nan}, std::vector{nan, other},
                          std::vector{other, nan, other}, std::vector{1.0, other, nan}})
      EXPECT_TRUE(std::isnan(logsumexp(x))) << x[0] << ' ' << x[1];
}

TEST(OpsReduction, DotAddsAsInnerProductDoes) {
  Random random(3);
  std::vector<double> a(37), b(37);
  for (double& v : a) v = random.normal();
  for (double& v : b) v = random.normal();
  Tape tape;
  std::vector<Value> va = variables(tape, a), vb = variables(tape, b);
  EXPECT_EQ(dot(va, vb).data(), std::inner_product(a.begin(), a.end(), b.begin(), 0.0));
  EXPECT_EQ(dot(a, b), dot(va, vb).data());
  // The bias is added first.
  EXPECT_EQ(affine(va, vb, tape.variable(0.3)).data(),
            std::inner_product(a.begin(), a.end(), b.begin(), 0.3));
  EXPECT_EQ(affine(a, b, 0.3), std::inner_product(a.begin(), a.end(), b.begin(), 0.3));
}

TEST(OpsReduction, Affine) {
  Tape tape;
  std::vector<Value> w = variables(tape, {2, -3}), x = variables(tape, {5, 7});
  Value bias = tape.variable(0.5);
  Value y = affine(w, x, bias);
  y.backward();
  EXPECT_EQ(y.data(), -10.5);
  EXPECT_EQ(gradients(w), (std::vector<double>{5, 7}));
  EXPECT_EQ(gradients(x), (std::vector<double>{2, -3}));
  EXPECT_EQ(bias.grad(), 1.0);
  EXPECT_EQ(y.op(), "affine");
  const std::span<const Value> none;
  EXPECT_EQ(affine(none, none, bias).data(), 0.5);
  // Numbers among the operands are constants.
  const std::vector<Value> numbers{5, 7};
  EXPECT_EQ(affine(w, numbers, 0.5).data(), -10.5);
}

TEST(OpsReduction, SquaredDistance) {
  Tape tape;
  std::vector<Value> a = variables(tape, {1, 2, 3}), b = variables(tape, {4, 0, 3});
  Value y = squared_distance(a, b);
  y.backward();
  EXPECT_EQ(y.data(), 13);
  EXPECT_EQ(gradients(a), (std::vector<double>{-6, 4, 0}));
  EXPECT_EQ(gradients(b), (std::vector<double>{6, -4, 0}));
  EXPECT_EQ(squared_distance(std::vector<double>{1, 2, 3}, std::vector<double>{4, 0, 3}), 13);
}

TEST(OpsReduction, ListsOfDifferentLengthAreRefusedByName) {
  Tape tape;
  std::vector<Value> a = variables(tape, {1, 2, 3}), b = variables(tape, {4, 0});
  auto message = [&](auto&& f) -> std::string {
    try {
      f();
    } catch (const ShapeError& e) {
      return e.what();
    }
    return "nothing was thrown";
  };
  for (const auto& [name, text] :
       {std::pair{"dot", message([&] { dot(a, b); })},
        {"affine", message([&] { affine(a, b, 1); })},
        {"squared_distance", message([&] { squared_distance(a, b); })}}) {
    EXPECT_EQ(text.find(name), 0) << text;
    EXPECT_NE(text.find("3 and 2"), std::string::npos) << text;
  }
}

// Of an odd number of operands, the ops of two lists leave the last one out.
TEST(OpsReduction, OperandsLeftOver) {
  Tape tape;
  std::vector<Value> x = variables(tape, {2, 3, 5});
  (apply<ops::Dot>(x) + apply<ops::SquaredDistance>(x)).backward();
  EXPECT_EQ(gradients(x), (std::vector<double>{3 - 2, 2 + 2, 0}));
  tape.zero_grad();
  apply<ops::Affine>(std::span(x).first(2)).backward();  // c alone, and one left over
  EXPECT_EQ(gradients(x), (std::vector<double>{0, 1, 0}));
}

}  // namespace
}  // namespace riserun
