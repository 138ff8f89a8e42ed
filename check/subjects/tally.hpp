// What the points of one operand come to (of all operands, for a variadic op).
#pragma once

#include <string>
#include <vector>

#include <riserun/check/subjects/check_op.hpp>

namespace riserun::check {

class Tally {
 public:
  explicit Tally(int operand) { report_.operand = operand; }

  void add(const PointReport& point);

  /// The operand's own verdict; what is missing for one is added to `gaps` under `name`.
  [[nodiscard]] OperandReport close(const Options& options, const std::string& name,
                                    std::vector<std::string>& gaps);

 private:
  OperandReport report_;
  std::vector<double> resolutions_;
};

}  // namespace riserun::check
