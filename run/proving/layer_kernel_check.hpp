// The kernels of whole layers and of sums, judged by rise over run: their forward as a function of
// everything that goes in, their backward as its gradient, at sizes around the vectors' widths.
#pragma once

#include <riserun/check/subjects/check_op.hpp>
#include <riserun/lanes/kernels/kernels.hpp>
#include <riserun/nn/kernels/affine.hpp>

namespace riserun::run {

/// z = b + W x of nn's fused layers.
[[nodiscard]] check::OpReport check_affine(const nn::AffineKernels& kernels, Isa isa,
                                           const check::Options& options = {});

/// y = relu(start + W x) of lanes' layers, for packs of points: products, outer products, lane sums
/// and both ways between rows and packs.
[[nodiscard]] check::OpReport check_lane_layers(const lanes::Kernels& kernels,
                                                const check::Options& options = {});

/// Sums of numbers and of products on lanes.
[[nodiscard]] check::OpReport check_lane_sums(const lanes::Kernels& kernels,
                                              const check::Options& options = {});

}  // namespace riserun::run
