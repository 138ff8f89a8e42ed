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
#include <riserun/check/subjects/points.hpp>
#include <riserun/lanes/kernels/kernels.hpp>
#include <riserun/lanes/kernels/lane_op_table.hpp>
#include <riserun/run/proving/lane_op_check.hpp>
#include "tests/check/right_ops.hpp"

namespace riserun::lanes {
namespace {

using Lists = std::vector<std::vector<double>>;  // points, each the operands

struct Tally {
  int judged = 0, conclusive = 0, wrong = 0;
  std::string first_wrong{};
};

void judge(const check::OpUnderTest& op, const OpKernels& kernels, const Lists& points, int judged,
           Tally& tally) {
  for (const check::PointReport& report : run::judge_lane_op(op, kernels, points, judged)) {
    ++tally.judged;
    tally.conclusive += report.verdict != check::Verdict::inconclusive;
    if (!check::is_wrong(report.verdict)) continue;
    if (tally.wrong++ == 0) tally.first_wrong = report.full();
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
  const check::OpReport report = run::check_lane_ops(*GetParam());
  EXPECT_EQ(report.verdict(), check::Verdict::pass) << report.full();
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
