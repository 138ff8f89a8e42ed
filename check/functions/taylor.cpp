#include <riserun/check/functions/taylor.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace riserun::check {

TaylorTable taylor_table(const LossFunction& f, std::span<const double> x,
                         std::span<const double> gradient, int only) {
  constexpr int kRows = 14;
  constexpr double kRounding = 16 * 0x1p-53;  // of the terms' sizes
  constexpr double kClear = 100;              // above rounding, so that an order has two digits
  const double nan = std::nan("");
  std::vector<double> u(x.size(), 0.0);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (only < 0 || i == static_cast<std::size_t>(only)) u[i] = x[i] != 0 ? std::abs(x[i]) : 1.0;
  double slope = 0;
  for (std::size_t i = 0; i < x.size(); ++i) slope += u[i] != 0 ? gradient[i] * u[i] : 0;

  TaylorTable table{.rows = {}, .order = nan, .slope_error = nan};
  const double fx = f(x);
  std::vector<double> moved(x.begin(), x.end());
  double floor_before = 0;
  for (int row = 0; row < kRows; ++row) {
    const double h = std::ldexp(1.0, -2 - 2 * row);
    for (std::size_t i = 0; i < x.size(); ++i) moved[i] = x[i] + h * u[i];
    const double there = f(moved);
    const double left = std::abs(there - fx - h * slope);
    TaylorRow next{.h = h, .change = std::abs(there - fx), .remainder = left, .order = nan};
    const double floor = kRounding * (std::abs(fx) + std::abs(there));
    if (!table.rows.empty() && left > floor && table.rows.back().remainder > floor_before)
      next.order = std::log2(table.rows.back().remainder / left) / 2;
    if (std::isfinite(next.order) && left > kClear * floor) {
      table.order = next.order;
      table.slope_error = left / h;
    }
    floor_before = floor;
    table.rows.push_back(next);
  }
  return table;
}

namespace {

std::string order_text(const TaylorRow& row, bool first) {
  if (std::isfinite(row.order)) return fmt::format("   {:5.2f}", row.order);
  return first ? "" : "   rounding";
}

}  // namespace

std::string TaylorTable::text() const {
  std::string text = "           h   |f(x+hu)-f(x)|   less h g.u   order\n";
  for (const TaylorRow& row : rows)
    text += fmt::format("  {:>10.3g}   {:>14.4e}   {:>10.3e}{}\n", row.h, row.change, row.remainder,
                        order_text(row, &row == &rows.front()));
  return text + "  " + brief() + '\n';
}

std::string TaylorTable::brief() const {
  constexpr double kSecond = 1.7, kFirst = 1.3;
  if (std::isnan(order)) return "Taylor: nothing but rounding is left at any step";
  const std::string text = fmt::format("Taylor: order {:.2f}", order);
  if (order > kSecond) return text + ", as of the right gradient";
  if (order < kFirst)
    return text + fmt::format(": g.u is wrong by {:.2e}, or f has a kink here", slope_error);
  return text + ", between a wrong gradient's 1 and a right one's 2";
}

TaylorTable taylor_table(const OpUnderTest& op, int operand, std::span<const double> at) {
  if ((op.info.arity != kVariadic && op.info.arity != static_cast<int>(at.size())) ||
      operand >= static_cast<int>(at.size()))
    throw ConfigError(
        fmt::format("{} has {} operands, {} given", op.info.name, op.info.arity, at.size()));
  std::vector<double> partials(at.size());
  op.partials(at, op.forward(at), partials);
  return taylor_table(op.forward, at, partials, operand);
}

}  // namespace riserun::check
