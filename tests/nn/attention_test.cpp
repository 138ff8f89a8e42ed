// Attention against the same in scalar ops.
#include <riserun/nn/attention.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <ostream>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/core/core.hpp>
#include <riserun/nn/rows.hpp>

namespace riserun::nn {
namespace {

struct Case {
  std::size_t heads, size, length;
  friend void PrintTo(const Case& c, std::ostream* out) {
    *out << c.heads << " heads of " << c.size << ", length " << c.length;
  }
};

class AttentionOf : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Shapes, AttentionOf,
                         testing::Values(Case{1, 1, 1}, Case{1, 3, 4}, Case{2, 2, 5},
                                         Case{4, 4, 16}, Case{3, 5, 2}));

// Twice the parameters of each row, as blocks: the query, then keys, then values.
std::vector<Outputs> rows_of(const BoundParameters& p, std::size_t width) {
  std::vector<Outputs> rows;
  for (std::size_t i = 0; i < p.size(); i += width)
    rows.push_back(add(p.slice(i, width), p.slice(i, width)));
  return rows;
}

std::vector<Value> slow_attention(const BoundParameters& p, const Case& c) {
  const std::size_t width = c.heads * c.size;
  const auto x = [&](std::size_t row, std::size_t i) { return 2 * p[row * width + i]; };
  std::vector<Value> y(width);
  for (std::size_t i = 0; i < width; ++i) {
    const std::size_t begin = i / c.size * c.size;
    Value sum = 0.0, total = 0.0;
    for (std::size_t t = 0; t < c.length; ++t) {
      Value score = 0.0;
      for (std::size_t j = begin; j < begin + c.size; ++j) score += x(0, j) * x(1 + t, j);
      const Value weight = exp(score / std::sqrt(static_cast<double>(c.size)));
      total += weight;
      sum += weight * x(1 + c.length + t, i);
    }
    y[i] = sum / total;
  }
  return y;
}

template <class Y>
std::vector<double> gradient(Tape& tape, const Y& y) {
  Value head = 0.0;
  for (std::size_t i = 0; i < y.size(); ++i) head += y[i] * (1.0 + 0.3 * static_cast<double>(i));
  tape.zero_grad();
  head.backward();
  const auto all = tape.parameter_gradients();
  return {all.begin(), all.end()};
}

TEST_P(AttentionOf, HasTheValuesAndGradientsOfItsFormula) {
  const Case c = GetParam();
  const std::size_t width = c.heads * c.size;
  ParameterSet set;
  set.add("rows", {1 + 2 * c.length, width});
  Random random(8);
  for (double& v : set.data()) v = random.uniform(-0.7, 0.7);
  Tape tape;
  const BoundParameters p = bind(set, tape);
  const std::vector<Outputs> rows = rows_of(p, width);
  const std::span<const Outputs> all(rows);
  const Outputs y =
      attention(rows[0], all.subspan(1, c.length), all.subspan(1 + c.length), c.heads);
  const std::vector<Value> slow = slow_attention(p, c);
  ASSERT_EQ(y.size(), width);
  for (std::size_t i = 0; i < width; ++i) EXPECT_NEAR(y[i].data(), slow[i].data(), 1e-14);
  const std::vector<double> fast = gradient(tape, y), expected = gradient(tape, slow);
  for (std::size_t i = 0; i < fast.size(); ++i)
    EXPECT_NEAR(fast[i], expected[i], 1e-13) << set.element_name(i);
}

// The query is also a key and a value.
TEST(Attention, RowsMayBeShared) {
  ParameterSet set;
  set.add("x", {2});
  set.data()[0] = 0.5, set.data()[1] = -1;
  Tape tape;
  const BoundParameters p = bind(set, tape);
  const Outputs x = add(p, p);
  const Outputs once[] = {x}, twice[] = {x, x};
  EXPECT_EQ(gradient(tape, attention(x, once, once, 1)), (std::vector<double>{2, 2 * 1.3}));
  const auto y = attention(x, twice, twice, 2);
  EXPECT_DOUBLE_EQ(y[1].data(), -2);
}

TEST(Attention, LargeScoresDoNotOverflow) {
  ParameterSet set;
  set.add("x", {2});
  set.data()[0] = 500, set.data()[1] = 200;
  Tape tape;
  const BoundParameters p = bind(set, tape);
  const Outputs a = add(p.slice(0, 1), p.slice(0, 1)), b = add(p.slice(1, 1), p.slice(1, 1));
  const Outputs keys[] = {b, a}, values[] = {b, a};
  const Outputs y = attention(a, keys, values, 1);
  EXPECT_EQ(y[0].data(), 1000.0);
  const auto dx = gradient(tape, y);
  EXPECT_EQ(dx, (std::vector<double>{2, 0}));
}

TEST(Attention, DrawsWithWhatItReads) {
  ParameterSet set;
  set.add("x", {4});
  Tape tape;
  const BoundParameters p = bind(set, tape);
  const Outputs q = add(p, p), k = add(p, p), v = add(p, p);
  const Outputs keys[] = {k}, values[] = {v};
  const Outputs y = attention(q, keys, values, 2);
  EXPECT_EQ(y[3].op(), "attention");
  const auto operands = y[3].operands();  // two of the query, two of the key, one of the value
  ASSERT_EQ(operands.size(), 5u);
  EXPECT_EQ(operands[0].identity(), q[2].identity());
  EXPECT_EQ(operands[3].identity(), k[3].identity());
  EXPECT_EQ(operands[4].identity(), v[3].identity());
}

TEST(Attention, RefusesWhatDoesNotFit) {
  ParameterSet set;
  set.add("x", {6});
  Tape tape;
  const BoundParameters p = bind(set, tape);
  const Outputs six = add(p, p), four = add(p.slice(0, 4), p.slice(0, 4));
  const Outputs one[] = {six}, two[] = {six, six}, odd[] = {four};
  EXPECT_THROW(static_cast<void>(attention(six, one, one, 4)), ShapeError);
  EXPECT_THROW(static_cast<void>(attention(six, one, one, 0)), ShapeError);
  EXPECT_THROW(static_cast<void>(attention(six, one, two, 2)), ShapeError);
  EXPECT_THROW(static_cast<void>(attention(six, {}, {}, 2)), ShapeError);
  EXPECT_THROW(static_cast<void>(attention(six, odd, one, 2)), ShapeError);
  EXPECT_THROW(static_cast<void>(attention(six, one, odd, 2)), ShapeError);
}

}  // namespace
}  // namespace riserun::nn
