// Every op on lanes beside the same op on double, on every instruction set of this processor.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/lanes/kernels/kernels.hpp>
#include <riserun/lanes/kernels/lane_op_table.hpp>
#include <riserun/run/proving/op_bench.hpp>

namespace riserun::lanes {
namespace {

constexpr int kOperands = 6;  // of a variadic op

/// Doubles apart, of those around `size` where that is larger; NaN beside NaN is 0, beside anything
/// else infinity.
double ulps(double a, double b, double size = 0.0) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b) ? 0.0 : INFINITY;
  if (a == b) return 0.0;
  if (std::isinf(a) || std::isinf(b)) return INFINITY;
  const double larger = std::max({std::abs(a), std::abs(b), size});
  return std::abs(a - b) / (std::nextafter(larger, INFINITY) - larger);
}

/// Points of an interval: evenly spread, and by order of magnitude from its ends and from 0.
double sample(const Interval& in, Random& random) {
  const double width = in.high - in.low;
  switch (random.below(4)) {
    case 0:
      return random.uniform(in.low, in.high);
    case 1:
      return std::min(in.high, in.low + width * std::exp2(random.uniform(-40.0, 0.0)));
    case 2: {
      const double end = random.below(2) == 0 ? in.low : in.high;
      return std::clamp(end * std::exp2(random.uniform(-30.0, 0.0)), in.low, in.high);
    }
    default:
      return std::clamp(random.uniform(-3.0, 3.0), in.low, in.high);
  }
}

/// Slopes y / x + ..., which have a zero, near which their digits cancel: what is left of them is
/// measured by their terms.
template <class Op>
constexpr bool kCancels =
    kOpNumber<Op> == kOpNumber<ops::Silu> || kOpNumber<Op> == kOpNumber<ops::Mish> ||
    kOpNumber<Op> == kOpNumber<ops::Gelu> || kOpNumber<Op> == kOpNumber<ops::GeluTanh>;

struct Worst {
  double value = 0, partial = 0;
  std::vector<double> value_at, partial_at;
};

template <class Op>
struct Scalar {
  static double forward(const std::vector<double>& x) {
    if constexpr (UnaryOp<Op>) return Op::template forward<double>(x[0]);
    if constexpr (BinaryOp<Op>) return Op::template forward<double>(x[0], x[1]);
    if constexpr (TernaryOp<Op>) return Op::template forward<double>(x[0], x[1], x[2]);
    if constexpr (VariadicOp<Op>) return Op::template forward<double>(std::span<const double>(x));
  }
  static std::vector<double> partials(const std::vector<double>& x, double y) {
    std::vector<double> all(x.size());
    const auto copy = [&](const auto& from) { std::copy(from.begin(), from.end(), all.begin()); };
    if constexpr (UnaryOp<Op>) copy(Op::template partials<double>(x[0], y));
    if constexpr (BinaryOp<Op>) copy(Op::template partials<double>(x[0], x[1], y));
    if constexpr (TernaryOp<Op>) copy(Op::template partials<double>(x[0], x[1], x[2], y));
    if constexpr (VariadicOp<Op>)
      Op::template partials<double>(std::span<const double>(x), y, std::span<double>(all));
    return all;
  }
};

constexpr std::size_t kPacks = 40;
constexpr std::size_t kPoints = kPacks * kLanes;

template <class Op>
Worst worst_of(const OpKernels& kernels, Random random) {
  constexpr bool kList = Op::info.arity == kVariadic;
  const int operands = kList ? kOperands : Op::info.arity;
  OpBench bench(operands, kPacks);
  if (kList) bench.of_list();
  for (std::size_t l = 0; l < kPoints; ++l) {
    for (int k = 0; k < operands; ++k)
      bench.operand(k)[l] = sample(Op::info.domain[kList ? 0 : k], random);
    // Declared points too, where conventions hold.
    if (!kList && l < kMaxEdges && Op::info.edges[l].kind != EdgeKind::none)
      for (int k = 0; k < operands; ++k) bench.operand(k)[l] = Op::info.edges[l].at[k];
    bench.upstream()[l] = 1.0;
  }
  bench.forward(kernels);
  bench.backward(kernels);
  Worst worst;
  for (std::size_t l = 0; l < kPoints; ++l) {
    std::vector<double> x(operands);
    for (int k = 0; k < operands; ++k) x[k] = bench.operand(k)[l];
    const double y = Scalar<Op>::forward(x);
    if (const double off = ulps(bench.y()[l], y); off > worst.value)
      worst.value = off, worst.value_at = x;
    const std::vector<double> slopes = Scalar<Op>::partials(x, y);
    const double terms = kCancels<Op> && x[0] != 0 ? std::abs(y / x[0]) : 0.0;
    for (int k = 0; k < operands; ++k)
      if (const double off = ulps(bench.slope(k)[l], slopes[k], terms); off > worst.partial)
        worst.partial = off, worst.partial_at = x;
  }
  return worst;
}

class OpsOnLanes : public testing::TestWithParam<const Kernels*> {};
INSTANTIATE_TEST_SUITE_P(InstructionSets, OpsOnLanes,
                         testing::ValuesIn(available_kernels().begin(), available_kernels().end()),
                         [](const auto& set) {
                           std::string text(name(set.param->isa));
                           std::ranges::replace(text, '-', '_');
                           return text;
                         });

std::string text(const std::vector<double>& x) {
  std::string all;
  for (const double v : x) all += " " + std::to_string(v);
  return all;
}

TEST_P(OpsOnLanes, AreTheScalarOpsToAFewUlp) {
  BuiltinOps::for_each([&]<class Op>() {
    const OpKernels& kernels = GetParam()->ops[kOpNumber<Op>];
    Worst all;
    for (int round = 0; round < 8; ++round) {
      const Worst worst = worst_of<Op>(kernels, Random(17).stream(round));
      if (!(worst.value <= all.value)) all.value = worst.value, all.value_at = worst.value_at;
      if (!(worst.partial <= all.partial))
        all.partial = worst.partial, all.partial_at = worst.partial_at;
    }
    EXPECT_LE(all.value, 8) << Op::info.name << " at" << text(all.value_at);
    EXPECT_LE(all.partial, 16) << Op::info.name << "' at" << text(all.partial_at);
  });
}

// An op whose lanes part ways in an if, a loop and the loop's length.
struct Halvings {
  static constexpr auto info = unary_op("halvings", "x / 2^n, n as often as x >= 1", {});
  template <class T>
  static T forward(T x) {
    if (x < T(0)) return -x;
    while (x >= T(1)) x = x * T(0.5);
    return x;
  }
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    return {x < T(0) ? T(-1) : (x == T(0) ? T(1) : y / x)};
  }
};

TEST(UsersOps, RunForEachLaneItsOwnWay) {
  OpBench bench(1, kPacks);
  for (std::size_t l = 0; l < kPoints; ++l) {
    bench.operand(0)[l] = l % 3 == 0 ? -static_cast<double>(l) : static_cast<double>(l * l);
    bench.upstream()[l] = 2.0;
  }
  const OpEntry entry = op_entry(op_number<Halvings>, kernels());
  EXPECT_EQ(entry.info->name, "halvings");
  bench.forward(*entry.kernels);
  bench.backward(*entry.kernels);
  for (std::size_t l = 0; l < kPoints; ++l) {
    const double x = bench.operand(0)[l], y = Halvings::forward(x);
    ASSERT_EQ(bench.y()[l], y) << x;
    ASSERT_EQ(bench.slope(0)[l], 2 * Halvings::partials(x, y)[0]) << x;
  }
}

// 0 * infinity is not a contribution, as on a tape.
TEST_P(OpsOnLanes, AZeroUpstreamContributesNothing) {
  OpBench bench(1, kPacks);
  for (std::size_t l = 0; l < kPoints; ++l) bench.upstream()[l] = l % 2 == 0 ? 0.0 : 1.0;
  const OpKernels& log = GetParam()->ops[kOpNumber<ops::Log>];  // of 0, everywhere
  bench.forward(log);
  bench.backward(log);
  for (std::size_t l = 0; l < kPoints; ++l)
    ASSERT_EQ(bench.slope(0)[l], l % 2 == 0 ? 0.0 : INFINITY);
}

// The class on each lane its own.
TEST_P(OpsOnLanes, CrossEntropyTakesALabelForEachPoint) {
  constexpr int kClasses = 5;
  OpBench bench(kClasses + 1, kPacks);
  bench.of_list();
  Random random(5);
  for (std::size_t l = 0; l < kPoints; ++l) {
    for (int k = 0; k < kClasses; ++k) bench.operand(k)[l] = random.uniform(-30.0, 30.0);
    bench.operand(kClasses)[l] = static_cast<double>(random.below(kClasses));
    bench.upstream()[l] = 1.0;
  }
  const OpKernels& op = GetParam()->ops[kOpNumber<own::LabelledCrossEntropy>];
  bench.forward(op);
  bench.backward(op);
  for (std::size_t l = 0; l < kPoints; ++l) {
    const auto label = static_cast<int>(bench.operand(kClasses)[l]);
    std::vector<double> scores(kClasses);
    for (int k = 0; k < kClasses; ++k) scores[k] = bench.operand(k)[l];
    std::swap(scores[0], scores[label]);
    using Op = ops::SoftmaxCrossEntropy;
    const double y = Scalar<Op>::forward(scores);
    std::vector<double> slopes = Scalar<Op>::partials(scores, y);
    std::swap(slopes[0], slopes[label]);
    ASSERT_LE(ulps(bench.y()[l], y), 8);
    for (int k = 0; k < kClasses; ++k) ASSERT_LE(ulps(bench.slope(k)[l], slopes[k]), 16);
    ASSERT_EQ(bench.slope(kClasses)[l], 0.0);
  }
}

}  // namespace
}  // namespace riserun::lanes
