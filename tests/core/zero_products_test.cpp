// 0 times a Value where the 0 is a constant: a constant on a tape that parameters are bound to,
// a node on every other.
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <riserun/core/core.hpp>

namespace riserun {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

class ZeroProducts : public ::testing::Test {
 protected:
  void SetUp() override { tape_.bind(at_); }
  Value operator()(std::size_t i) const { return tape_.parameter(i); }
  std::size_t recorded() const { return tape_.size() - at_.size(); }
  std::vector<double> gradients_of(Value root) {
    tape_.zero_grad();
    tape_.backward_to_parameters(root);
    const auto all = tape_.parameter_gradients();
    return {all.begin(), all.end()};
  }

  std::vector<double> at_{2.0, -3.0, kInf, std::nan(""), 0.0};
  Tape tape_;
};

TEST_F(ZeroProducts, AreConstantsWithTheSignThatDoubleGives) {
  for (const double zero : {0.0, -0.0})
    for (const std::size_t i : {0u, 1u}) {
      for (const Value product : {zero * (*this)(i), (*this)(i)*zero, zero / (*this)(i)}) {
        EXPECT_TRUE(product.is_constant());
        EXPECT_EQ(product.data(), 0.0);
        EXPECT_EQ(std::signbit(product.data()), std::signbit(zero) != std::signbit(at_[i]));
      }
    }
  EXPECT_EQ(recorded(), 0u);
}

TEST_F(ZeroProducts, OfInfinityAndNaNAreWhatDoubleGives) {
  for (const std::size_t i : {2u, 3u}) {
    const Value product = 0.0 * (*this)(i);
    EXPECT_TRUE(std::isnan(product.data()));
    EXPECT_FALSE(product.is_constant());
    EXPECT_EQ(gradients_of(product)[i], 0.0);
  }
  const Value none = 0.0 / (*this)(4);
  EXPECT_TRUE(std::isnan(none.data()));
  EXPECT_FALSE(none.is_constant());
}

TEST_F(ZeroProducts, OtherZerosAreNodes) {
  const Value product = (*this)(0) * (*this)(4), twice = 3.0 * (*this)(4),
              small = 1e-300 * (*this)(0);
  for (const Value x : {product, twice, small * 1e-300, (*this)(4) / 5.0, (*this)(0) / kInf})
    EXPECT_FALSE(x.is_constant());
  EXPECT_EQ(gradients_of(product)[4], 2.0);
  EXPECT_EQ(gradients_of(twice)[4], 3.0);
}

TEST_F(ZeroProducts, LeaveASumAsItIs) {
  Value s = (*this)(0) * 5.0;
  for (int i = 0; i < 10; ++i) {
    s += (*this)(1) * 0.0;
    s += (*this)(1) * 7.0;
    s -= 0.0 * (*this)(0);
    s = 0.0 * (*this)(0) + s;
  }
  EXPECT_EQ(recorded(), 11u);  // the products that are not 0
  EXPECT_EQ(s.data(), 10.0 - 210.0);
  EXPECT_EQ(gradients_of(s)[0], 5.0);
  EXPECT_EQ(gradients_of(s)[1], 70.0);
  const Value t = 0.0 * (*this)(0) - (*this)(1);
  EXPECT_EQ(t.data(), 3.0);
  EXPECT_EQ(gradients_of(t)[1], -1.0);
}

// Only those: the documented way to tell two sums of the same nodes apart stays.
TEST_F(ZeroProducts, APlainZeroIsStillAdded) {
  const Value s = (*this)(0) * 5.0, t = s + 0.0;
  EXPECT_NE(s.identity(), t.identity());
}

TEST_F(ZeroProducts, MayBeLabelledAndKeepNoGradient) {
  const Value product = (0.0 * (*this)(0)).label("p");
  EXPECT_EQ(product.label(), "");
  product.backward();
  try {
    static_cast<void>(product.grad());
    ADD_FAILURE();
  } catch (const TapeError& error) {
    EXPECT_NE(std::string(error.what()).find("keep_graph"), std::string::npos) << error.what();
  }
}

TEST_F(ZeroProducts, RecordNothingInANoGradient) {
  const Value zero = 0.0 * (*this)(0), x = (*this)(1);
  const NoGradient none;
  EXPECT_TRUE((x + zero).is_constant());
  EXPECT_TRUE((zero + x).is_constant());
  EXPECT_TRUE((0.0 * x).is_constant());
}

void expect_nodes(const TapeOptions& options, bool bind) {
  const std::vector<double> at{2.0};
  Tape tape(options);
  if (bind) tape.bind(at);
  const Value x = bind ? tape.parameter(0) : tape.variable(2.0);
  Value product = (0.0 * x).label("p");
  (product * 3.0).backward();
  EXPECT_EQ(product.grad(), 3.0);
  EXPECT_EQ(product.label(), "p");
  EXPECT_EQ(product.op(), "*");
  EXPECT_EQ(x.grad(), 0.0);
}

TEST(ZeroProductsElsewhere, AreNodes) {
  expect_nodes({}, false);
  expect_nodes({.keep_graph = true}, true);
  expect_nodes({.keep_constants = true}, true);
}

// Sparse inputs: the same bits as where all is recorded, from a fraction of the nodes.
TEST(ZeroProductsElsewhere, SparseInputsGiveTheSameBits) {
  Random random(3);
  std::vector<double> weights(65), x(64);
  for (double& w : weights) w = random.uniform(-1, 1);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = i % 5 == 0 ? random.uniform(-1, 1) : 0.0;
  const auto train = [&](const TapeOptions& options, double& loss) {
    Tape tape(options);
    tape.bind(weights);
    Value s = tape.parameter(64);
    for (std::size_t i = 0; i < x.size(); ++i) s += tape.parameter(i) * x[i];
    const Value y = pow(tanh(s) - 0.5, 2);
    tape.backward_to_parameters(y);
    loss = y.data();
    const auto all = tape.parameter_gradients();
    std::vector<double> gradients(all.begin(), all.end());
    gradients.push_back(static_cast<double>(tape.size()));
    return gradients;
  };
  double dense = 0, sparse = 0;
  std::vector<double> wanted = train({.keep_graph = true}, dense), found = train({}, sparse);
  EXPECT_EQ(found.back(), wanted.back() - 51);
  wanted.pop_back(), found.pop_back();
  EXPECT_EQ(found, wanted);
  EXPECT_EQ(sparse, dense);
}

TEST(Powers, SquareAndCubeAreProducts) {
  Tape tape;
  for (const double at : {0.1, -1.7, 3.0, 1e-170, -1e160, 0.0, kInf, 1.0 + 0x1p-52}) {
    const Value x = tape.variable(at);
    const Value square = pow(x, 2), cube = pow(x, 3);
    EXPECT_EQ(square.data(), at * at);
    EXPECT_EQ(cube.data(), at * at * at);
    EXPECT_EQ(square.op(), "pow");
    EXPECT_EQ(square.operands().size(), 2u);
    square.backward();
    EXPECT_EQ(x.grad(), 2 * at);
    tape.zero_grad();
    cube.backward();
    EXPECT_EQ(x.grad(), 3 * (at * at));
    tape.zero_grad();
  }
  const Value x = tape.variable(1.5), two = tape.variable(2.0);
  const Value y = pow(x, two);
  y.backward();
  EXPECT_EQ(y.data(), 2.25);
  EXPECT_EQ(two.grad(), 2.25 * std::log(1.5));
}

}  // namespace
}  // namespace riserun
