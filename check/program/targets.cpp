#include <riserun/check/program/targets.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <thread>

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

std::vector<const Subject*> all_of(std::span<const Subject> subjects) {
  std::vector<const Subject*> all;
  for (const Subject& subject : subjects) all.push_back(&subject);
  return all;
}

// The subjects' rows behind those of the ops, as many at a time as there are threads.
void add_subjects(std::span<const Subject* const> subjects, const Options& options,
                  const Watch& watch, SuiteReport& suite) {
  if (subjects.empty() || suite.stopped) return;
  options.validate();
  const auto start = std::chrono::steady_clock::now();
  std::vector<OpReport> rows(subjects.size());
  std::atomic<std::size_t> next{0}, begun{0};
  std::atomic<bool> stop{false};
  const auto work = [&](bool looks) {
    for (std::size_t i = next++; i < subjects.size(); i = next++) {
      if (looks && watch.stop && watch.stop()) stop = true;
      if (stop) return;
      ++begun;
      rows[i].name = subjects[i]->name;
      try {
        rows[i] = subjects[i]->check(options);
      } catch (const std::exception& error) {
        rows[i].engine.push_back(std::string("it throws: ") + error.what());
      }
      rows[i].mathematics = subjects[i]->mathematics;
    }
  };
  const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
  const std::size_t workers = std::min(
      options.threads > 0 ? static_cast<std::size_t>(options.threads) : cores, subjects.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t worker = 1; worker < workers; ++worker) threads.emplace_back(work, false);
    work(true);
  }
  suite.stopped = stop;
  suite.not_begun += subjects.size() - begun;
  for (OpReport& row : rows)
    if (!row.operands.empty() || !row.engine.empty()) suite.ops.push_back(std::move(row));
  suite.threads = std::max(suite.threads, static_cast<int>(workers));
  suite.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
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

ResolvedTarget resolve_target(std::string_view text, std::span<const OpUnderTest> ops,
                              const Functions& functions) {
  if (functions)
    if (const std::optional<FunctionAt> function = functions(text))
      return {function->op, -1, function->at};
  const Target target = parse_target(text);
  const OpUnderTest& op = find_op(ops, target.op);
  if (op.info.arity != kVariadic && target.operand >= op.info.arity)
    throw ConfigError(
        fmt::format("{}: the last operand of {} is {}", text, op.info.name, op.info.arity - 1));
  return {op, target.operand, target.at};
}

namespace {

std::vector<PointReport> check_point(const ResolvedTarget& target, const Options& options) {
  std::vector<PointReport> reports;
  const int count = static_cast<int>(target.at.size());
  for (int i = target.operand >= 0 ? target.operand : 0;
       i < (target.operand >= 0 ? target.operand + 1 : count); ++i)
    reports.push_back(check_op_at(target.op, i, target.at, options));
  return reports;
}

}  // namespace

std::vector<PointReport> check_at(std::string_view text, std::span<const OpUnderTest> ops,
                                  const Options& options) {
  const ResolvedTarget target = resolve_target(text, ops);
  if (target.at.empty())
    throw ConfigError(fmt::format("\"{}\" has no point; write {}@2.25", text, text));
  return check_point(target, options);
}

std::vector<PointReport> check_at(std::string_view target, const Options& options) {
  return check_at(target, builtin_ops(), options);
}

SuiteReport check_targets(std::span<const std::string> targets, std::span<const OpUnderTest> ops,
                          const Options& options, const Watch& watch,
                          std::span<const Subject> subjects, const Functions& functions) {
  if (targets.empty()) {
    SuiteReport report = check_ops(ops, options, watch);
    add_subjects(all_of(subjects), options, watch, report);
    return report;
  }
  std::vector<ResolvedTarget> whole, points;
  std::vector<const Subject*> chosen;
  for (const std::string& text : targets) {
    if (const auto found = std::ranges::find(subjects, text, &Subject::name);
        found != subjects.end()) {
      chosen.push_back(&*found);
      continue;
    }
    ResolvedTarget target = resolve_target(text, ops, functions);
    const bool all = target.at.empty();
    (all ? whole : points).push_back(std::move(target));
  }
  std::vector<PointReport> judged;
  for (const ResolvedTarget& target : points)
    for (PointReport& point : check_point(target, options)) judged.push_back(std::move(point));
  std::vector<OpUnderTest> asked;
  for (const ResolvedTarget& one : whole) asked.push_back(one.op);
  SuiteReport report;
  report.seed = options.seed;
  if (!asked.empty()) report = check_ops(asked, options, watch);
  for (std::size_t i = 0; i < report.ops.size(); ++i) keep_operand(report.ops[i], whole[i].operand);
  report.points = std::move(judged);
  add_subjects(chosen, options, watch, report);
  return report;
}

}  // namespace riserun::check
