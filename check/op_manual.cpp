#include "check/op_manual.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "check/points.hpp"

namespace riserun::check {
namespace {

std::string number(double x) {
  if (std::isnan(x)) return "undefined";
  if (std::isinf(x)) return x > 0 ? "+inf" : "-inf";
  return fmt::format("{:.6g}", x);
}

std::string listed(std::span<const double> numbers) {
  std::string text;
  for (double x : numbers) text += (text.empty() ? "" : ", ") + number(x);
  return text;
}

// One unit more than was met, so that another libm does not change the page.
std::string accuracy(const OpReport& report) {
  double worst = 0;
  for (const OperandReport& operand : report.operands) worst = std::max(worst, operand.worst_ulps);
  return fmt::format("Derivatives within {:.0f} ulp at the points checked.\n",
                     std::floor(worst) + 1);
}

}  // namespace

std::string op_manual(std::span<const OpUnderTest> ops, const SuiteReport& report) {
  std::string text = "# Ops\n";
  for (const OpUnderTest& op : ops) {
    const OpInfo& info = op.info;
    text += fmt::format("\n## {}\n\n`{}`\n\n", info.name, info.mathematics);
    const int operands = info.arity == kVariadic ? 1 : info.arity;
    text += info.arity == kVariadic
                ? "Any number of operands"
                : fmt::format("{} operand{}", operands, operands == 1 ? "" : "s");
    text += ", checked in ";
    for (int i = 0; i < operands; ++i) {
      const Interval domain = domain_of(info, i);
      text +=
          fmt::format("{}[{}, {}]", i == 0 ? "" : " x ", number(domain.low), number(domain.high));
    }
    text += ".\n";
    const auto checked = std::find_if(report.ops.begin(), report.ops.end(),
                                      [&](const OpReport& r) { return r.name == info.name; });
    if (checked != report.ops.end() && checked->passed()) text += accuracy(*checked);
    const bool has_edges = info.arity != kVariadic && info.edges[0].kind != EdgeKind::none;
    if (!has_edges) continue;
    text += "\n| at | what | value | derivative |\n|---|---|---|---|\n";
    for (const Edge& edge : info.edges) {
      if (edge.kind == EdgeKind::none) continue;
      const auto count = static_cast<std::size_t>(info.arity);
      const std::span<const double> at(edge.at.data(), count);
      text += fmt::format("| {} | {} | {} | {} |\n", listed(at),
                          edge.kind == EdgeKind::kink ? "kink" : "edge", number(op.forward(at)),
                          listed({edge.partials.data(), count}));
    }
  }
  return text;
}

}  // namespace riserun::check
