// riserun slope: the derivative of an expression by rise over run, with a run that shrinks.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <riserun/base/console.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/base/readable_number.hpp>
#include <riserun/check/functions/slope_table.hpp>
#include <riserun/check/subjects/suite.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/expression/expression_op.hpp>
#include <riserun/cli/expression/expression_point.hpp>
#include <riserun/cli/telling/check_report.hpp>

namespace riserun::cli {

namespace {

struct SlopeOptions {
  std::string expression;
  std::vector<std::string> at;
};

std::string point_text(const check::OpUnderTest& f, std::span<const double> at) {
  std::string text;
  for (std::size_t i = 0; i < at.size(); ++i)
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", f.operand_names[i], at[i]);
  return text;
}

/// "PASS", and the figures behind it.
std::string verdict_text(const check::SlopeTable& table) {
  const check::PointReport& judged = table.judged;
  std::string text = fmt::format("backward    {:.10g}\n", judged.analytic);
  if (!std::isnan(judged.left))
    text += fmt::format("rise / run  {:.10g} to the left, {:.10g} to the right\n", judged.left,
                        judged.right);
  else if (!std::isnan(judged.slope))
    text += fmt::format("rise / run  {:.10g}, to within {:.1e} (to both sides, extrapolated)\n",
                        judged.slope, judged.error);
  text += with_verdict_in_colour(std::string(check::to_string(judged.verdict)));
  if (!judged.reason.empty()) text += fmt::format(": {}", judged.reason);
  return text + '\n';
}

int run_slope(const SlopeOptions& options) {
  check::OpUnderTest f;
  std::vector<double> at;
  f = expression_op(options.expression);
  if (f.operand_names.empty())
    throw UsageError(fmt::format("\"{}\" has no name to differentiate by", options.expression));
  at = numbers_at(Expression(options.expression), options.at);
  check::SuiteReport all;
  put(fmt::format("f = {}\nat {}: f = {}\n", options.expression, point_text(f, at),
                  number_text(f.forward(at))));
  for (std::size_t i = 0; i < at.size(); ++i) {
    const check::SlopeTable table = check::slope_table(f, static_cast<int>(i), at);
    put(fmt::format("\ndf/d{}\n{}{}", table.variable, table.text(), verdict_text(table)));
    all.points.push_back(table.judged);
  }
  return all.exit_code();
}

struct SlopeCommand final : Command {
  SlopeOptions given;

  SlopeCommand()
      : Command("slope", "Show a derivative as rise over run, with a run that shrinks",
                "riserun slope '3*x^2 - 4*x + 5' --at x=3\n"
                "riserun slope 'a*b + c' --at a=2,b=-3,c=10") {
    options.argument("expression", "EXPRESSION", given.expression,
                     "such as 'n = w*x + b; tanh(n)'; + - * / // % ^ < <= ==,\n"
                     "if(c, a, b) and the ops of riserun check --list; one that\n"
                     "begins with - goes last, after --");
    options.required();
    options.texts("at", "NAME=X,...", given.at, "the names' numbers");
  }
  int run() override { return run_slope(given); }
};

}  // namespace

std::unique_ptr<Command> slope_command() { return std::make_unique<SlopeCommand>(); }

}  // namespace riserun::cli
