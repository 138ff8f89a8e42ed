#include <riserun/cli/expression/operations.hpp>

#include <algorithm>
#include <utility>

#include <riserun/check/subjects/suite.hpp>

namespace riserun::cli {

namespace {

/// What C, numpy and PyTorch call some of them.
constexpr std::pair<std::string_view, std::string_view> kOtherNames[] = {
    {"arccos", "acos"}, {"arcsin", "asin"}, {"arctan", "atan"}, {"arctan2", "atan2"},
    {"fabs", "abs"},    {"ln", "log"},      {"maximum", "max"}, {"minimum", "min"},
    {"neg", "negate"},  {"power", "pow"}};

}  // namespace

const check::OpUnderTest* find_operation(std::string_view name) {
  for (const auto& [other, own] : kOtherNames)
    if (name == other) name = own;
  const std::vector<check::OpUnderTest>& all = check::builtin_ops();
  const auto found =
      std::ranges::find(all, name, [](const check::OpUnderTest& op) { return op.info.name; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> operation_names() {
  std::vector<std::string> names;
  for (const check::OpUnderTest& op : check::builtin_ops()) names.emplace_back(op.info.name);
  return names;
}

}  // namespace riserun::cli
