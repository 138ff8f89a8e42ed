#include <riserun/cli/expression/expression_graph.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include <riserun/base/readable_number.hpp>
#include <riserun/cli/expression/expression_point.hpp>
#include <riserun/cli/telling/terminal.hpp>

namespace riserun::cli {

ExpressionGraph::ExpressionGraph(const std::string& text, const std::vector<std::string>& at)
    : expression_(text) {
  const std::vector<double> values = numbers_at(expression_, at);
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
