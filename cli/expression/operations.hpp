// The built-in ops by name, for whoever has their names as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <riserun/check/subjects/op_under_test.hpp>

namespace riserun::cli {

/// The op of that name, or of what other programs call it (ln, fabs, maximum); nullptr: there is none.
/// It can be evaluated in double and in quad, and recorded.
[[nodiscard]] const check::OpUnderTest* find_operation(std::string_view name);
/// The names of all built-in ops, in their order.
[[nodiscard]] std::vector<std::string> operation_names();

}  // namespace riserun::cli
