// The checker's own score: mutants killed, false alarms, and the smallest mistake that is always
// seen.
//
//   riserun_check_score [--long] [--seed N] [--csv FILE]
//
// Prints Markdown. The short form takes seconds, the long one (10 000 points an operand) minutes.
// Exits 1 when an applicable mutant survives or a right op is called wrong.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "check/op_point.hpp"
#include "check/points.hpp"
#include "check/suite.hpp"
#include "core/ops.hpp"
#include "core/tape.hpp"
#include "mutants.hpp"

namespace {

using namespace riserun;
using namespace riserun::check;
using namespace riserun::check::test;

struct Arguments {
  bool long_form = false;
  std::uint64_t seed = 1;
  std::string csv;
};

// A mutant is killed by an ordinary point here, not by the exact comparison at a declared edge.
struct Points {
  int judged = 0, wrong = 0;
};

Points judge_points(const OpUnderTest& op, const Options& options) {
  const int operands = op.info.arity == kVariadic ? 3 : op.info.arity;
  const Tape tape;
  Points points;
  for (const std::vector<double>& x :
       sample_points(op.info, operands, options.points, Random(options.seed))) {
    const EngineResult engine = through_engine(op, x);
    for (int i = 0; i < operands; ++i) {
      if (engine.gradient[static_cast<std::size_t>(i)] == 0) continue;  // no part of 0 is wrong
      ++points.judged;
      points.wrong += is_wrong(judge_op(op, x, i, engine, options).verdict);
    }
  }
  return points;
}

const std::vector<OpUnderTest>& mutant_ops() {
  static const std::vector<OpUnderTest> ops = [] {
    std::vector<OpUnderTest> result;
    BuiltinOps::for_each([&]<class Op>() { result.push_back(under_test<Mutant<Op>>()); });
    return result;
  }();
  return ops;
}

// Rows: how many ops have a mutant killed somewhere, and at what share of their points, for each
// size.
std::string sensitivity(const Arguments& arguments) {
  std::string text =
      "| mistake | double: ops killed | at so many points | with the twin: ops killed | at so many "
      "points |\n"
      "|---|---|---|---|---|\n";
  std::string csv = "part,double_ops,double_points,twin_ops,twin_points\n";
  const std::vector<int> sizes = arguments.long_form
                                     ? std::vector{2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
                                     : std::vector{2, 6, 9, 12, 14};
  for (int digits : sizes) {
    const double part = std::pow(10.0, -digits);
    std::string row = fmt::format("| x(1 + 1e-{}) |", digits);
    csv += fmt::format("{}", part);
    for (bool twin : {false, true}) {
      int applied = 0, killed = 0, judged = 0, wrong = 0;
      for (const OpUnderTest& op : mutant_ops()) {
        current = {"part", Class::part, part};
        changed = 0;
        const Points points = judge_points(op, {.seed = arguments.seed,
                                                .points = arguments.long_form ? 256 : 16,
                                                .twin = twin,
                                                .always_twin = twin});
        current = {};
        if (changed == 0) continue;
        ++applied;
        killed += points.wrong > 0;
        judged += points.judged;
        wrong += points.wrong;
      }
      row +=
          fmt::format(" {}/{} | {:.1f} % |", killed, applied, 100.0 * wrong / std::max(judged, 1));
      csv += fmt::format(",{},{}", static_cast<double>(killed) / std::max(applied, 1),
                         static_cast<double>(wrong) / std::max(judged, 1));
    }
    text += row + '\n';
    csv += '\n';
  }
  if (!arguments.csv.empty()) std::ofstream(arguments.csv) << csv;
  return text;
}

int score(const Arguments& arguments) {
  Options options;
  options.seed = arguments.seed;
  if (arguments.long_form) options.points = Options::long_form().points;
  const SuiteReport right = check_builtin_ops(options);
  long points = 0, alarms = 0, unclear = 0;
  for (const OpReport& op : right.ops)
    for (const OperandReport& operand : op.operands) {
      points += operand.points;
      alarms += operand.failed + operand.inaccurate;
      unclear += operand.inconclusive;
    }
  // No alarm in N points: fewer than 3 / N with 95 % confidence.
  const double bound =
      (alarms == 0 ? 3.0 : static_cast<double>(alarms) + 1.96 * std::sqrt(double(alarms)) + 2) /
      static_cast<double>(std::max(points, 1L));
  fmt::print("# The checker's own score\n\nSeed {}. Quad arithmetic: {}.\n\n", arguments.seed,
             quad_arithmetic());
  fmt::print(
      "False alarms on right ops: {} of {} points (rate below {:.1e} with 95 % confidence); {} "
      "points "
      "inconclusive; {} ops in {:.1f} s.\n\n",
      alarms, points, bound, unclear, right.ops.size(), right.seconds);

  int killed = 0, applied = 0, survivors = 0;
  std::string rows;
  for (const Mutation& mutation : kMutations) {
    int killed_here = 0, applied_here = 0;
    for (const OpUnderTest& op : mutant_ops()) {
      current = mutation;
      changed = 0;
      const OpReport report = check_op(
          op, {.seed = arguments.seed, .points = 128, .enough_wrong = 1, .kept_failures = 1});
      current = {};
      if (changed == 0) continue;
      ++applied_here;
      killed_here += is_wrong(report.verdict());
      if (!is_wrong(report.verdict()))
        rows += fmt::format("| survived: {} | {} |\n", mutation.name, op.info.name);
    }
    rows += fmt::format("| {} | {}/{} |\n", mutation.name, killed_here, applied_here);
    killed += killed_here;
    applied += applied_here;
  }
  for (const OpUnderTest& op : mutant_ops())
    survivors += check_op(op, {.seed = arguments.seed, .points = 128}).passed();
  fmt::print(
      "Mutants killed: {} of {} that apply. Unbroken ops that pass in the same run: {} of {}.\n\n"
      "| mutation | killed |\n|---|---|\n{}\n",
      killed, applied, survivors, mutant_ops().size(), rows);
  fmt::print("Mistakes of a given size, at ordinary points (declared edges excluded):\n\n{}",
             sensitivity(arguments));
  const bool perfect =
      alarms == 0 && killed == applied && survivors == static_cast<int>(mutant_ops().size());
  return perfect ? 0 : 1;
}

}  // namespace

int main(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = values[i];
    const bool has_value = i + 1 < count;
    if (name == "--long") {
      arguments.long_form = true;
    } else if (name == "--seed" && has_value) {
      arguments.seed = std::strtoull(values[++i], nullptr, 10);
    } else if (name == "--csv" && has_value) {
      arguments.csv = values[++i];
    } else {
      fmt::print(stderr, "usage: riserun_check_score [--long] [--seed N] [--csv FILE]\n");
      return 2;
    }
  }
  return score(arguments);
}
