// The gradient check as `check` and `demo` run it and show it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <riserun/check/subjects/suite.hpp>

namespace riserun::cli {

/// A row of the table whose last word is a verdict, with that word in colour where stdout shows
/// colours.
[[nodiscard]] std::string with_verdict_in_colour(std::string_view row);

/// check::check_ops with a bar on stderr where that is a terminal.
[[nodiscard]] check::SuiteReport check_with_progress(std::span<const check::OpUnderTest> ops,
                                                     const check::Options& options, bool quiet);

/// On stdout: the table with its verdicts in colour, everything that is wrong in full, and the sum.
void print_check_table(const check::SuiteReport& report);

}  // namespace riserun::cli
