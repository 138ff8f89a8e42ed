// Everything of riserun::check but the GoogleTest adaptors (check/gtest.hpp, check/gmock.hpp).
#pragma once

#include <riserun/check/functions/gradient_check.hpp>
#include <riserun/check/functions/jacobian_check.hpp>
#include <riserun/check/program/check_main.hpp>
#include <riserun/check/program/op_manual.hpp>
#include <riserun/check/program/targets.hpp>
#include <riserun/check/subjects/check_op.hpp>
#include <riserun/check/subjects/model_check.hpp>
#include <riserun/check/subjects/suite.hpp>
#include <riserun/check/subjects/v_curve.hpp>
