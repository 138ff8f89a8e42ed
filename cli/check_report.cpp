#include "cli/check_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "cli/progress.hpp"
#include "cli/terminal.hpp"

namespace riserun::cli {

namespace {

/// The last word of a row is its verdict.
std::string with_ink(std::string_view row, const Terminal& terminal) {
  const std::size_t at = row.find_last_of(' ');
  if (at == row.npos) return std::string(row);
  const std::string_view verdict = row.substr(at + 1);
  Ink ink = Ink::bold;
  if (verdict == "PASS")
    ink = Ink::green;
  else if (verdict == "FAIL" || verdict == "INACCURATE")
    ink = Ink::red;
  else if (verdict == "INCONCLUSIVE")
    ink = Ink::yellow;
  else
    return std::string(row);
  return std::string(row.substr(0, at + 1)) + inked(verdict, ink, terminal);
}

}  // namespace

check::SuiteReport check_with_progress(std::span<const check::OpUnderTest> ops,
                                       const check::Options& options, bool quiet) {
  Progress progress(quiet);
  check::SuiteReport whole;
  whole.seed = options.seed;
  // A few at a time: enough to keep the threads busy, few enough to see it move.
  constexpr std::size_t kTogether = 8;
  for (std::size_t begin = 0; begin < ops.size(); begin += kTogether) {
    const auto some = ops.subspan(begin, std::min(kTogether, ops.size() - begin));
    progress.update(
        static_cast<double>(begin) / static_cast<double>(ops.size()),
        fmt::format("{} of {} ops, now {} ...", begin, ops.size(), some.front().info.name));
    check::SuiteReport part = check::check_ops(some, options);
    std::ranges::move(part.ops, std::back_inserter(whole.ops));
    whole.threads = std::max(whole.threads, part.threads);
    whole.seconds += part.seconds;
  }
  return whole;
}

void print_check_table(const check::SuiteReport& report) {
  const Terminal terminal = terminal_of(stdout);
  const std::string table = report.table();
  for (std::string_view rest = table; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    fmt::print("{}\n", with_ink(rest.substr(0, end), terminal));
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  fmt::print("{}", report.failures());
  fmt::print("{}\n", report.brief());
}

}  // namespace riserun::cli
