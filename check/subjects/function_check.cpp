#include <riserun/check/subjects/function_check.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/check/subjects/mistake.hpp>
#include <riserun/check/verdict/judge.hpp>

namespace riserun::check {

namespace internal {

void throw_wrong_count(std::size_t takes, std::size_t given) {
  throw ShapeError(fmt::format("the function takes {} value{}, the point has {}", takes,
                               takes == 1 ? "" : "s", given));
}

}  // namespace internal

Verdict FunctionReport::verdict() const {
  Verdict worst = operands.empty() ? Verdict::inconclusive : Verdict::pass;
  for (const PointReport& operand : operands) worst = std::max(worst, operand.verdict);
  return worst;
}

std::string FunctionReport::brief() const {
  std::string text = fmt::format("{}: {} derivative{}", to_string(verdict()), operands.size(),
                                 operands.size() == 1 ? "" : "s");
  double coarsest = 0;
  for (const PointReport& operand : operands) coarsest = std::max(coarsest, operand.resolution);
  return text + fmt::format(", resolution {:.1e}", coarsest);
}

std::string FunctionReport::full() const {
  std::string text = brief() + '\n';
  const bool good = passed();
  for (const PointReport& operand : operands)
    if (good || (operand.verdict != Verdict::pass && operand.verdict != Verdict::kink))
      text += operand.full();
  return text;
}

FunctionReport check_value_function(const ValueFunction& f, std::span<const double> at,
                                    const Options& options) {
  options.validate();
  Tape tape;
  std::vector<Value> variables;
  for (double x : at) variables.push_back(tape.variable(x));
  const Value y = f(variables);
  std::vector<double> gradient(at.size(), 0.0);
  if (!y.is_constant()) {
    y.backward();
    for (std::size_t i = 0; i < at.size(); ++i) gradient[i] = variables[i].grad();
  }
  tape.rewind();

  // Forward alone: constants are not recorded.
  std::vector<Value> constants(at.begin(), at.end());
  auto value_at = [&](std::size_t i, double t) {
    constants[i] = Value(t);
    return f(constants).data();
  };
  FunctionReport report;
  for (std::size_t i = 0; i < at.size(); ++i) {
    PointReport point;
    point.subject = "f";
    point.operand = static_cast<int>(i);
    point.at.assign(at.begin(), at.end());
    point.analytic = gradient[i];
    auto along = [&](double t) { return value_at(i, t); };
    const double fx = along(at[i]);
    if (!std::isfinite(fx) || fx != y.data()) {
      point.verdict = Verdict::fail;
      point.reason =
          std::isfinite(fx)
              ? fmt::format("f is {:.17g} of constants and {:.17g} of variables", fx, y.data())
              : fmt::format("f is {} at the point", fx);
    } else {
      judge({.f = along, .x = at[i], .fx = fx, .analytic = gradient[i]}, options, point);
    }
    constants[i] = Value(at[i]);
    report.operands.push_back(std::move(point));
  }
  std::vector<double> slopes;
  for (const PointReport& point : report.operands) slopes.push_back(point.slope);
  for (PointReport& point : report.operands) {
    if (point.verdict != Verdict::fail || std::isnan(point.slope) || !std::isnan(point.left))
      continue;
    point.reason = symptom_text({.analytic = point.analytic,
                                 .slope = point.slope,
                                 .tolerance = point.tolerance,
                                 .y = y.data(),
                                 .operand = static_cast<std::size_t>(point.operand),
                                 .x = at,
                                 .slopes = slopes});
  }
  return report;
}

}  // namespace riserun::check
