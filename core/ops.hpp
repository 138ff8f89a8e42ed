// Every built-in op. The list below is the registry that the checker and the op manual walk.
#pragma once

#include "core/ops/activation.hpp"
#include "core/ops/arithmetic.hpp"
#include "core/ops/exponential.hpp"
#include "core/ops/piecewise.hpp"
#include "core/ops/reduction.hpp"

namespace riserun {

using BuiltinOps = JoinOps<ops::Arithmetic, ops::Exponential, ops::Activations, ops::Piecewise,
                           ops::Reductions>::type;

}  // namespace riserun
