#include <riserun/cli/expression/expression_op.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/cli/expression/expression.hpp>
#include <riserun/cli/expression/expression_point.hpp>
#include <riserun/core/tape.hpp>

namespace riserun::cli {

using check::OpUnderTest;
using check::Quad;

namespace {

/// The text beside what it says: the op's name is a view of it.
struct NamedExpression {
  explicit NamedExpression(const std::string& its_text) : text(its_text), expression(its_text) {}
  const std::string text;
  const Expression expression;
};

OpUnderTest op_of(const std::shared_ptr<const NamedExpression>& named) {
  const std::size_t variables = named->expression.variables().size();
  OpUnderTest op;
  op.info.name = op.info.mathematics = named->text;
  op.info.arity = variables > kMaxArity ? kVariadic : static_cast<int>(variables);
  op.composed = true;
  op.operand_names = named->expression.variables();
  op.forward = [named](std::span<const double> x) { return named->expression.evaluate(x); };
  op.partials = [named](std::span<const double> x, double, std::span<double> dy_dx) {
    Tape tape;
    std::vector<Value> leaves;
    for (const double number : x) leaves.push_back(tape.variable(number));
    const Value y = named->expression.record(leaves);
    if (!y.is_constant()) y.backward();
    std::ranges::transform(leaves, dy_dx.begin(), [](Value v) { return v.grad(); });
  };
  op.record = [named](std::span<const Value> x) { return named->expression.record(x); };
  if (!named->expression.has_twin()) return op;
  op.twin_forward = [named](std::span<const Quad> x) { return named->expression.evaluate(x); };
  op.twin_partials = [named](std::span<const Quad> x, Quad, std::span<Quad> dy_dx) {
    named->expression.gradient(x, dy_dx);
  };
  return op;
}

}  // namespace

OpUnderTest expression_op(const std::string& text) {
  return op_of(std::make_shared<const NamedExpression>(text));
}

std::optional<check::FunctionAt> function_at(std::string_view target) {
  const std::size_t at = target.rfind('@');
  const std::string_view text = target.substr(0, at);
  const std::string_view point = at == target.npos ? std::string_view() : target.substr(at + 1);
  const bool named_point = point.find('=') != point.npos;
  if (!named_point && text.find_first_of("()+-*^%<>=!;, ") == text.npos) return std::nullopt;
  const auto named = std::make_shared<const NamedExpression>(std::string(text));
  const std::vector<std::string>& variables = named->expression.variables();
  if (variables.empty())
    throw UsageError(fmt::format("\"{}\" has no name to differentiate by", text));
  const std::vector<std::optional<double>> given =
      given_numbers(named->expression, {std::string(point)}, "@");
  if (!std::ranges::all_of(given, [](const auto& x) { return x.has_value(); }))
    throw UsageError(
        fmt::format("\"{0}\" is an expression, which is checked at a point: '{0}@{1}=1'", text,
                    fmt::join(variables, "=1,")));
  check::FunctionAt function{op_of(named), {}};
  for (const std::optional<double>& x : given) function.at.push_back(*x);
  return function;
}

}  // namespace riserun::cli
