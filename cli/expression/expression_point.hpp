// The numbers that the command line gives for an expression's names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <riserun/cli/expression/expression.hpp>

namespace riserun::cli {

/// What `at` gives, "w1=-3,x1=2" each, in the order of expression.variables(); a number alone is that
/// of the only name. Throws UsageError, which begins with `option`, for anything else, and for a name
/// that is given twice or not used.
[[nodiscard]] std::vector<std::optional<double>> given_numbers(const Expression& expression,
                                                               const std::vector<std::string>& at,
                                                               const std::string& option = "--at");

/// The same where every name needs a number: a UsageError names those without.
[[nodiscard]] std::vector<double> numbers_at(const Expression& expression,
                                             const std::vector<std::string>& at);

}  // namespace riserun::cli
