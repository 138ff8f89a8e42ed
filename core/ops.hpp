// Every built-in op. The list below is the registry that the checker and the op manual walk.
#pragma once

#include <riserun/core/ops/arithmetic.hpp>
#include <riserun/core/ops/error.hpp>
#include <riserun/core/ops/exponential.hpp>
#include <riserun/core/ops/gamma.hpp>
#include <riserun/core/ops/hyperbolic.hpp>
#include <riserun/core/ops/linear.hpp>
#include <riserun/core/ops/number.hpp>
#include <riserun/core/ops/piecewise.hpp>
#include <riserun/core/ops/piecewise_activation.hpp>
#include <riserun/core/ops/reduction.hpp>
#include <riserun/core/ops/roots.hpp>
#include <riserun/core/ops/smooth_activation.hpp>
#include <riserun/core/ops/softmax.hpp>
#include <riserun/core/ops/steps.hpp>
#include <riserun/core/ops/trigonometric.hpp>

namespace riserun {

using BuiltinOps =
    JoinOps<ops::Arithmetic, ops::Exponential, ops::Roots, ops::Trigonometric, ops::Hyperbolic,
            ops::ErrorFunctions, ops::GammaFunctions, ops::Piecewise, ops::Steps, ops::Activations,
            ops::SmoothActivations, ops::Reductions, ops::Linear, ops::Softmax>::type;

}  // namespace riserun
