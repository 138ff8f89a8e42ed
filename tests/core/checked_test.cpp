// Misuse that checked builds (RISERUN_CHECKED) name. Compiled with the engine's sources so that it
// runs under every preset.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <riserun/core/core.hpp>

static_assert(riserun::kChecked);

namespace riserun {
namespace {

template <class F>
std::string message(F&& f) {
  try {
    f();
  } catch (const TapeError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Checked, AValueOfARewoundTape) {
  Tape tape;
  Value a = tape.variable(2.0), stale = a * 3;
  tape.rewind();
  Value fresh = tape.variable(1.0);
  Value other = fresh * 2;  // takes the place the stale one had
  EXPECT_NE(message([&] { static_cast<void>(stale + fresh); }).find("rewound"), std::string::npos);
  EXPECT_NE(message([&] { static_cast<void>(fresh + stale); }).find("rewound"), std::string::npos);
  EXPECT_NE(message([&] { static_cast<void>(exp(stale)); }).find("rewound"), std::string::npos);
  EXPECT_NE(message([&] { static_cast<void>(stale.grad()); }).find("rewound"), std::string::npos);
  EXPECT_NE(message([&] { stale.backward(); }).find("rewound"), std::string::npos);
  EXPECT_NE(message([&] {
              static_cast<void>(sum(std::vector<Value>{fresh, stale}));
            }).find("rewound"),
            std::string::npos);
  EXPECT_EQ(message([&] { other.backward(); }), "no error");
}

TEST(Checked, AValueOfAnotherTape) {
  Tape outer;
  Value a = outer.variable(2.0);
  Tape inner;
  Value b = inner.variable(3.0);
  EXPECT_NE(message([&] { static_cast<void>(a * b); }).find("another tape"), std::string::npos);
  EXPECT_NE(message([&] { static_cast<void>(b + a); }).find("another tape"), std::string::npos);
}

TEST(Checked, CorrectUseIsNotAccused) {
  const std::vector<double> parameters{1.0, 2.0, 3.0};
  Tape tape;
  tape.bind(parameters);
  for (int point = 0; point < 3; ++point) {
    Value s = tape.parameter(0);
    for (std::size_t i = 1; i < 3; ++i) s += tape.parameter(i) * 2.0;
    Value p = s * s, t = s + p;
    Value y = t * p + logsumexp(std::vector<Value>{s, t, 1.0});
    y.backward();
    EXPECT_GT(tape.parameter_gradients()[1], 0.0);
    tape.rewind();
    tape.zero_grad();
  }
}

TEST(Checked, AValueThatAFunctionCaptured) {
  Tape tape;
  const Value captured = tape.variable(2.0);  // has a place that the function's tape has too
  const std::vector<double> x{1.0, 3.0};
  const auto f = [&](const auto& v) { return v[0] * v[1] * captured; };
  EXPECT_NE(message([&] { static_cast<void>(gradient(f, x)); }).find("another tape"),
            std::string::npos);
  EXPECT_EQ(hessian([&](const auto& v) { return v[0] * v[1] * value_of(captured); }, x)(0, 1), 2.0);
}

}  // namespace
}  // namespace riserun
