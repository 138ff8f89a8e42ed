#include <riserun/cli/expression/operations.hpp>

#include <algorithm>

#include <riserun/core/ops.hpp>
#include <riserun/core/record.hpp>

namespace riserun::cli {

std::span<const Operation> operations() {
  static const std::vector<Operation> all = [] {
    std::vector<Operation> list;
    BuiltinOps::for_each([&]<class Op>() { list.push_back({&Op::info, &apply_to<Op>}); });
    return list;
  }();
  return all;
}

const Operation* find_operation(std::string_view name) {
  const std::span<const Operation> all = operations();
  const auto found = std::ranges::find(all, name, [](const Operation& o) { return o.info->name; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> operation_names() {
  std::vector<std::string> names;
  for (const Operation& operation : operations()) names.emplace_back(operation.info->name);
  return names;
}

}  // namespace riserun::cli
