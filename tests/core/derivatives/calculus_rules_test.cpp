// What the calculus helpers promise beside the numbers: their own tape, shapes of f, errors,
// threads.
#include <array>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <riserun/core/core.hpp>

namespace riserun {
namespace {

constexpr auto kBump = [](const auto& x) { return exp(-x[0] * x[0]) * cos(x[1]); };
const std::vector<double> kAt{0.5, 0.25};

template <class F>
std::string message(F&& f) {
  try {
    f();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(CalculusRules, EveryFormOfFunction) {
  const std::vector<double> wanted = gradient(kBump, kAt);
  EXPECT_EQ(gradient([](std::span<const Value> x) { return kBump(x); }, kAt), wanted);
  EXPECT_EQ(gradient([](std::vector<Value> x) { return kBump(x); }, kAt), wanted);
  EXPECT_EQ(gradient([](const std::vector<Value>& x) { return kBump(x); }, kAt), wanted);
  EXPECT_EQ(gradient(
                +[](std::span<const Value> x) -> Value { return kBump(x); }, kAt),
            wanted);
  EXPECT_EQ(gradient([calls = 0](const auto& x) mutable { return ++calls, kBump(x); }, kAt),
            wanted);
  EXPECT_EQ(gradient(kBump, std::array{0.5, 0.25}), wanted);
  const Matrix m = jacobian([](const auto& x) { return std::array{kBump(x), x[1]}; }, kAt);
  EXPECT_EQ(std::vector(m.row(0).begin(), m.row(0).end()), wanted);
  EXPECT_EQ(m(1, 0), 0.0);
  EXPECT_EQ(m(1, 1), 1.0);
}

TEST(CalculusRules, ConstantsAndNothing) {
  const std::vector<double> none;
  EXPECT_EQ(gradient([](const auto&) { return 3.0; }, kAt), (std::vector{0.0, 0.0}));
  EXPECT_EQ(value_and_gradient([](const auto& x) { return Value(x[0].data()); }, kAt).value, 0.5);
  EXPECT_EQ(hessian([](const auto&) { return 3; }, kAt).elements, std::vector<double>(4, 0.0));
  EXPECT_EQ(gradient([](const auto&) { return 3.0; }, none), none);
  EXPECT_EQ(hessian([](const auto&) { return 3.0; }, none).rows, 0u);
  EXPECT_EQ(jacobian([](const auto&) { return std::vector<Value>(); }, kAt).columns, 2u);
  EXPECT_EQ(jacobian(
                [](const auto&) {
                  return std::array{1.0, 2.0, 3.0};
                },
                kAt)
                .elements,
            std::vector<double>(6, 0.0));
  EXPECT_EQ(gradient([](const auto& x) { return x[1]; }, kAt), (std::vector{0.0, 1.0}));
  EXPECT_EQ(hessian([](const auto& x) { return x[1]; }, kAt).elements, std::vector<double>(4, 0.0));
}

TEST(CalculusRules, TheCallersTapeStaysAsItIs) {
  Tape tape;
  Value a = tape.variable(3.0), b = a * a;
  const std::size_t size = tape.size();
  static_cast<void>(hessian(kBump, kAt));
  EXPECT_EQ(&Tape::current(), &tape);
  EXPECT_EQ(tape.size(), size);
  const auto fails = [](std::span<const Value>) -> Value { throw DataError("from within"); };
  EXPECT_EQ(message([&] { static_cast<void>(gradient(fails, kAt)); }), "from within");
  EXPECT_EQ(&Tape::current(), &tape);
  Value c = b + a;
  c.backward();
  EXPECT_EQ(a.grad(), 7.0);
}

TEST(CalculusRules, OneMayCallTheOther) {
  // Newton's step of an inner function as a number of the outer one.
  const auto outer = [](const auto& x) {
    const auto inner = [&](const auto& y) { return y[0] * y[0] * value_of(x[1]); };
    const std::array at{value_of(x[0])};
    return x[0] * gradient(inner, at)[0] * hessian(inner, at)(0, 0);
  };
  const std::vector<double> slope = gradient(outer, std::array{3.0, 5.0});
  EXPECT_EQ(slope, (std::vector{2 * 3.0 * 5 * 10, 0.0}));
}

TEST(CalculusRules, ThreadsDoNotDisturbEachOther) {
  const Matrix wanted = hessian(kBump, kAt);
  std::vector<Matrix> found(4);
  std::vector<std::thread> threads;
  for (Matrix& h : found)
    threads.emplace_back([&h] {
      for (int i = 0; i < 50; ++i) h = hessian(kBump, kAt);
    });
  for (std::thread& thread : threads) thread.join();
  for (const Matrix& h : found) EXPECT_EQ(h.elements, wanted.elements);
}

TEST(CalculusRules, SizesAreChecked) {
  const std::string said = message([] {
    static_cast<void>(hessian_vector_product(kBump, kAt, std::array{1.0, 2.0, 3.0}));
  });
  EXPECT_NE(said.find("x has 2 elements and v has 3"), std::string::npos) << said;
}

TEST(CalculusRules, SizesOfDirectionsAndWeights) {
  const auto two = [](const auto& x) { return std::array{x[0], x[1] * x[0]}; };
  EXPECT_NE(message([&] {
              static_cast<void>(jvp(two, kAt, std::array{1.0}));
            }).find("x has 2 elements and v has 1"),
            std::string::npos);
  EXPECT_NE(message([&] {
              static_cast<void>(vjp(two, kAt, std::array{1.0, 2.0, 3.0}));
            }).find("f has 2 results and w has 3"),
            std::string::npos);
}

// The memory of one call serves the next; nothing else of it stays.
TEST(CalculusRules, OneCallLeavesNothingForTheNext) {
  const auto labelled = [](std::span<const Value> x) {
    static_cast<void>(x[0].label("x"));
    const Value y = (x[0] * x[1]).label("y");
    y.backward();  // leaves gradients
    return tanh(y);
  };
  const std::vector<double> wanted = gradient(kBump, kAt), first = gradient(labelled, kAt);
  const Matrix h = hessian(labelled, kAt);
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(gradient(kBump, kAt), wanted);
    EXPECT_EQ(gradient(labelled, kAt), first);
    EXPECT_EQ(hessian(labelled, kAt).elements, h.elements);
    const auto asks = [](std::span<const Value> x) {
      EXPECT_EQ(x[0].label(), "");
      EXPECT_EQ(x[0].grad(), 0.0);
      return x[0] * 2.0;
    };
    EXPECT_EQ(gradient(asks, std::array{1.0}), (std::vector{2.0}));
  }
}

TEST(CalculusRules, AValueOfAnotherTape) {
  Tape tape;
  for (int i = 0; i < 10; ++i) static_cast<void>(tape.variable(1.0));
  const Value captured = tape.variable(2.0);
  const auto uses_it = [&](const auto& x) { return x[0] * captured; };
  const auto sums_it = [&](const auto& x) { return sum(std::vector<Value>{x[0], captured, x[1]}); };
  EXPECT_NE(message([&] { static_cast<void>(gradient(uses_it, kAt)); }).find("another tape"),
            std::string::npos);
  EXPECT_NE(message([&] { static_cast<void>(hessian(sums_it, kAt)); }).find("another tape"),
            std::string::npos);
  EXPECT_NE(message([&] {
              static_cast<void>(gradient([&](const auto&) { return captured; }, kAt));
            }).find("not on the current tape"),
            std::string::npos);
}

// ---- ops -------------------------------------------------------------------------------------

struct Cube {  // nothing but what every op has
  static constexpr auto info = unary_op("cube", "x^3", {.domain = {-8, 8}});
  template <class T>
  static T forward(T x) {
    return x * x * x;
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {3 * x * x};
  }
};
struct OfAnother : ops::Exp {  // not ours because its base is
  static constexpr auto info = unary_op("of another", "e^x", {.domain = {-8, 8}});
};
struct InDoubleOnly {
  static constexpr auto info = unary_op("table", "x^2", {.domain = {-8, 8}});
  static constexpr bool has_twin = false;
  template <class T>
  static T forward(T x) {
    return std::pow(x, 2);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {2 * std::fabs(x)};
  }
};
static_assert(is_builtin<ops::Exp>() && is_builtin<ops::SoftmaxCrossEntropy>());
static_assert(!is_builtin<Cube>() && !is_builtin<OfAnother>());

TEST(CalculusRules, AnOpOfYourOwn) {
  const auto f = [](const auto& x) { return apply<Cube>(x[0]) * apply<OfAnother>(x[1]); };
  const Matrix h = hessian(f, std::array{2.0, 0.5});
  EXPECT_EQ(h(0, 0), 6 * 2.0 * std::exp(0.5));
  EXPECT_EQ(h(0, 1), 3 * 4.0 * std::exp(0.5));
  EXPECT_EQ(h(1, 1), 8.0 * std::exp(0.5));
}

TEST(CalculusRules, AnOpOfDoubleOnlyIsNamed) {
  const auto f = [](const auto& x) { return apply<InDoubleOnly>(x[0]) + x[1]; };
  EXPECT_EQ(gradient(f, kAt), (std::vector{1.0, 1.0}));
  const std::string said = message([&] { static_cast<void>(hessian(f, kAt)); });
  EXPECT_NE(said.find("\"table\" has no second derivative"), std::string::npos) << said;
}

TEST(CalculusRules, KinksAndInfiniteSlopes) {
  const std::vector<double> zero{0.0};
  EXPECT_EQ(hessian([](const auto& x) { return relu(x[0]); }, zero)(0, 0), 0.0);
  EXPECT_EQ(hessian([](const auto& x) { return relu(x[0] + 1.0) * x[0]; }, zero)(0, 0), 2.0);
  // A node off the result's path is not swept into NaN by its infinite slope.
  const auto f = [](const auto& x) { return static_cast<void>(sqrt(x[0])), x[0] * x[0]; };
  EXPECT_EQ(hessian(f, zero)(0, 0), 2.0);
  EXPECT_EQ(hessian([](const auto& x) { return sqrt(x[0]); }, zero)(0, 0), -kInfinity);
}

TEST(CalculusRules, ARecordedFunctionIsCalledOnce) {
  int calls = 0;
  RecordedFunction recorded(
      [&](const auto& x) {
        return ++calls, std::array{kBump(x), x[0] * x[1]};
      },
      kAt);
  EXPECT_EQ(recorded.gradient(0), gradient(kBump, kAt));
  EXPECT_EQ(recorded.hessian(0).elements, hessian(kBump, kAt).elements);
  EXPECT_EQ(recorded.hessian_vector_product(std::array{1.0, 0.0}, 1), (std::vector{0.0, 1.0}));
  EXPECT_EQ(recorded.gradient(1), (std::vector{0.25, 0.5}));
  EXPECT_EQ(recorded.hessian(1).elements, (std::vector{0.0, 1.0, 1.0, 0.0}));
  EXPECT_EQ(recorded.value(1), 0.125);
  EXPECT_EQ(recorded.jacobian().rows, 2u);
  EXPECT_EQ(calls, 1);
}

// A handle to a product that a sum has taken over is still the product.
TEST(CalculusRules, AProductThatIsASummandToo) {
  const auto f = [](const auto& x) {
    Value s = x[0] * x[0], p = x[0] * x[1];
    s += p;
    return std::array{s, p, x[0] * 3.0};
  };
  const Matrix j = jacobian(f, std::array{2.0, 7.0});
  EXPECT_EQ(j.elements, (std::vector{4.0 + 7.0, 2.0, 7.0, 2.0, 3.0, 0.0}));
  RecordedFunction recorded(f, std::array{2.0, 7.0});
  EXPECT_EQ(recorded.hessian(1).elements, (std::vector{0.0, 1.0, 1.0, 0.0}));
  EXPECT_EQ(recorded.hessian(0).elements, (std::vector{2.0, 1.0, 1.0, 0.0}));
}

TEST(Tangent, FunctionsThatNoOpHas) {
  const auto slope = [](Tangent y) { return y.derivative(); };
  const auto rise = [](auto f, double x) { return (f(x + 1e-6) - f(x - 1e-6)) / 2e-6; };
  const auto tgamma_of = [](double x) { return std::tgamma(x); };
  EXPECT_NEAR(slope(tgamma(Tangent(2.5, 1))), rise(tgamma_of, 2.5), 1e-8);
  EXPECT_EQ(slope(remainder(Tangent(7.5, 1), Tangent(2, 1))), 1.0 - 4.0);
  EXPECT_EQ(slope(ldexp(Tangent(1.5, 1), 3)), 8.0);
  int exponent = 0;
  EXPECT_EQ(slope(frexp(Tangent(6.0, 1), &exponent)), 0.125);
  EXPECT_EQ(slope(floor(Tangent(1.5, 1))), 0.0);
  EXPECT_EQ(slope(copysign(Tangent(1.5, 1), Tangent(-1.0))), -1.0);
  EXPECT_EQ(slope(fmax(Tangent(1.5, 1), 2.0)), 0.0);
  EXPECT_EQ(static_cast<int>(Tangent(2.5, 1)), 2);
  EXPECT_EQ(static_cast<double>(Tangent(2.5)), 2.5);
  EXPECT_THROW(static_cast<void>(static_cast<double>(Tangent(2.5, 1))), TapeError);
}

}  // namespace
}  // namespace riserun
