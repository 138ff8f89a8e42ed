// Outputs of fused nodes across the border of a NoGradient and between tapes.
#include <riserun/core/outputs.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/core/core.hpp>
#include <riserun/nn/attention.hpp>
#include <riserun/nn/dropout.hpp>
#include <riserun/nn/layer.hpp>
#include <riserun/nn/rows.hpp>

namespace riserun::nn {
namespace {

constexpr std::size_t kWidth = 4;

// A layer of the width of its input, and each fused node made from its outputs.
struct Model {
  ParameterSet set;
  Random random{7};
  Layer layer{set, "l", kWidth, kWidth, Activation::tanh, Initializer::xavier_uniform, random};
  Tape tape;
  BoundParameters p = bind(set, tape);
  const std::vector<double> x{0.5, -1.0, 2.0, 0.25};

  Outputs first() const { return layer(p, x); }
  [[nodiscard]] std::vector<std::function<Outputs(const Outputs&)>> fused() const {
    return {[this](const Outputs& h) { return layer(p, h); },
            [](const Outputs& h) { return add(h, h); },
            [](const Outputs& h) { return rms_norm(h); },
            [](const Outputs& h) {
              Random same(3);
              return dropout(h, 0.5, same);
            },
            [](const Outputs& h) {
              const std::vector<Outputs> rows{h, h};
              return attention(h, rows, rows, 2);
            }};
  }
};

std::vector<double> numbers(const Outputs& y) { return {y.data().begin(), y.data().end()}; }

TEST(Outputs, OfTheTapeOutsideAreOperandsInsideNoGradient) {
  Model m;
  const Outputs h = m.first();
  for (const auto& f : m.fused()) {
    const std::vector<double> recorded = numbers(f(h));
    const std::size_t size = m.tape.size();
    const NoGradient inference;
    const Outputs y = f(h);
    EXPECT_EQ(numbers(y), recorded);
    EXPECT_TRUE(y[0].is_constant());
    EXPECT_FALSE(h[0].is_constant());
    EXPECT_EQ(numbers(f(y)).size(), kWidth);  // of what was computed inside, too
    EXPECT_EQ(m.tape.size(), size);
  }
}

TEST(Outputs, ComputedInsideNoGradientAreRefusedAfterIt) {
  Model m;
  std::optional<Outputs> y;
  {
    const NoGradient inference;
    y = m.first();
    EXPECT_EQ(y->data().size(), kWidth);
  }
  EXPECT_THROW(static_cast<void>(y->data()), TapeError);
  EXPECT_THROW(static_cast<void>((*y)[0]), TapeError);
  for (const auto& f : m.fused()) EXPECT_THROW(f(*y), TapeError);
  const NoGradient another;
  EXPECT_THROW(static_cast<void>(y->data()), TapeError);
  for (const auto& f : m.fused()) EXPECT_THROW(f(*y), TapeError);
}

TEST(Outputs, AreGoneAfterARewindOfTheScope) {
  Model m;
  NoGradient inference;
  const Outputs y = m.first();
  inference.rewind();
  EXPECT_THROW(static_cast<void>(y.data()), TapeError);
  const Outputs again = m.first();  // in the same place
  EXPECT_THROW(static_cast<void>(y.data()), TapeError);
  EXPECT_EQ(again.data().size(), kWidth);
}

TEST(Outputs, ARowMadeOutsideIsReadWhereItWasMade) {
  Model m;
  const Outputs h = m.first();
  const Row row = h, embedding = m.p.slice(0, kWidth);
  const std::vector<double> sums = numbers(add(row, embedding));
  {
    const NoGradient inference;
    m.first();  // fills the arena with other numbers
    EXPECT_EQ(numbers(add(row, embedding)), sums);
  }
  const Tape other;
  EXPECT_THROW(add(row, row), TapeError);
}

TEST(Outputs, ParametersOfAnotherTapeAreRefused) {
  Model m;
  Tape other;
  EXPECT_THROW(m.first(), TapeError);
  EXPECT_THROW(add(m.p.slice(0, kWidth), m.p.slice(0, kWidth)), TapeError);
  ParameterSet small;
  small.add("s", {2});
  const BoundParameters p = bind(small, other);
  EXPECT_THROW(add(BoundParameters(p.data(), 0, 3), BoundParameters(p.data(), 0, 3)), TapeError);
  EXPECT_NO_THROW(add(p, p));
  const NoGradient inference;  // where nothing goes back to them
  EXPECT_EQ(m.first().size(), kWidth);
}

TEST(Outputs, OfAnotherTapeAreRefused) {
  Model m;
  const Outputs h = m.first();
  const Tape other;
  for (const auto& f : m.fused()) EXPECT_THROW(f(h), TapeError);
  EXPECT_THROW(static_cast<void>(h[0]), TapeError);
}

}  // namespace
}  // namespace riserun::nn
