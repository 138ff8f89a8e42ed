// An expression as the gradient checker takes a function: in double, in quad and recorded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <riserun/check/program/targets.hpp>

namespace riserun::cli {

/// The expression's text as an op whose operands are its names. Throws what Expression throws.
[[nodiscard]] check::OpUnderTest expression_op(const std::string& text);

/// "a*b@a=2,b=-3" as a function at a point; nothing for what can only be an op's target, such as
/// "pow/1@2,3". Throws UsageError for an expression without a point, and what Expression throws.
[[nodiscard]] std::optional<check::FunctionAt> function_at(std::string_view target);

}  // namespace riserun::cli
