// The command line of the checker, for any program that has ops of its own:
//
//   int main(int argc, char** argv) { return riserun::check_main<MyOps>(argc, argv); }
//
// gives `my_program tanh pow/1 --long --json report.json` and the rest of what `riserun check`
// does, which is this function too.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/check/functions/gathering.hpp>
#include <riserun/check/program/targets.hpp>
#include <riserun/check/subjects/suite.hpp>
#include <riserun/check/subjects/v_curve.hpp>

namespace riserun::check {

/// What the program around the command line brings along. All of it may be left out.
struct MainOptions {
  std::string program{};  // as help and repro lines call it; empty: argv[0] without its folders
  /// Checked beside the ops, each a row of the table that can be asked for by its name.
  std::vector<Subject> subjects{};
  /// Targets that name no op, such as "x^2@x=3".
  Functions functions{};
  /// Draws a V-curve into a file that is no .csv; without it, --curve writes .csv alone. Throws
  /// ConfigError for a file it cannot draw.
  std::function<void(const VCurve&, const std::filesystem::path&, bool dark)> draw_curve{};
  /// How far it is, from 0 to 1, and a line about that; without it a line on stderr does.
  std::function<void(double done, std::string_view text)> progress{};
  /// A row of the table as it is to be printed, such as with colour.
  std::function<std::string(std::string_view row)> paint{};
  /// Writes a report's file; without it, beside the file and then renamed.
  std::function<void(const std::filesystem::path&, std::string_view text)> write{};
};

/// Reads the arguments, checks, prints results on stdout and the rest on stderr, and returns the
/// exit code: 0 all pass, 1 a gradient is wrong (or a file could not be written after all), 2 the
/// command line, 3 inconclusive or a coverage gap, 130 and 143 after SIGINT and SIGTERM, when it prints what was
/// checked until then. The one function of this library that prints; it throws nothing.
[[nodiscard]] int check_main(int argc, const char* const* argv,
                             const std::vector<OpUnderTest>& ops = builtin_ops(),
                             const MainOptions& options = {});

/// The table of a report, everything that is wrong in full, and the sum: what check_main prints.
void print_report(const SuiteReport& report,
                  const std::function<std::string(std::string_view row)>& paint = {});

}  // namespace riserun::check

namespace riserun {

using check::check_main;

/// With the ops of an OpList; JoinOps<BuiltinOps, MyOps>::type has both.
template <class List>
[[nodiscard]] int check_main(int argc, const char* const* argv,
                             const check::MainOptions& options = {}) {
  return check::check_main(argc, argv, check::under_test_all<List>(), options);
}

}  // namespace riserun
