// The Taylor table, a second opinion beside rise over run: with the right gradient g, what is left
// of f(x + h u) - f(x) after h g.u falls with h^2; with a wrong one, with h.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <riserun/check/functions/differentiable.hpp>
#include <riserun/check/subjects/op_under_test.hpp>

namespace riserun::check {

struct TaylorRow {
  double h = 0;
  double change = 0;     // |f(x + h u) - f(x)|
  double remainder = 0;  // |f(x + h u) - f(x) - h g.u|
  double order = 0;      // of the remainder, from the row above to this one; NaN: lost in rounding
};

struct TaylorTable {
  std::vector<TaylorRow> rows;  // from the largest step to the smallest, each a quarter
  double order = 0;  // at the smallest steps above rounding; NaN where everything is lost in it
  double slope_error = 0;  // remainder / h there: how wrong g.u is, where the order is 1

  /// What the order says.
  [[nodiscard]] std::string brief() const;
  /// The rows, and that.
  [[nodiscard]] std::string text() const;
};

/// u moves each coordinate by its own size, one that is 0 by 1; `only` one of them where that is
/// not negative.
[[nodiscard]] TaylorTable taylor_table(const LossFunction& f, std::span<const double> x,
                                       std::span<const double> gradient, int only = -1);

/// Of an op's forward and partials. Throws ConfigError for operands that do not fit.
[[nodiscard]] TaylorTable taylor_table(const OpUnderTest& op, int operand,
                                       std::span<const double> at);

}  // namespace riserun::check
