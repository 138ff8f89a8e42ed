// The graph of an expression of the command line, at the numbers that are given for its names.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <riserun/cli/expression/expression.hpp>
#include <riserun/core/tape.hpp>

namespace riserun::cli {

/// Holds the tape, which is current as long as this lives.
class ExpressionGraph {
 public:
  /// Records and sweeps. `at`: "w1=-3,x1=2". Throws UsageError for a name without a number, a
  /// number without a name, and what Expression throws.
  ExpressionGraph(const std::string& text, const std::vector<std::string>& at);

  [[nodiscard]] Value root() const { return root_; }
  /// Names, numbers and gradients, a line a variable and a named statement, the last one last.
  [[nodiscard]] std::string table() const;
  /// A graph with NaN or infinity in it is worth a look, so it is drawn; but not without a word on
  /// stderr.
  void warn() const;

 private:
  Tape tape_;
  Expression expression_;
  std::vector<Value> variables_;
  std::vector<std::pair<std::string, Value>> statements_;
  Value root_;
  std::string trouble_;
};

}  // namespace riserun::cli
