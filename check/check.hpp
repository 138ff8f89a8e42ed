// Everything of riserun::check but the GoogleTest adaptors (check/gtest.hpp, check/gmock.hpp).
#pragma once

#include "check/check_op.hpp"
#include "check/function_check.hpp"
#include "check/main.hpp"
#include "check/model_check.hpp"
#include "check/op_manual.hpp"
#include "check/suite.hpp"
#include "check/targets.hpp"
#include "check/v_curve.hpp"
