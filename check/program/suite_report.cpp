// The reports as text: one line, in full, and the suite's table.
#include <fmt/format.h>

#include <algorithm>

#include <riserun/base/number_text.hpp>
#include <riserun/check/subjects/check_op.hpp>
#include <riserun/check/subjects/suite.hpp>

namespace riserun::check {
namespace {

std::string operand_name(const OpReport& op, const OperandReport& operand) {
  return op.variadic ? "all" : fmt::format("{}", operand.operand);
}

// Few ulps as they are, the thousands and billions of a cancellation by their size.
std::string ulps_text(double ulps) {
  return ulps < 1e4 ? fmt::format("{:.1f}", ulps) : fmt::format("{:.0e}", ulps);
}

std::string row(const OpReport& op, const OperandReport& operand, std::size_t name_width) {
  return fmt::format("{:<{}}  {:>7}  {:>6}  {:>15.1e}  {:>10.1e}  {:>6}  {}", op.name, name_width,
                     operand_name(op, operand), operand.points, operand.worst_relative,
                     operand.worst_resolution, ulps_text(operand.worst_ulps),
                     to_string(operand.verdict));
}

int points_of(const OpReport& op) {
  int points = 0;
  for (const OperandReport& operand : op.operands) points += operand.points;
  return points;
}

}  // namespace

std::string OpReport::brief() const {
  return fmt::format("{} {}: {} points, {} edges", to_string(verdict()), name, points_of(*this),
                     edges);
}

std::string OpReport::full() const {
  std::string text = brief() + '\n';
  for (const OperandReport& operand : operands)
    text += fmt::format(
        "  operand {}: {} points: {} pass, {} kink, {} undefined, {} inconclusive, {} inaccurate, "
        "{} fail; {} by the quad twin\n"
        "    worst relative error {:.1e}, {} ulp; resolution {:.1e}, typically {:.1e}\n",
        operand_name(*this, operand), operand.points, operand.passed, operand.kinks,
        operand.undefined, operand.inconclusive, operand.inaccurate, operand.failed,
        operand.by_twin, operand.worst_relative, ulps_text(operand.worst_ulps),
        operand.worst_resolution, operand.typical_resolution);
  if (!mistake.empty()) text += "  likely mistake: " + mistake + '\n';
  for (const PointReport& point : wrong) text += point.full();
  for (const std::string& line : engine) text += fmt::format("FAIL {}: {}\n", name, line);
  for (const std::string& line : gaps) text += fmt::format("GAP {}: {}\n", name, line);
  if (!gaps.empty())
    for (const PointReport& point : unclear) text += point.full();
  return text;
}

bool SuiteReport::passed() const { return exit_code() == 0; }

int SuiteReport::exit_code() const {
  int code = ops.empty() && points.empty() ? 3 : 0;
  if (not_begun > 0) code = 3;
  for (const PointReport& point : points) {
    if (is_wrong(point.verdict)) return 1;
    if (point.verdict == Verdict::inconclusive) code = 3;
  }
  for (const OpReport& op : ops) {
    const Verdict verdict = op.verdict();
    if (is_wrong(verdict)) return 1;
    if (verdict != Verdict::pass) code = 3;
  }
  return code;
}

std::string SuiteReport::table() const {
  std::size_t width = 2;
  for (const OpReport& op : ops) width = std::max(width, op.name.size());
  std::string text = fmt::format(
      "{:<{}}  operand  points  worst rel error  resolution    ulps  verdict\n", "op", width);
  for (const OpReport& op : ops) {
    for (const OperandReport& operand : op.operands) text += row(op, operand, width) + '\n';
    // What no operand's row shows.
    if (!op.engine.empty())
      text += fmt::format("{:<{}}  wrong beside its slopes: FAIL\n", op.name, width);
    if (op.operands.empty() && op.engine.empty())
      text += fmt::format("{:<{}}  nothing to check: INCONCLUSIVE\n", op.name, width);
  }
  return text;
}

std::string SuiteReport::brief() const {
  std::size_t operands = 0;
  int judged = 0, wrong = 0, unclear = 0;
  for (const OpReport& op : ops) {
    operands += op.operands.size();
    judged += points_of(op);
    const Verdict verdict = op.verdict();
    wrong += is_wrong(verdict);
    unclear += verdict == Verdict::inconclusive;
  }
  std::string outcome = "all pass";
  if (wrong + unclear > 0) outcome = fmt::format("{} wrong, {} inconclusive", wrong, unclear);
  if (ops.empty()) outcome = "nothing to check";
  if (stopped)
    outcome = fmt::format("stopped, {} not begun; {}", counted(not_begun, "op"), outcome);
  return fmt::format("{}, {}, {}: {} (seed {}, {:.1f} s, {})", counted(ops.size(), "op"),
                     counted(operands, "operand"), counted(judged, "point"), outcome, seed, seconds,
                     counted(threads, "thread"));
}

std::string SuiteReport::failures() const {
  std::string text;
  for (const OpReport& op : ops)
    if (!op.passed()) text += op.full();
  return text;
}

}  // namespace riserun::check
