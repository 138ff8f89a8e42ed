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
  root_ = expression_.record(variables_, &trouble_, &statements_);
  root_.backward();
}

std::string ExpressionGraph::table() const {
  std::vector<std::pair<std::string, Value>> rows;
  for (std::size_t i = 0; i < variables_.size(); ++i)
    rows.emplace_back(expression_.variables()[i], variables_[i]);
  const auto is_last = [&](Value x) {  // what the end of the expression came to
    return !x.is_constant() && !root_.is_constant() && x.identity() == root_.identity();
  };
  for (const auto& row : statements_)
    if (!is_last(row.second)) rows.push_back(row);
  const std::string_view label = root_.label();
  const bool known =
      std::ranges::any_of(rows, [&](const auto& row) { return is_last(row.second); });
  if (!known) rows.emplace_back(label.empty() ? "result" : std::string(label), root_);
  std::size_t width = 6;
  for (const auto& [name, value] : rows) width = std::max(width, name.size());
  std::string out = fmt::format("{:<{}}  {:>12}  {:>12}\n", "", width, "data", "grad");
  for (const auto& [name, value] : rows) {
    out += fmt::format("{:<{}}  {:>12}", name, width, number_text(value.data()));
    out += value.is_constant() ? "\n" : fmt::format("  {:>12}\n", number_text(value.grad()));
  }
  return out;
}

void ExpressionGraph::warn() const {
  if (!trouble_.empty()) return cli::warn(fmt::format("{}: not finite from there on", trouble_));
  for (std::size_t i = 0; i < variables_.size(); ++i)
    if (const double grad = variables_[i].grad(); !std::isfinite(grad))
      cli::warn(
          fmt::format("the gradient of {} is {}", expression_.variables()[i], number_text(grad)));
}

}  // namespace riserun::cli
