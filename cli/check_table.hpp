// The report of a gradient check on stdout, as `check` and `demo` show it.
#pragma once

#include "check/suite.hpp"

namespace riserun::cli {

/// The table with its verdicts in colour, everything that is wrong in full, and the sum of it.
void print_check_table(const check::SuiteReport& report);

}  // namespace riserun::cli
