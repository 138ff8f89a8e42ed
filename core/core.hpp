// The engine: everything of core/ a user needs.
#pragma once

#include "core/backward_steps.hpp"
#include "core/calculus.hpp"
#include "core/errors.hpp"
#include "core/graph.hpp"
#include "core/no_gradient.hpp"
#include "core/op.hpp"
#include "core/ops.hpp"
#include "core/outputs.hpp"
#include "core/random.hpp"
#include "core/record.hpp"
#include "core/tape.hpp"
#include "core/value.hpp"
