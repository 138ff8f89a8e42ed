#include <riserun/cli/telling/check_report.hpp>

#include <fmt/format.h>

#include <riserun/check/program/check_main.hpp>
#include <riserun/cli/telling/interrupt.hpp>
#include <riserun/cli/telling/progress.hpp>
#include <riserun/cli/telling/terminal.hpp>

namespace riserun::cli {

std::string with_verdict_in_colour(std::string_view row) {
  const Terminal terminal = terminal_of(stdout);
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

check::SuiteReport check_with_progress(std::span<const check::OpUnderTest> ops,
                                       const check::Options& options, bool quiet) {
  Progress progress(quiet);
  return check::check_ops(
      ops, options,
      {.progress =
           [&](const check::CheckProgress& p) {
             progress.update(static_cast<double>(p.points_done) / static_cast<double>(p.points),
                             fmt::format("{} of {} ops", p.ops_done, p.ops));
           },
       .stop = [] { return InterruptGuard::signal() != 0; }});
}

void print_check_table(const check::SuiteReport& report) {
  check::print_report(report, with_verdict_in_colour);
}

}  // namespace riserun::cli
