// False alarms, conclusive points, and the mistakes of each size that are seen.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>

#include <riserun/check/subjects/op_point.hpp>
#include <riserun/check/subjects/points.hpp>
#include <riserun/check/subjects/suite.hpp>
#include <riserun/core/tape.hpp>
#include "tests/check/score/mutants.hpp"
#include "tests/check/score/score.hpp"

namespace riserun::check::score {
namespace {

using namespace test;

constexpr double kInDouble = 0.94, kWithTwin = 0.999;

double conclusive_share(const OperandReport& operand) {
  const int expected = operand.points - operand.undefined;
  return expected == 0 ? 1.0 : 1.0 - static_cast<double>(operand.inconclusive) / expected;
}

// A mutant is killed by an ordinary point here, not by the exact comparison at a declared edge.
double share_seen(const OpUnderTest& op, const Options& options) {
  const int operands = op.info.arity == kVariadic ? 3 : op.info.arity;
  const Tape tape;
  int judged = 0, wrong = 0;
  for (const std::vector<double>& x :
       sample_points(op.info, operands, options.points, Random(options.seed))) {
    const EngineResult engine = through_engine(op, x);
    for (int i = 0; i < operands; ++i) {
      if (engine.gradient[static_cast<std::size_t>(i)] == 0) continue;  // no part of 0 is wrong
      ++judged;
      wrong += is_wrong(judge_op(op, x, i, engine, options).verdict);
    }
  }
  return judged == 0 ? -1.0 : static_cast<double>(wrong) / judged;
}

}  // namespace

Alarms count_alarms(const Arguments& arguments) {
  Alarms result;
  result.first_seed = arguments.seed;
  const auto begin = std::chrono::steady_clock::now();
  for (int round = 0; round < arguments.rounds; ++round) {
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
    if (round > 0 && spent.count() > arguments.seconds) break;
    if (arguments.long_form)
      fmt::print(stderr, "round {} of {}, {:.0f} s\n", round + 1, arguments.rounds, spent.count());
    Options options;
    options.seed = result.last_seed = arguments.seed + static_cast<std::uint64_t>(round);
    if (arguments.long_form) options.points = Options::long_form().points;
    const SuiteReport report = check_builtin_ops(options);
    for (const OpReport& op : report.ops) {
      for (const OperandReport& operand : op.operands) {
        result.points += operand.points;
        result.alarms += operand.failed + operand.inaccurate;
        result.inconclusive += operand.inconclusive;
        const double share = conclusive_share(operand);
        const std::string place = fmt::format("{}/{}", op.name, operand.operand);
        if (share < result.least_with_twin) {
          result.least_with_twin = share;
          result.least_with_twin_of = place;
        }
        if (share < kWithTwin)
          result.below.push_back(fmt::format("{} {:.2f} % with the twin", place, 100 * share));
      }
      result.alarms += static_cast<std::int64_t>(op.engine.size());
      if (is_wrong(op.verdict())) result.text += op.full();
    }
  }
  Options alone;
  alone.seed = arguments.seed;
  alone.twin = false;
  alone.points = arguments.long_form ? 1000 : 64;
  alone.least_conclusive = 0;
  for (const OpReport& op : check_builtin_ops(alone).ops)
    for (const OperandReport& operand : op.operands) {
      const double share = conclusive_share(operand);
      const std::string place = fmt::format("{}/{}", op.name, operand.operand);
      if (share < result.least_in_double) {
        result.least_in_double = share;
        result.least_in_double_of = place;
      }
      if (share < kInDouble)
        result.below.push_back(fmt::format("{} {:.1f} % in double", place, 100 * share));
    }
  return result;
}

Sensitivity measure_sensitivity(const Arguments& arguments) {
  Sensitivity result;
  if (arguments.full())
    for (int exponent = 2; exponent <= 15; ++exponent)
      result.sizes.push_back(std::pow(10.0, -exponent));
  else
    result.sizes = {1e-2, 1e-9, 1e-12};
  for (const OpUnderTest& op : mutant_ops()) {
    Sensitivity::Line line{std::string(op.info.name), {}, {}};
    for (bool twin : {false, true})
      for (double size : result.sizes) {
        current = {"part", Class::part, size};
        (twin ? line.with_twin : line.in_double)
            .push_back(share_seen(op, {.seed = arguments.seed,
                                       .points = arguments.long_form ? 64 : 16,
                                       .twin = twin,
                                       .always_twin = twin}));
        current = {};
      }
    result.lines.push_back(std::move(line));
  }
  return result;
}

CheckerMutants run_checker_mutants() {
  // Loosened, blind to a case, or always content: its own suite must go red.
  CheckerMutants result{{"tolerance", "always", "nan", "unresolved", "operand", "kinks", "edges",
                         "upstream", "shapes", "gaps"},
                        {},
                        false};
  const auto exit_status = [](const std::string& mutant) {
    const std::string command = fmt::format(
        "RISERUN_CHECKER_MUTANT={} GTEST_FAIL_FAST=1 '{}' --gtest_filter='{}' > /dev/null 2>&1",
        mutant, RISERUN_MUTATED_CHECKER_TESTS,
        "CheckOp*:Judge*:EngineCheck*:Kink.*:Boundary.*:EveryRule.*-*Mutants*");
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  };
  result.unmutated_passes = exit_status("none") == 0;
  for (const std::string& name : result.names) result.rejected.push_back(exit_status(name) == 1);
  return result;
}

}  // namespace riserun::check::score
