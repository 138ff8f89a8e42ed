// Every built-in op. The list below is the registry that the checker and the op manual walk.
#pragma once

#include "core/ops/activation.hpp"
#include "core/ops/arithmetic.hpp"
#include "core/ops/error.hpp"
#include "core/ops/exponential.hpp"
#include "core/ops/gamma.hpp"
#include "core/ops/hyperbolic.hpp"
#include "core/ops/linear.hpp"
#include "core/ops/number.hpp"
#include "core/ops/piecewise.hpp"
#include "core/ops/reduction.hpp"
#include "core/ops/roots.hpp"
#include "core/ops/smooth_activation.hpp"
#include "core/ops/softmax.hpp"
#include "core/ops/steps.hpp"
#include "core/ops/trigonometric.hpp"

namespace riserun {

using BuiltinOps =
    JoinOps<ops::Arithmetic, ops::Exponential, ops::Roots, ops::Trigonometric, ops::Hyperbolic,
            ops::ErrorFunctions, ops::GammaFunctions, ops::Piecewise, ops::Steps, ops::Activations,
            ops::SmoothActivations, ops::Reductions, ops::Linear, ops::Softmax>::type;

}  // namespace riserun
