// The lock-step engine: everything of lanes/ a user needs.
#pragma once

#include "lanes/executor.hpp"
#include "lanes/functions.hpp"
#include "lanes/mlp.hpp"
#include "lanes/number.hpp"
#include "lanes/parameters.hpp"
#include "lanes/plan.hpp"
#include "lanes/record.hpp"
#include "lanes/recording.hpp"
