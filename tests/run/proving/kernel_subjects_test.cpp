// The kernels under the checker: right on every instruction set, and a bug in one lane of one
// kernel of one of them is found.
#include <riserun/run/proving/kernel_subjects.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include <riserun/check/program/targets.hpp>
#include <riserun/lanes/kernels/lane_op_table.hpp>
#include <riserun/run/proving/lane_op_check.hpp>
#include <riserun/run/proving/layer_kernel_check.hpp>

namespace riserun::run {
namespace {

const check::Options kShort{.points = 128};

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

TEST(KernelSubjects, ArePassedOnEveryInstructionSet) {
  const std::vector<check::Subject> subjects = kernel_subjects();
  EXPECT_EQ(subjects.size(), 4 * available_isas().size());
  const std::vector<std::string> names{"lanes.layers.portable", "nn.affine.portable"};
  const check::SuiteReport some =
      check::check_targets(names, check::builtin_ops(), kShort, {}, subjects);
  ASSERT_EQ(some.ops.size(), 2u);
  EXPECT_EQ(some.exit_code(), 0) << some.failures();
  for (const check::Subject& subject : subjects) {
    if (subject.name.starts_with("lanes.ops")) continue;  // checked_lane_ops_test.cpp has those
    const check::OpReport report = subject.check(kShort);
    EXPECT_EQ(report.name, subject.name);
    EXPECT_EQ(report.verdict(), check::Verdict::pass) << report.full();
  }
}

// Right kernels of one instruction set, of which one is wrong in one lane.
const lanes::Kernels& right() { return lanes::kernels(available_isas().back()); }
constexpr std::size_t kLane = 5;

struct WrongTable {
  std::vector<lanes::OpKernels> ops{right().ops, right().ops + lanes::KnownOps::size};
  lanes::Kernels kernels = right();
  WrongTable() { kernels.ops = ops.data(); }
};

const lanes::OpKernels& tanh_loops() { return right().ops[lanes::kOpNumber<ops::Tanh>]; }

void tanh_forward(const lanes::Memory& memory, const lanes::Site* sites, std::size_t count) {
  tanh_loops().forward(memory, sites, count);
  memory.values[sites->y + kLane] += 1e-6;
}
void tanh_backward(const lanes::Memory& memory, const lanes::Site* sites, std::size_t count,
                   unsigned wants) {
  tanh_loops().backward(memory, sites, count, wants);
  memory.gradients[sites->x[0] + kLane] *= 1 + 1e-6;
}

TEST(KernelSubjects, ABugInOneLaneOfOneOpIsFound) {
  WrongTable slope, value;
  lanes::OpKernels& backward = slope.ops[lanes::kOpNumber<ops::Tanh>];
  lanes::OpKernels& forward = value.ops[lanes::kOpNumber<ops::Tanh>];
  backward.backward = tanh_backward;
  forward.forward = tanh_forward;
  const check::OpReport by_slope = check_lane_ops(slope.kernels, kShort);
  EXPECT_TRUE(check::is_wrong(by_slope.verdict()));
  EXPECT_TRUE(has(by_slope.full(), "tanh, lane 5 of ")) << by_slope.full();
  EXPECT_FALSE(has(by_slope.full(), "lane 4 of ")) << by_slope.full();
  const check::OpReport by_value = check_lane_ops(value.kernels, kShort);
  EXPECT_EQ(by_value.verdict(), check::Verdict::fail);
  EXPECT_TRUE(has(by_value.full(), "tanh, lane 5 at ")) << by_value.full();
}

void wrong_product(const lanes::Product& task) {
  right().layers.product(task);
  task.y[kLane] += task.columns > 5 ? 1e-6 * task.x[kLane] : 0;
}
void wrong_lane_sums(const double* a, std::size_t step, std::size_t rows, std::size_t points,
                     std::size_t repeats, std::size_t repeat_step, double* sums) {
  right().layers.lane_sums(a, step, rows, points, repeats, repeat_step, sums);
  sums[rows - 1] -= a[(rows - 1) * step + kLane] * 1e-6;
}
void wrong_share(const lanes::Memory& memory, const lanes::ShareSite* sites, std::size_t count) {
  right().sums_of_products.share(memory, sites, count);
  memory.gradients[sites->to + kLane] *= 1 + 1e-6;
}
void wrong_affine(const double* x, std::size_t in, const double* w, const double* dz,
                  std::size_t out, double* dw, double* db, double* dx) {
  nn::affine_kernels(right().isa).backward(x, in, w, dz, out, dw, db, dx);
  dw[in * out - 1] *= 1 + 1e-6;
}

TEST(KernelSubjects, ABugInOneLaneOfALayerOrASumIsFound) {
  const auto fails = [](const check::OpReport& report) {
    return report.verdict() == check::Verdict::fail;
  };
  lanes::Kernels kernels = right();
  kernels.layers.product = wrong_product;
  EXPECT_TRUE(fails(check_lane_layers(kernels, kShort)));
  kernels = right();
  kernels.layers.lane_sums = wrong_lane_sums;
  EXPECT_TRUE(fails(check_lane_layers(kernels, kShort)));
  kernels = right();
  kernels.sums_of_products.share = wrong_share;
  EXPECT_TRUE(fails(check_lane_sums(kernels, kShort)));
  nn::AffineKernels affine = nn::affine_kernels(right().isa);
  affine.backward = wrong_affine;
  EXPECT_TRUE(fails(check_affine(affine, right().isa, kShort)));
}

TEST(KernelSubjects, TheCommandFindsABugOfOneInstructionSet) {
  WrongTable wrong;
  wrong.ops[lanes::kOpNumber<ops::Tanh>].backward = tanh_backward;
  std::vector<check::Subject> subjects{
      {"lanes.ops.right", "", [](const auto& o) { return check_lane_ops(right(), o); }},
      {"lanes.ops.wrong", "", [&](const auto& o) { return check_lane_ops(wrong.kernels, o); }}};
  const check::SuiteReport report = check::check_targets({}, {}, kShort, {}, subjects);
  EXPECT_EQ(report.exit_code(), 1);
  ASSERT_EQ(report.ops.size(), 2u);
  EXPECT_EQ(report.ops[0].verdict(), check::Verdict::pass) << report.ops[0].full();
  EXPECT_TRUE(check::is_wrong(report.ops[1].verdict()));
}

}  // namespace
}  // namespace riserun::run
