// The engine: everything of core/ a user needs.
#pragma once

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>
#include <riserun/core/derivatives/calculus.hpp>
#include <riserun/core/derivatives/tangents.hpp>
#include <riserun/core/drawing/backward_steps.hpp>
#include <riserun/core/drawing/graph.hpp>
#include <riserun/core/no_gradient.hpp>
#include <riserun/core/op.hpp>
#include <riserun/core/ops.hpp>
#include <riserun/core/outputs.hpp>
#include <riserun/core/record.hpp>
#include <riserun/core/tape.hpp>
#include <riserun/core/value.hpp>
