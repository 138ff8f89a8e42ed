// A row of the suite's table for what is no op: judged points gathered, with what is wrong kept.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <riserun/check/functions/gradient_check.hpp>
#include <riserun/check/subjects/check_op.hpp>
#include <riserun/check/subjects/tally.hpp>

namespace riserun::check {

/// Something to be checked beside the ops, such as the kernels of a library.
struct Subject {
  std::string name;
  std::string mathematics;  // what it computes, in a line
  std::function<OpReport(const Options&)> check;
};

class Gathering {
 public:
  /// `rows` operands, each with a row of its own; 0: one row for all of them.
  Gathering(std::string name, std::size_t rows, const Options& options);

  void add(PointReport point);
  /// Every slope of every point, and what failed beside them.
  void add(const GradientReport& report, const std::string& subject);
  /// What is wrong and no slope; the first few are kept.
  void fail(std::string what);
  [[nodiscard]] OpReport close();

 private:
  void keep(PointReport point);

  const Options& options_;
  OpReport report_;
  std::vector<Tally> tallies_;
};

}  // namespace riserun::check
