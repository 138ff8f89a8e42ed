// The checker's own score: what it is made of. score.cpp prints it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <riserun/check/subjects/op_under_test.hpp>

namespace riserun::check::score {

struct Arguments {
  bool long_form = false;
  [[nodiscard]] bool full() const { return long_form || !directory.empty(); }  // every size

  std::uint64_t seed = 1;
  int rounds = 1;         // of the false alarms, each with its own seed
  double seconds = 1e9;   // no further round is begun after so many
  std::string directory;  // where checker_score.md and .svg go; empty: standard output alone
};

/// One op under one mutation.
struct Cell {
  enum class State { killed, survived, not_applicable, error } state = State::error;
  std::string note;  // why not applicable, or what the error is
};

/// A class of mutations over all ops, in their order.
struct Row {
  std::string name, kind;  // "of an op", "of the sweep", "of the batch"
  std::vector<Cell> cells;
};

/// The built-in ops with partials that `current` (mutants.hpp) can break.
[[nodiscard]] const std::vector<OpUnderTest>& mutant_ops();

/// Mutated partials, and a mutated sweep, through check_op.
[[nodiscard]] std::vector<Row> op_rows(const Arguments& arguments);
/// A mutated batch gradient of two threads, through check_model.
[[nodiscard]] std::vector<Row> batch_rows();
/// Ops that are not mutated at all and pass all of these; must be all of them.
[[nodiscard]] int survivors(const Arguments& arguments, std::string& complaints);

/// How many of right ops' points are called wrong, and how many are conclusive.
struct Alarms {
  std::int64_t points = 0, alarms = 0, inconclusive = 0;
  std::uint64_t first_seed = 0, last_seed = 0;
  std::string text;            // of the alarms, in full
  double least_in_double = 1;  // the lowest share of conclusive points an operand has
  double least_with_twin = 1;
  std::string least_in_double_of, least_with_twin_of;
  std::vector<std::string> below;  // operands below 94 % in double, or 99.9 % with the twin
};
[[nodiscard]] Alarms count_alarms(const Arguments& arguments);

/// Mistakes of a size: for each op the share of its points at which they are seen; -1 where the op
/// has no slope but 0.
struct Sensitivity {
  std::vector<double> sizes;
  struct Line {
    std::string op;
    std::vector<double> in_double, with_twin;  // one a size
  };
  std::vector<Line> lines;
};
[[nodiscard]] Sensitivity measure_sensitivity(const Arguments& arguments);

/// Mutants of the checker itself, each of which its test suite must reject.
struct CheckerMutants {
  std::vector<std::string> names;
  std::vector<bool> rejected;
  bool unmutated_passes = false;
};
[[nodiscard]] CheckerMutants run_checker_mutants();

}  // namespace riserun::check::score
