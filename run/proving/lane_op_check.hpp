// Ops as lanes compute them, judged by rise over run of the lanes' own forward: each lane has a
// point of its own, so that a lane that is wrong, or that gets its neighbour's slope, is seen.
#pragma once

#include <vector>

#include <riserun/check/subjects/check_op.hpp>
#include <riserun/lanes/kernels/kernels.hpp>

namespace riserun::run {

/// The derivatives by operands 0 .. judged - 1 at every eight of `points` (each the operands), in
/// their order; points that do not fill eight lanes are left out. `subject` of a report names the
/// op and the lane.
[[nodiscard]] std::vector<check::PointReport> judge_lane_op(
    check::OpUnderTest op, const lanes::OpKernels& kernels,
    const std::vector<std::vector<double>>& points, int judged, const check::Options& options = {});

/// Every built-in op with the loops of these kernels, at options.points / 16 points; its values,
/// too, which are the scalar op's to a few ulp.
[[nodiscard]] check::OpReport check_lane_ops(const lanes::Kernels& kernels,
                                             const check::Options& options = {});

}  // namespace riserun::run
