#include <riserun/cli/expression/expression.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/readable_number.hpp>
#include <riserun/cli/expression/operations.hpp>

namespace riserun::cli {

std::string Expression::left_the_numbers(const Step& step, std::span<const Value> operands,
                                         Value y) {
  const auto finite = [](Value x) { return std::isfinite(x.data()); };
  if (finite(y) || !std::ranges::all_of(operands, finite)) return {};
  std::string text;
  for (const Value& x : operands)
    text += fmt::format("{}{:.6g}", text.empty() ? "" : ", ", x.data());
  return fmt::format("{}({}) = {}", step.operation->info->name, text, number_text(y.data()));
}

Value Expression::record(std::span<const Value> values, std::string* trouble) const {
  std::vector<Value> stack, stored(names_.size());
  for (const Step& step : steps_) {
    switch (step.kind) {
      case Step::number:
        stack.push_back(step.x);
        break;
      case Step::variable:
        stack.push_back(values[step.index]);
        break;
      case Step::recall:
        stack.push_back(stored[step.index]);
        break;
      case Step::drop:
        stack.pop_back();
        break;
      case Step::store:
        stored[step.index] = stack.back();
        // A second name for a node that has one, as in y = x, leaves it its first.
        if (!stack.back().is_constant() && stack.back().label().empty())
          stack.back().label(names_[step.index]);
        break;
      case Step::apply: {
        const auto operands = std::span(stack).last(step.index);
        const Value y = step.operation->apply(operands);
        if (trouble != nullptr && trouble->empty()) *trouble = left_the_numbers(step, operands, y);
        stack.resize(stack.size() - step.index);
        stack.push_back(y);
        break;
      }
    }
  }
  return stack.back();
}

}  // namespace riserun::cli
