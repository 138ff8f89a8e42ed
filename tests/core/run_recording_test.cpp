// Runs: sums of nodes that lie beside each other on the tape, recorded as one handle. What is
// recorded, and what each handle, operand and gradient means afterwards.
#include <gtest/gtest.h>

#include <vector>

#include <riserun/core/core.hpp>

namespace riserun {
namespace {

TEST(Run, ADotProductIsOneNodeAMultiplyAdd) {
  Tape tape;
  std::vector<Value> w;
  for (int i = 0; i < 8; ++i) w.push_back(tape.variable(i));
  const std::size_t before = tape.size();
  Value s = 0.5;
  for (int i = 0; i < 8; ++i) s += w[i] * (10.0 + i);
  EXPECT_LE(tape.size() - before, 9u);
  s.backward();
  for (int i = 0; i < 8; ++i) EXPECT_EQ(w[i].grad(), 10.0 + i);
}

TEST(Run, AProductMayBeUsedAfterASumTookItOver) {
  Tape tape;
  Value x = tape.variable(3), y = tape.variable(4), z = tape.variable(5);
  Value s = x * y;
  Value p = y * z;      // s just before it:
  Value t = s + p;      // a run
  Value q = p * p + t;  // p alone again, and t
  EXPECT_EQ(q.data(), 400.0 + 32.0);
  q.backward();
  EXPECT_EQ(x.grad(), 4.0);
  EXPECT_EQ(y.grad(), 3.0 + 41.0 * 5);
  EXPECT_EQ(z.grad(), 41.0 * 4);
  EXPECT_EQ(p.grad(), 41.0);
  EXPECT_EQ(s.grad(), 1.0);
  EXPECT_EQ(t.grad(), 1.0);
}

TEST(Run, APartialSumMayBeUsedToo) {
  Tape tape;
  Value x = tape.variable(2), y = tape.variable(3);
  Value first = x * 1.0 + y * 2.0;
  Value kept = first;
  first += x * 5.0;
  Value q = first * kept;
  q.backward();
  // first = 6x + 2y = 18, kept = x + 2y = 8
  EXPECT_EQ(x.grad(), 6 * 8.0 + 1 * 18.0);
  EXPECT_EQ(y.grad(), 2 * 8.0 + 2 * 18.0);
}

TEST(Run, TheSameProductAddedTwice) {
  Tape tape;
  Value x = tape.variable(2), y = tape.variable(3);
  Value s = x * 7.0, p = x * y;
  Value one = s + p, two = s + p;
  Value q = one * two;
  q.backward();
  // each is 7x + xy = 20, slope in x 10, in y 2
  EXPECT_EQ(x.grad(), 2 * 20.0 * 10);
  EXPECT_EQ(y.grad(), 2 * 20.0 * 2);
}

// Documented: to the tape they are one number.
TEST(Run, TwoSumsOfTheSameNodesAreOne) {
  Tape tape;
  const Value x = tape.variable(2), y = tape.variable(3);
  const Value p = x * 7.0, q = x * y;
  const Value one = p + q, two = p + q;
  (one * 3.0 + two * 5.0).backward();
  EXPECT_EQ(one.grad(), 8.0);
  EXPECT_EQ(two.grad(), 8.0);
  EXPECT_EQ(one.identity(), two.identity());
  EXPECT_EQ(x.grad(), 8.0 * 10);
  EXPECT_EQ((p + q + 0.0).grad(), 0.0);
}

TEST(Run, ProductAsRootOfItsOwn) {
  Tape tape;
  Value x = tape.variable(2), y = tape.variable(3);
  Value s = x * 7.0, p = x * y, t = s + p;
  p.backward();
  EXPECT_EQ(x.grad(), 3.0);
  EXPECT_EQ(y.grad(), 2.0);
  EXPECT_EQ(p.grad(), 1.0);
  EXPECT_EQ(s.grad(), 0.0);
  EXPECT_EQ(t.grad(), 0.0);
}

TEST(Run, SumThatBeginsWithALeafOrAParameter) {
  const std::vector<double> parameters{2.0, 3.0};
  Tape tape;
  tape.bind(parameters);
  Value s =
      tape.parameter(1) + tape.parameter(0) * 4.0;  // the node before the product is a parameter
  EXPECT_EQ(s.data(), 11.0);
  for (int sweep = 1; sweep <= 3; ++sweep) {
    tape.backward_to_parameters(s);
    EXPECT_EQ(tape.parameter_gradients()[0], 4.0 * sweep);
    EXPECT_EQ(tape.parameter_gradients()[1], 1.0 * sweep);
  }
}

// What has been told of a node (a handle, a gradient, a value) stays true when a sum comes later.
TEST(Run, AHandleFromTheTapeKeepsItsMeaning) {
  Tape tape;
  Value a = tape.variable(2), b = tape.variable(3), c = tape.variable(5);
  Value s = a * a, p = b * c;
  Value told = tape.at(tape.operand(p));
  Value sum = s + p;
  (told * 2).backward();
  EXPECT_EQ(a.grad(), 0.0);
  EXPECT_EQ(b.grad(), 10.0);
  EXPECT_EQ(tape.at(tape.operand(sum)).data(), 19.0);
}

TEST(Run, ASumDoesNotInheritItsProductsGradient) {
  Tape tape;
  Value a = tape.variable(2), b = tape.variable(3), c = tape.variable(5);
  Value s = a * a, p = b * c;
  p.backward();
  Value sum = s + p;
  EXPECT_EQ(sum.grad(), 0.0);
  sum.backward();
  EXPECT_EQ(sum.grad(), 1.0);
  EXPECT_EQ(p.grad(), 2.0);
}

TEST(Run, OperandsKeptOverARewindKeepTheirMeaning) {
  Tape tape;
  Value a = tape.variable(2), b = tape.variable(3), c = tape.variable(5);
  Value s = a * a, p = b * c;
  const Mark mark = tape.mark();
  Value q = tanh(p), told = q.operands()[0];
  tape.rewind(mark);
  static_cast<void>(s + p);
  (told * 2).backward();
  EXPECT_EQ(a.grad(), 0.0);
}

TEST(Run, GraphsStillShowBothOps) {
  Tape tape;
  Value a = tape.variable(2, "a"), b = tape.variable(3, "b");
  Value p = (a * 5.0).label("p"), q = (a * b).label("q");
  Value s = (p + q).label("s");
  EXPECT_EQ(s.op(), "+");
  ASSERT_EQ(s.operands().size(), 2u);
  EXPECT_EQ(s.operands()[0].label(), "p");
  EXPECT_EQ(s.operands()[1].label(), "q");
  EXPECT_EQ(s.operands()[1].op(), "*");
  EXPECT_EQ(s.operands()[1].data(), 6.0);
  EXPECT_EQ(s.label(), "s");
  EXPECT_EQ(q.label(), "q");
}

TEST(Run, IsOneNodeHoweverOftenItIsUsed) {
  Tape tape;
  const Value a = tape.variable(2), b = tape.variable(3);
  Value s = a * b;
  s += b * 4.0;
  const std::size_t before = tape.size();
  const Value y = exp(s * 0.1) + s + sin(s);
  EXPECT_EQ(tape.size() - before, 1u + 5u);
  y.backward();
  EXPECT_NEAR(s.grad(), 0.1 * std::exp(1.8) + 1 + std::cos(18.0), 1e-14);
  EXPECT_EQ(a.grad(), s.grad() * 3);
}

TEST(Run, ItsProductsMayBeUsedAlone) {
  Tape tape;
  std::vector<Value> w, p;
  for (int i = 0; i < 20; ++i) w.push_back(tape.variable(i + 1));
  Value s = w[0] * 2.0;
  for (const Value v : w) {
    p.push_back(v * 3.0);
    s += p.back();
  }
  const Value y = s * 5.0 + p[13] * 100.0 + p[13] * p[2];
  y.backward();
  EXPECT_EQ(p[13].grad(), 5 + 100 + p[2].data());
  EXPECT_EQ(w[13].grad(), 3 * p[13].grad());
  EXPECT_EQ(w[2].grad(), 3 * (5 + p[13].data()));
  EXPECT_EQ(w[3].grad(), 15.0);
}

TEST(Run, ASumOfAnotherTapeIsRefused) {
  Tape outer;
  const Value a = outer.variable(2.0), b = outer.variable(3.0);
  Value s = a * b;
  s += b * 5.0;
  Tape inner;
  std::vector<Value> x;
  for (int i = 0; i < 10; ++i) x.push_back(inner.variable(1.0));
  EXPECT_THROW(static_cast<void>(tanh(s)), TapeError);
  EXPECT_THROW(static_cast<void>(s * x[0]), TapeError);
  EXPECT_EQ(inner.size(), 10u);
}

TEST(Run, IsForgottenByARewind) {
  Tape tape;
  const Value a = tape.variable(2), b = tape.variable(3);
  Value s = a * 5.0, p = b * 7.0;
  const Mark mark = tape.mark();
  for (int round = 0; round < 3; ++round) {
    Value sum = s + p;
    const std::size_t before = tape.size();
    const Value y = tanh(sum * 0.01);
    EXPECT_EQ(tape.size() - before, 3u);  // the run's node, the product, tanh
    y.backward();
    EXPECT_GT(sum.grad(), 0.0);
    tape.rewind(mark);
    EXPECT_EQ(sum.grad(), 0.0);
    tape.zero_grad();
  }
  const Value sum = s + p;
  sum.backward();
  EXPECT_EQ(a.grad(), 5.0);
}

TEST(Run, ASumLongerThanTheLongestRunTakesOneMoreNodeForEach) {
  Tape tape;
  const Value x = tape.variable(3.0);
  Value s = x * 1.0;
  const std::size_t before = tape.size();
  for (int i = 1; i < 1024; ++i) s += x * 1.0;
  EXPECT_EQ(tape.size() - before, 1023u);
  s += x * 1.0;  // the product, the run so far, and the addition
  EXPECT_EQ(tape.size() - before, 1026u);
  s.backward();
  EXPECT_EQ(x.grad(), 1025.0);
  EXPECT_EQ(s.data(), 3.0 * 1025);
}

// ---- either order, where parameters are bound --------------------------------------------------

class RunOfParameters : public ::testing::Test {
 protected:
  void SetUp() override { tape_.bind(at_); }
  /// The k-th product, recorded now: its slope by the k-th parameter is 10 + k.
  Value product(std::size_t k) { return tape_.parameter(k) * (10.0 + static_cast<double>(k)); }
  std::size_t recorded() const { return tape_.size() - at_.size(); }
  std::vector<double> gradients_of(Value root) {
    tape_.zero_grad();
    tape_.backward_to_parameters(root);
    const auto all = tape_.parameter_gradients();
    return {all.begin(), all.end()};
  }

  std::vector<double> at_{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0};
  Tape tape_;
};

TEST_F(RunOfParameters, NeighboursAreOneSumWhateverTheirBrackets) {
  const Value p = product(0), q = product(1), r = product(2), s = product(3), t = product(4);
  const std::vector<Value> sums{q + p,
                                r + (q + p),
                                p + (q + r),
                                (p + q) + (r + s),
                                (t + s) + (r + (q + p)),
                                t + (s + (r + (q + p)))};
  EXPECT_EQ(recorded(), 5u);
  for (std::size_t k = 0; k < sums.size(); ++k) {
    const std::size_t terms = std::vector<std::size_t>{2, 3, 3, 4, 5, 5}[k];
    std::vector<double> wanted(8, 0.0);
    for (std::size_t i = 0; i < terms; ++i) wanted[i] = 3 * (10.0 + static_cast<double>(i));
    EXPECT_EQ(gradients_of(sums[k] * 3.0), wanted) << k;
  }
  EXPECT_EQ(sums[1].identity(), sums[2].identity());
}

TEST_F(RunOfParameters, OnlyNeighboursAre) {
  const Value p = product(0), q = product(1), r = product(2);
  const std::size_t before = recorded();
  const Value apart = r + p, twice = p + p, with_leaf = tape_.parameter(7) + q,
              with_itself = (q + p) + q;
  EXPECT_EQ(recorded(), before + 5);  // and the node of q + p
  EXPECT_EQ(gradients_of(apart), (std::vector<double>{10, 0, 12, 0, 0, 0, 0, 0}));
  EXPECT_EQ(gradients_of(twice), (std::vector<double>{20, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(gradients_of(with_leaf), (std::vector<double>{0, 11, 0, 0, 0, 0, 0, 1}));
  EXPECT_EQ(gradients_of(with_itself), (std::vector<double>{10, 22, 0, 0, 0, 0, 0, 0}));
}

// To the tape a sum of neighbours is a part of every longer one that holds them.
TEST_F(RunOfParameters, APartOfALongerSumHasItsGradient) {
  const Value p = product(0), q = product(1), r = product(2);
  const Value part = r + q, all = part + p, other = p + q;
  (all * 3.0 + part * part).backward();
  EXPECT_EQ(part.grad(), 3.0 + 2 * part.data());
  EXPECT_EQ(all.grad(), 3.0);
  EXPECT_EQ(q.grad(), part.grad());
  EXPECT_EQ(p.grad(), 3.0);
  EXPECT_EQ(other.grad(), 3.0);
}

TEST_F(RunOfParameters, LongSumsStayWithinTheLongestRun) {
  const auto long_sum = [&](int length) {
    Value s = product(0);
    for (int i = 1; i < length; ++i) s += product(static_cast<std::size_t>(i) % 8);
    return s;
  };
  const Value one = long_sum(600), two = long_sum(600), three = long_sum(400);
  const std::size_t before = recorded();
  const Value too_long = two + one, fits = three + two;
  EXPECT_EQ(recorded(), before + 3);  // two nodes of runs and their sum
  std::vector<double> wanted(8), wanted_of_fits(8);
  for (std::size_t k = 0; k < 8; ++k) {
    wanted[k] = 150 * (10.0 + static_cast<double>(k));
    wanted_of_fits[k] = 125 * (10.0 + static_cast<double>(k));
  }
  EXPECT_EQ(gradients_of(too_long), wanted);
  EXPECT_EQ(gradients_of(fits), wanted_of_fits);
}

TEST(Run, SumsOfVariablesKeepTheirBrackets) {
  Tape tape;
  const Value a = tape.variable(2), b = tape.variable(3);
  const Value p = a * 5.0, q = b * 7.0, r = a * b;
  const Value sum = (q + p).label("s"), nested = p + (q + r).label("t");
  EXPECT_EQ(sum.operands()[0].identity(), q.identity());
  EXPECT_EQ(nested.operands()[1].label(), "t");
  EXPECT_NE(sum.identity(), (p + q).identity());
}

}  // namespace
}  // namespace riserun
