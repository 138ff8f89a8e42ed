#include <riserun/run/proving/lane_op_check.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/random.hpp>
#include <riserun/check/functions/gathering.hpp>
#include <riserun/check/subjects/op_point.hpp>
#include <riserun/check/subjects/points.hpp>
#include <riserun/lanes/kernels/lane_op_table.hpp>
#include <riserun/run/proving/op_bench.hpp>

namespace riserun::run {
namespace {

using lanes::kLanes;
using Points = std::vector<std::vector<double>>;

// Eight points, one a lane, run forward and backward.
class EightPoints {
 public:
  EightPoints(const OpInfo& info, const lanes::OpKernels& kernels, int operands)
      : kernels_(kernels), bench_(operands, 1), operands_(operands) {
    if (info.arity == kVariadic) bench_.of_list();
  }

  void run(const std::vector<double>* points) {
    for (std::size_t l = 0; l < kLanes; ++l) {
      for (int k = 0; k < operands_; ++k) {
        bench_.operand(k)[l] = points[l][static_cast<std::size_t>(k)];
        bench_.slope(k)[l] = 0;
      }
      // Powers of two, so that dividing by them again costs nothing.
      bench_.upstream()[l] = std::ldexp(l % 2 == 0 ? 1.0 : -1.0, static_cast<int>(l));
    }
    bench_.forward(kernels_);
    bench_.backward(kernels_);
  }

  [[nodiscard]] check::EngineResult result(std::size_t lane) {
    check::EngineResult result{bench_.y()[lane], {}};
    for (int k = 0; k < operands_; ++k)
      result.gradient.push_back(bench_.slope(k)[lane] / bench_.upstream()[lane]);
    return result;
  }

  // The value in this lane at other operands, beside the other lanes' points.
  double value(std::size_t lane, std::span<const double> at, const std::vector<double>& back) {
    for (int k = 0; k < operands_; ++k) bench_.operand(k)[lane] = at[static_cast<std::size_t>(k)];
    bench_.forward(kernels_);
    for (int k = 0; k < operands_; ++k) bench_.operand(k)[lane] = back[static_cast<std::size_t>(k)];
    return bench_.y()[lane];
  }

 private:
  const lanes::OpKernels& kernels_;
  lanes::OpBench bench_;
  int operands_;
};

// Whether a lane's value is the scalar op's: to 64 ulp of it, or of what its operands contribute.
bool same_value(double lane, double scalar, const std::vector<double>& x,
                const std::vector<double>& slopes) {
  if (check::same_number(lane, scalar)) return true;
  double size = std::abs(scalar);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (std::isfinite(slopes[i])) size = std::max(size, std::abs(x[i] * slopes[i]));
  return std::abs(lane - scalar) <= 64 * 0x1p-52 * size + 0x1p-1022;
}

}  // namespace

std::vector<check::PointReport> judge_lane_op(check::OpUnderTest op,
                                              const lanes::OpKernels& kernels, const Points& points,
                                              int judged, const check::Options& options) {
  std::vector<check::PointReport> reports;
  if (points.empty()) return reports;
  EightPoints eight(op.info, kernels, static_cast<int>(points[0].size()));
  for (std::size_t begin = 0; begin + kLanes <= points.size(); begin += kLanes) {
    eight.run(&points[begin]);
    std::vector<check::EngineResult> results;
    for (std::size_t l = 0; l < kLanes; ++l) results.push_back(eight.result(l));
    for (std::size_t l = 0; l < kLanes; ++l) {
      const std::vector<double>& x = points[begin + l];
      op.forward = [&](std::span<const double> at) { return eight.value(l, at, x); };
      op.partials = [&](std::span<const double>, double, std::span<double> dy_dx) {
        std::ranges::copy(results[l].gradient, dy_dx.begin());
      };
      for (int k = 0; k < judged; ++k) {
        reports.push_back(check::judge_op(op, x, k, results[l], options));
        reports.back().subject = fmt::format("{}, lane {}", op.info.name, l);
      }
    }
  }
  return reports;
}

check::OpReport check_lane_ops(const lanes::Kernels& kernels, const check::Options& options) {
  constexpr int kOperands = 6;  // of an op of any number
  constexpr int kShare = 16;    // of the points that the op itself is judged at
  const int count =
      std::max(1, options.points / kShare / static_cast<int>(kLanes)) * static_cast<int>(kLanes);
  check::Gathering row("lanes.ops." + std::string(name(kernels.isa)), 0, options);
  BuiltinOps::for_each([&]<class Op>() {
    const lanes::OpKernels& loops = kernels.ops[lanes::kOpNumber<Op>];
    const int operands = Op::info.arity == kVariadic ? kOperands : Op::info.arity;
    const Points points =
        check::sample_points(Op::info, operands, count, Random(options.seed).stream(0));
    const check::OpUnderTest op = check::under_test<Op>();
    for (check::PointReport& report : judge_lane_op(op, loops, points, operands, options)) {
      report.subject += " of " + std::string(name(kernels.isa));
      row.add(std::move(report));
    }
    EightPoints eight(Op::info, loops, operands);
    for (std::size_t begin = 0; begin + kLanes <= points.size(); begin += kLanes) {
      eight.run(&points[begin]);
      for (std::size_t l = 0; l < kLanes; ++l) {
        const std::vector<double>& x = points[begin + l];
        const double scalar = op.forward(x), lane = eight.result(l).y;
        std::vector<double> slopes(x.size());
        op.partials(x, scalar, slopes);
        if (!same_value(lane, scalar, x, slopes))
          row.fail(fmt::format("{}, lane {} at {}: {:.17g}, the scalar op gives {:.17g}",
                               Op::info.name, l, check::point_in_braces(x), lane, scalar));
      }
    }
  });
  return row.close();
}

}  // namespace riserun::run
