#include <riserun/check/program/op_manual.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/number_text.hpp>
#include <riserun/check/subjects/points.hpp>

namespace riserun::check {
namespace {

std::string text_of(double x) {
  if (std::isnan(x)) return "undefined";
  if (std::isinf(x)) return x > 0 ? "+inf" : "-inf";
  return fmt::format("{:.6g}", x);
}

std::string listed(std::span<const double> numbers) {
  std::string text;
  for (double x : numbers) text += (text.empty() ? "" : ", ") + text_of(x);
  return text;
}

std::string_view what(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::kink:
      return "kink";
    case EdgeKind::jump:
      return "jump";
    default:
      return "edge";
  }
}

// In powers of two, so that another libm does not change the page.
std::string accuracy(const OpReport& report) {
  double worst = 0;
  for (const OperandReport& operand : report.operands) worst = std::max(worst, operand.worst_ulps);
  if (worst == 0) return "Derivatives exact at the points checked.\n";
  double grade = 1;
  while (grade < worst) grade *= 2;
  std::string text = fmt::format("Derivatives within {:.0f} ulp at the points checked", grade);
  // It passed, so the rest is what no formula of rounded operands can avoid.
  if (grade > Options{}.budget)
    text += fmt::format("; those above {:.0f} are where rounding the operands costs as much",
                        Options{}.budget);
  return text + ".\n";
}

}  // namespace

std::string op_manual(std::span<const OpUnderTest> ops, const SuiteReport& report) {
  std::string text =
      "# Ops\n\nWritten by the checker, with what it found at its points (`--markdown`). An edge "
      "is a point where\nvalue and derivative are declared and asserted exactly; at a kink the "
      "declared derivative lies between\nthe slopes on both sides; at a jump the value jumps.\n";
  for (const OpUnderTest& op : ops) {
    const OpInfo& info = op.info;
    text += fmt::format("\n## {}\n\n`{}`\n\n", info.name, info.mathematics);
    const int operands = info.arity == kVariadic ? 1 : info.arity;
    text += info.arity == kVariadic ? "Any number of operands"
                                    : counted(static_cast<std::size_t>(operands), "operand");
    text += ", checked in ";
    for (int i = 0; i < operands; ++i) {
      const Interval domain = domain_of(info, i);
      text +=
          fmt::format("{}[{}, {}]", i == 0 ? "" : " x ", text_of(domain.low), text_of(domain.high));
    }
    if (!info.beyond.why.empty())
      text += fmt::format("; beyond, {}{}", info.beyond.why,
                          info.beyond.tried ? " (compared with quad there, too)" : "");
    text += ".\n";
    const auto checked = std::find_if(report.ops.begin(), report.ops.end(),
                                      [&](const OpReport& r) { return r.name == info.name; });
    if (checked != report.ops.end() && checked->passed()) text += accuracy(*checked);
    if (info.edges[0].kind == EdgeKind::none) continue;
    text += "\n| at | what | value | derivative |\n|---|---|---|---|\n";
    for (const Edge& edge : info.edges) {
      if (edge.kind == EdgeKind::none) continue;
      const auto count = static_cast<std::size_t>(info.operands_of(edge));
      const std::span<const double> at(edge.at.data(), count);
      text += fmt::format("| {} | {} | {} | {} |\n", count == 0 ? "no operands" : listed(at),
                          what(edge.kind), text_of(op.forward(at)),
                          listed({edge.partials.data(), count}));
    }
  }
  return text;
}

}  // namespace riserun::check
