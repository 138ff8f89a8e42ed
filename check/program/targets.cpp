#include <riserun/check/program/targets.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include <riserun/base/errors.hpp>
#include <riserun/base/nearest_name.hpp>

namespace riserun::check {
namespace {

// A whole text as a number, decimal or hexadecimal ("0x1.2p+1"), with a sign.
double parse_number(std::string_view text) {
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
  if (hexadecimal) digits.remove_prefix(2);
  double number = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number,
                      hexadecimal ? std::chars_format::hex : std::chars_format::general);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.starts_with('-'))
    throw ConfigError(fmt::format("\"{}\" is not a number; write 2.25 or 0x1.2p+1", text));
  return negative ? -number : number;
}

// Only the operand asked for; -1: all.
void keep_operand(OpReport& report, int operand) {
  if (operand < 0 || report.variadic) return;  // there, one report is for all
  std::erase_if(report.operands, [&](const auto& o) { return o.operand != operand; });
  std::erase_if(report.wrong, [&](const auto& p) { return p.operand != operand; });
  std::erase_if(report.unclear, [&](const auto& p) { return p.operand != operand; });
}

}  // namespace

Target parse_target(std::string_view text) {
  Target target;
  const std::size_t at = text.rfind('@');
  std::string_view name = text.substr(0, at);
  const std::size_t slash = name.rfind('/');
  if (slash != std::string_view::npos && slash > 0) {
    const std::string_view operand = name.substr(slash + 1);
    const auto [end, error] =
        std::from_chars(operand.data(), operand.data() + operand.size(), target.operand);
    if (error != std::errc{} || end != operand.data() + operand.size() || target.operand < 0)
      throw ConfigError(fmt::format(
          "\"{}\": expected the number of an operand after '/', as in tanh/0, found \"{}\"", text,
          operand));
    name = name.substr(0, slash);
  }
  if (name.empty())
    throw ConfigError(fmt::format("\"{}\" names no op; write tanh, tanh/0 or tanh/0@2.25", text));
  target.op = name;
  if (at != std::string_view::npos) target.at = parse_point(text.substr(at + 1));
  return target;
}

std::vector<double> parse_point(std::string_view text) {
  std::vector<double> at;
  for (std::string_view rest = text;;) {
    const std::size_t comma = rest.find(',');
    at.push_back(parse_number(rest.substr(0, comma)));
    if (comma == std::string_view::npos) return at;
    rest = rest.substr(comma + 1);
  }
}

const OpUnderTest& find_op(std::span<const OpUnderTest> ops, std::string_view name) {
  const auto found = std::find_if(ops.begin(), ops.end(),
                                  [&](const OpUnderTest& op) { return op.info.name == name; });
  if (found != ops.end()) return *found;
  std::vector<std::string_view> names;
  for (const OpUnderTest& op : ops) names.push_back(op.info.name);
  std::string hint = did_you_mean_any(name, names);
  if (hint.empty()) {
    hint = "; the ops are ";
    for (std::string_view other : names)
      hint += fmt::format("{}{}", other == names.front() ? "" : ", ", other);
  }
  throw ConfigError(fmt::format("there is no op \"{}\"{}", name, hint));
}

std::vector<PointReport> check_at(std::string_view text, std::span<const OpUnderTest> ops,
                                  const Options& options) {
  const Target target = parse_target(text);
  if (target.at.empty())
    throw ConfigError(fmt::format("\"{}\" has no point; write {}@2.25", text, text));
  const OpUnderTest& op = find_op(ops, target.op);
  std::vector<PointReport> reports;
  const int count = static_cast<int>(target.at.size());
  for (int i = target.operand >= 0 ? target.operand : 0;
       i < (target.operand >= 0 ? target.operand + 1 : count); ++i)
    reports.push_back(check_op_at(op, i, target.at, options));
  return reports;
}

std::vector<PointReport> check_at(std::string_view target, const Options& options) {
  return check_at(target, builtin_ops(), options);
}

SuiteReport check_targets(std::span<const std::string> targets, std::span<const OpUnderTest> ops,
                          const Options& options, const Watch& watch) {
  if (targets.empty()) return check_ops(ops, options, watch);
  struct Whole {
    int operand;
    OpUnderTest op;
  };
  std::vector<Whole> whole;
  std::vector<std::string> points;
  for (const std::string& text : targets) {
    const Target target = parse_target(text);
    const OpUnderTest& op = find_op(ops, target.op);
    if (op.info.arity != kVariadic && target.operand >= op.info.arity)
      throw ConfigError(
          fmt::format("{}: the last operand of {} is {}", text, op.info.name, op.info.arity - 1));
    if (target.at.empty())
      whole.push_back({target.operand, op});
    else
      points.push_back(text);
  }
  std::vector<PointReport> judged;
  for (const std::string& text : points)
    for (PointReport& point : check_at(text, ops, options)) judged.push_back(std::move(point));
  std::vector<OpUnderTest> asked;
  for (const Whole& one : whole) asked.push_back(one.op);
  SuiteReport report;
  report.seed = options.seed;
  if (!asked.empty()) report = check_ops(asked, options, watch);
  for (std::size_t i = 0; i < report.ops.size(); ++i) keep_operand(report.ops[i], whole[i].operand);
  report.points = std::move(judged);
  return report;
}

}  // namespace riserun::check
