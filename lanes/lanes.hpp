// The lock-step engine: everything of lanes/ a user needs.
#pragma once

#include <riserun/lanes/planning/plan.hpp>
#include <riserun/lanes/recording/recorded.hpp>
#include <riserun/lanes/recording/recorded_functions.hpp>
#include <riserun/lanes/recording/recorded_mlp.hpp>
#include <riserun/lanes/recording/recorded_number.hpp>
#include <riserun/lanes/recording/recorded_parameters.hpp>
#include <riserun/lanes/recording/recording.hpp>
#include <riserun/lanes/running/executor.hpp>
