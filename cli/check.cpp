// riserun check: every op's gradient against rise over run.
#include "check/suite.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/check_report.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/help.hpp"
#include "core/errors.hpp"
#include "train/atomic_file.hpp"

namespace riserun::cli {

namespace {

struct CheckOptions {
  std::vector<std::string> targets;
  check::Options check;
  bool long_form = false, list = false;
  std::string json, junit;
};

/// The worse of two exit codes: wrong, then unclear, then fine.
int worse(int a, int b) {
  if (a == kFailed || b == kFailed) return kFailed;
  return std::max(a, b);
}

/// Only the operand asked for; -1: all.
void keep_operand(check::OpReport& report, int operand) {
  if (operand < 0 || report.variadic) return;  // there, one report is for all
  std::erase_if(report.operands, [&](const auto& o) { return o.operand != operand; });
  std::erase_if(report.wrong, [&](const auto& p) { return p.operand != operand; });
  std::erase_if(report.unclear, [&](const auto& p) { return p.operand != operand; });
}

/// Ops and operands in one report, in the order they were asked for; points one by one.
struct Findings {
  check::SuiteReport suite;
  std::vector<check::PointReport> points;
};

Findings check_targets(const std::vector<std::string>& targets, const check::Options& options) {
  Findings findings;
  findings.suite.seed = options.seed;
  // Everything is parsed before anything is checked: a typo in the last target costs no time.
  std::vector<check::Target> parsed;
  std::vector<check::OpUnderTest> ops;
  for (const std::string& text : targets) {
    const check::Target target = check::parse_target(text);
    const check::OpUnderTest& op = check::find_op(check::builtin_ops(), target.op);
    if (op.info.arity != kVariadic && target.operand >= op.info.arity)
      throw ConfigError(
          fmt::format("{}: the last operand of {} is {}", text, op.info.name, op.info.arity - 1));
    if (target.at.empty()) {
      parsed.push_back(target);
      ops.push_back(op);
    } else {
      for (check::PointReport& point : check::check_at(text, options))
        findings.points.push_back(std::move(point));
    }
  }
  if (ops.empty()) return findings;
  findings.suite = check_with_progress(ops, options, false);
  for (std::size_t i = 0; i < parsed.size(); ++i)
    keep_operand(findings.suite.ops[i], parsed[i].operand);
  return findings;
}

int list_ops() {
  std::size_t width = 0;
  for (const check::OpUnderTest& op : check::builtin_ops())
    width = std::max(width, op.info.name.size());
  for (const check::OpUnderTest& op : check::builtin_ops())
    fmt::print("{:<{}}  {}\n", op.info.name, width, op.info.mathematics);
  return kOk;
}

int run_check(const CheckOptions& options) {
  if (options.list) return list_ops();
  check::Options how = options.check;
  if (options.long_form) how.points = check::Options::long_form().points;
  how.validate();
  Findings findings;
  if (options.targets.empty())
    findings.suite = check_with_progress(check::builtin_ops(), how, false);
  else
    findings = check_targets(options.targets, how);

  int code = kOk;
  for (const check::PointReport& point : findings.points) fmt::print("{}", point.full());
  if (!findings.points.empty()) code = check::exit_code(findings.points);
  if (!findings.suite.ops.empty()) {
    print_check_table(findings.suite);
    code = worse(code, findings.suite.exit_code());
  }
  if (!options.json.empty()) train::write_atomically(options.json, findings.suite.json());
  if (!options.junit.empty()) train::write_atomically(options.junit, findings.suite.junit());
  return code;
}

}  // namespace

Command add_check(CLI::App& program) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App* const app =
      program.add_subcommand("check", "Prove the gradient of every op by rise over run");
  app->add_option("OP", options->targets,
                  "ops to check: tanh; one operand of it: pow/1; one point: pow/0@2,3;\n"
                  "none: every op there is")
      ->expected(0, 1 << 20);
  app->add_flag("--list", options->list, "name every op with its mathematics, check none");
  add_whole(*app, "--points", options->check.points, 1, 10'000'000,
            fmt::format("points for each operand (default {})", options->check.points));
  app->add_flag("--long", options->long_form,
                fmt::format("the long form: {} points", check::Options::long_form().points));
  add_whole(*app, "--seed", options->check.seed, 0, ~std::uint64_t{0},
            fmt::format("seed of the points (default {})", options->check.seed));
  add_whole(*app, "--threads", options->check.threads, 0, 1024,
            "ops checked at a time (default 0: all cores)");
  app->add_option("--json", options->json, "write the report as JSON, too")->option_text("FILE");
  app->add_option("--junit", options->junit, "write it as JUnit XML, too")->option_text("FILE");
  dress(*app,
        "riserun check                   every op, as a table\n"
        "riserun check tanh pow/1        two of them\n"
        "riserun check tanh@0.5          one point, with every figure\n"
        "\n"
        "Exit code: 0 all pass, 1 a gradient is wrong, 3 undecided.");
  return {app, [options] { return run_check(*options); }};
}

}  // namespace riserun::cli
