#include "check/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <exception>
#include <numeric>
#include <thread>

#include "core/errors.hpp"

namespace riserun::check {
namespace {

// Levenshtein's distance, for "did you mean".
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row.back();
}

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

}  // namespace

SuiteReport check_ops(std::span<const OpUnderTest> ops, const Options& options) {
  options.validate();
  const auto start = std::chrono::steady_clock::now();
  SuiteReport suite;
  suite.seed = options.seed;
  suite.ops.resize(ops.size());
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  const std::size_t wanted =
      options.threads > 0 ? static_cast<std::size_t>(options.threads) : cores;
  const std::size_t workers = std::clamp<std::size_t>(ops.size(), 1, wanted);
  suite.threads = static_cast<int>(workers);
  // Each op draws from its own stream and fills its own place: who checks it makes no difference.
  std::atomic<std::size_t> next = 0;
  std::vector<std::exception_ptr> thrown(workers);
  auto work = [&](std::size_t worker) {
    try {
      for (std::size_t i = next++; i < ops.size(); i = next++)
        suite.ops[i] = check_op(ops[i], options);
    } catch (...) {
      thrown[worker] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t worker = 1; worker < workers; ++worker) threads.emplace_back(work, worker);
    work(0);
  }
  for (const std::exception_ptr& exception : thrown)
    if (exception) std::rethrow_exception(exception);
  suite.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return suite;
}

SuiteReport check_builtin_ops(const Options& options) {
  return check_ops(std::span(builtin_ops()), options);
}

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
  if (at == std::string_view::npos) return target;
  for (std::string_view rest = text.substr(at + 1);;) {
    const std::size_t comma = rest.find(',');
    target.at.push_back(parse_number(rest.substr(0, comma)));
    if (comma == std::string_view::npos) return target;
    rest = rest.substr(comma + 1);
  }
}

const OpUnderTest& find_op(std::span<const OpUnderTest> ops, std::string_view name) {
  const auto found = std::find_if(ops.begin(), ops.end(),
                                  [&](const OpUnderTest& op) { return op.info.name == name; });
  if (found != ops.end()) return *found;
  constexpr std::size_t kNear = 2;
  std::string near, all;
  for (const OpUnderTest& op : ops) {
    all += fmt::format("{}{}", all.empty() ? "" : ", ", op.info.name);
    if (edit_distance(name, op.info.name) <= kNear || op.info.name.starts_with(name))
      near += fmt::format("{}{}", near.empty() ? "" : " or ", op.info.name);
  }
  throw ConfigError(near.empty()
                        ? fmt::format("there is no op \"{}\"; the ops are {}", name, all)
                        : fmt::format("there is no op \"{}\"; did you mean {}?", name, near));
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

int exit_code(std::span<const PointReport> points) {
  int code = points.empty() ? 3 : 0;
  for (const PointReport& point : points) {
    if (is_wrong(point.verdict)) return 1;
    if (point.verdict == Verdict::inconclusive) code = 3;
  }
  return code;
}

}  // namespace riserun::check
