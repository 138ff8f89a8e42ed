// The built-in ops by name, for whoever has their names as text.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/core/op.hpp>
#include <riserun/core/value.hpp>

namespace riserun::cli {

struct Operation {
  const OpInfo* info;
  Value (*apply)(std::span<const Value> x);  // x.size() == info->arity unless variadic
};

/// Every op of riserun::BuiltinOps, in its order.
[[nodiscard]] std::span<const Operation> operations();
/// The op of that name, or nullptr.
[[nodiscard]] const Operation* find_operation(std::string_view name);
[[nodiscard]] std::vector<std::string> operation_names();

}  // namespace riserun::cli
