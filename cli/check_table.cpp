#include "cli/check_table.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

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
