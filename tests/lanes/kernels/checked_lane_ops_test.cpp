// Every op as lanes compute it, judged by the checker: rise over run of the lanes' own forward
// against the lanes' own backward, each lane with a point of its own.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/check/subjects/op_point.hpp>
#include <riserun/check/subjects/points.hpp>
#include <riserun/lanes/kernels/kernels.hpp>
#include <riserun/lanes/kernels/lane_op_table.hpp>
#include "tests/check/right_ops.hpp"
#include "tests/lanes/op_bench.hpp"

namespace riserun::lanes {
namespace {

using Lists = std::vector<std::vector<double>>;  // points, each the operands

struct Tally {
  int judged = 0, conclusive = 0, wrong = 0;
  std::string first_wrong{};
};

/// Judges the derivatives by operands 0 .. judged - 1 at eight points at a time, one a lane.
void judge(check::OpUnderTest op, const OpKernels& kernels, const Lists& points, int judged,
           Tally& tally) {
  const auto operands = static_cast<int>(points[0].size());
  OpBench bench(operands, 1);
  if (op.info.arity == kVariadic) bench.of_list();
  for (std::size_t begin = 0; begin + kLanes <= points.size(); begin += kLanes) {
    for (std::size_t l = 0; l < kLanes; ++l) {
      for (int k = 0; k < operands; ++k) {
        bench.operand(k)[l] = points[begin + l][k];
        std::fill_n(bench.slope(k), kLanes, 0.0);
      }
      // Powers of two, so that dividing by them again costs nothing.
      bench.upstream()[l] = std::ldexp(l % 2 == 0 ? 1.0 : -1.0, static_cast<int>(l));
    }
    bench.forward(kernels);
    bench.backward(kernels);
    std::vector<check::EngineResult> results;
    for (std::size_t l = 0; l < kLanes; ++l) {
      results.push_back({bench.y()[l], {}});
      for (int k = 0; k < operands; ++k)
        results[l].gradient.push_back(bench.slope(k)[l] / bench.upstream()[l]);
    }
    for (std::size_t l = 0; l < kLanes; ++l) {
      const std::vector<double>& x = points[begin + l];
      const check::EngineResult& result = results[l];
      // In this lane, beside the other lanes' points.
      op.forward = [&](std::span<const double> at) {
        for (int k = 0; k < operands; ++k) bench.operand(k)[l] = at[k];
        bench.forward(kernels);
        for (int k = 0; k < operands; ++k) bench.operand(k)[l] = x[k];
        return bench.y()[l];
      };
      op.partials = [&](std::span<const double>, double, std::span<double> dy_dx) {
        std::copy(result.gradient.begin(), result.gradient.end(), dy_dx.begin());
      };
      for (int k = 0; k < judged; ++k) {
        const check::PointReport report = check::judge_op(op, x, k, result, {});
        ++tally.judged;
        tally.conclusive += report.verdict != check::Verdict::inconclusive;
        if (!check::is_wrong(report.verdict)) continue;
        if (tally.wrong++ == 0) tally.first_wrong = report.full();
      }
    }
  }
}

class CheckedOps : public testing::TestWithParam<const Kernels*> {};
INSTANTIATE_TEST_SUITE_P(InstructionSets, CheckedOps,
                         testing::ValuesIn(available_kernels().begin(), available_kernels().end()),
                         [](const auto& set) {
                           std::string text(name(set.param->isa));
                           std::ranges::replace(text, '-', '_');
                           return text;
                         });

constexpr int kPoints = 16;
constexpr int kOperands = 6;  // of a variadic op

TEST_P(CheckedOps, EveryBuiltinOpIsRiseOverRunInEachLane) {
  BuiltinOps::for_each([&]<class Op>() {
    const int operands = Op::info.arity == kVariadic ? kOperands : Op::info.arity;
    const Lists points = check::sample_points(Op::info, operands, kPoints, Random(21));
    ASSERT_EQ(points.size(), static_cast<std::size_t>(kPoints)) << Op::info.name;
    Tally tally;
    judge(check::under_test<Op>(), GetParam()->ops[kOpNumber<Op>], points, operands, tally);
    EXPECT_EQ(tally.wrong, 0) << tally.first_wrong;
    EXPECT_GE(tally.conclusive, tally.judged * 3 / 4) << Op::info.name;
  });
}

// What only recordings have. Their domains are given here; the last operand of some is a choice.
TEST_P(CheckedOps, EveryOpOfRecordingsToo) {
  Random random(22);
  const auto points = [&](int operands, const std::function<double(int)>& last) {
    Lists all;
    for (int i = 0; i < kPoints; ++i) {
      std::vector<double> x;
      for (int k = 0; k + 1 < operands; ++k) x.push_back(check::snapped(random.uniform(-3.0, 3.0)));
      x.push_back(last(i));
      all.push_back(std::move(x));
    }
    return all;
  };
  const auto number = [&](int) { return check::snapped(random.uniform(-3.0, 3.0)); };
  const auto label = [](int i) { return static_cast<double>(i % 5); };
  const auto factor = [](int i) { return i % 3 == 0 ? 0.0 : 1.25; };
  int ops = 0;
  const auto expect_right = [&]<class Op>(const Lists& at, int judged) {
    Tally tally;
    judge(check::under_test<Op>(), GetParam()->ops[kOpNumber<Op>], at, judged, tally);
    EXPECT_EQ(tally.wrong, 0) << tally.first_wrong;
    EXPECT_EQ(tally.conclusive, tally.judged) << Op::info.name;
    ++ops;
  };
  own::Ops::for_each([&]<class Op>() {
    if constexpr (std::is_same_v<Op, own::ValueOf>) {
      ++ops;  // wrong on purpose: its slope is 1, and it says 0 (lookup_test.cpp)
    } else if constexpr (std::is_same_v<Op, own::Drop>) {
      expect_right.template operator()<Op>(points(2, factor), 1);
    } else if constexpr (std::is_same_v<Op, own::Select>) {
      Lists at = points(3, number);
      for (std::size_t i = 0; i < at.size(); ++i) at[i][0] = i % 3 == 0 ? 0.0 : 1.0;
      Tally tally;
      judge(check::under_test<Op>(), GetParam()->ops[kOpNumber<Op>], at, 3, tally);
      EXPECT_LE(tally.wrong, kPoints) << tally.first_wrong;  // by the mask, where it jumps
      ++ops;
    } else if constexpr (BinaryOp<Op>) {
      expect_right.template operator()<Op>(points(2, number), 2);
    } else {
      expect_right.template operator()<Op>(points(kOperands, label), kOperands - 1);
    }
  });
  EXPECT_EQ(ops, static_cast<int>(own::Ops::size));
}

// ---- ops that are wrong in lanes alone ----------------------------------------------------------

enum class Slip { none, factor, neighbour, first_lane };

template <Slip kSlip>
struct TanhWithASlip : check::test::TextbookTanh {
  static constexpr auto info = unary_op("tanh_with_a_slip", "tanh x", {.domain = {-1, 1}});
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    const T right = TextbookTanh::partials(x, y)[0];
    if constexpr (!std::is_same_v<T, Lanes> || kSlip == Slip::none) {
      return {right};
    } else {
      alignas(64) double slopes[kLanes], slipped[kLanes];
      right.store(slopes);
      for (std::size_t l = 0; l < kLanes; ++l)
        slipped[l] = kSlip == Slip::factor      ? slopes[l] * (1 + 1e-9)
                     : kSlip == Slip::neighbour ? slopes[(l + 1) % kLanes]
                                                : slopes[0];
      return {T::load(slipped)};
    }
  }
};

template <Slip kSlip>
Tally tally_of() {
  using Op = TanhWithASlip<kSlip>;
  Tally tally;
  judge(check::under_test<Op>(), *op_entry(op_number<Op>, kernels()).kernels,
        check::sample_points(Op::info, 1, kPoints, Random(23)), 1, tally);
  return tally;
}

TEST(CheckedOpsThatSlip, AnOpThatIsWrongInLanesAloneIsRejected) {
  EXPECT_EQ(tally_of<Slip::none>().wrong, 0) << tally_of<Slip::none>().first_wrong;
  EXPECT_GE(tally_of<Slip::factor>().wrong, kPoints / 2);
  EXPECT_GE(tally_of<Slip::neighbour>().wrong, kPoints / 2);
  // Right in the one lane that the others copy.
  EXPECT_GE(tally_of<Slip::first_lane>().wrong, kPoints / 2);
  EXPECT_LE(tally_of<Slip::first_lane>().wrong, kPoints - kPoints / 8);
}

}  // namespace
}  // namespace riserun::lanes
