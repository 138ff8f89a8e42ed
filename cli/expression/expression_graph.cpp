#include <riserun/cli/expression/expression_graph.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include <riserun/base/errors.hpp>
#include <riserun/base/nearest_name.hpp>
#include <riserun/base/readable_number.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/run/settings/arguments.hpp>

namespace riserun::cli {

namespace {

/// "w1=-3,x1=2" -> numbers by name.
std::map<std::string, double> parse_values(const std::vector<std::string>& texts) {
  std::map<std::string, double> values;
  for (std::string_view rest : texts) {
    while (!rest.empty()) {
      const std::string_view one = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
      const std::size_t equals = one.find('=');
      if (equals == one.npos || equals == 0)
        throw UsageError(fmt::format("--at: expected name=number, found \"{}\"", one));
      std::string name(one.substr(0, equals));
      std::erase(name, ' ');
      const double x = run::parse_number(fmt::format("--at {}", name),
                                         one.substr(one.find_first_not_of(' ', equals + 1)));
      if (!values.emplace(name, x).second)
        throw UsageError(fmt::format("--at gives {} twice", name));
    }
  }
  return values;
}

std::vector<double> values_of(const Expression& expression, const std::vector<std::string>& at) {
  const std::map<std::string, double> given = parse_values(at);
  const std::vector<std::string>& variables = expression.variables();
  for (const auto& [name, x] : given)
    if (std::ranges::find(variables, name) == variables.end())
      throw UsageError(fmt::format("--at gives {}, which the expression does not use{}", name,
                                   did_you_mean(name, variables)));
  std::vector<double> values;
  std::vector<std::string> missing;
  for (const std::string& name : variables) {
    const auto found = given.find(name);
    if (found == given.end())
      missing.push_back(name + "=1");
    else
      values.push_back(found->second);
  }
  if (!missing.empty())
    throw UsageError(
        fmt::format("every name needs a number; add --at {}", fmt::join(missing, ",")));
  return values;
}

}  // namespace

ExpressionGraph::ExpressionGraph(const std::string& text, const std::vector<std::string>& at)
    : expression_(text) {
  const std::vector<double> values = values_of(expression_, at);
  for (std::size_t i = 0; i < values.size(); ++i)
    variables_.push_back(tape_.variable(values[i], expression_.variables()[i]));
  root_ = expression_.record(variables_, &trouble_);
  root_.backward();
}

std::string ExpressionGraph::table() const {
  const std::vector<std::string>& names = expression_.variables();
  std::size_t width = 6;
  for (const std::string& name : names) width = std::max(width, name.size());
  std::string out = fmt::format("{:<{}}  {:>12}  {:>12}\n", "", width, "data", "grad");
  for (std::size_t i = 0; i < variables_.size(); ++i)
    out += fmt::format("{:<{}}  {:>12}  {:>12}\n", names[i], width,
                       number_text(variables_[i].data()), number_text(variables_[i].grad()));
  const std::string_view label = root_.label();
  if (std::ranges::find(names, label) != names.end()) return out;
  out += fmt::format("{:<{}}  {:>12}", label.empty() ? "result" : label, width,
                     number_text(root_.data()));
  return out + (root_.is_constant() ? "\n" : fmt::format("  {:>12}\n", number_text(root_.grad())));
}

void ExpressionGraph::warn() const {
  if (!trouble_.empty()) return cli::warn(fmt::format("{}: not finite from there on", trouble_));
  for (std::size_t i = 0; i < variables_.size(); ++i)
    if (const double grad = variables_[i].grad(); !std::isfinite(grad))
      cli::warn(
          fmt::format("the gradient of {} is {}", expression_.variables()[i], number_text(grad)));
}

}  // namespace riserun::cli
