// Everything of riserun::check but the GoogleTest adaptor (check/gtest.hpp).
#pragma once

#include "check/check_op.hpp"
#include "check/function_check.hpp"
#include "check/model_check.hpp"
#include "check/suite.hpp"
