// An expression of the command line: text in, Values on the current tape out.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/core/value.hpp>

namespace riserun::cli {

struct Operation;

/// Numbers, names, + - * / ^ (or **), parentheses and every built-in op by its name; statements
/// `name = expression` before the last one, separated by semicolons:
///
///   n = w1*x1 + w2*x2 + b; o = tanh(n)
///
/// Precedence as in Python: -x^2 is -(x^2), and 2^3^2 is 2^(3^2).
class Expression {
 public:
  /// Throws UsageError with the text and a caret below the place where it went wrong.
  explicit Expression(std::string_view text);

  /// The names that stand for numbers to be given, in the order of their first use.
  [[nodiscard]] const std::vector<std::string>& variables() const { return variables_; }

  /// Records the expression on the current tape, the variables standing for these Values, and
  /// returns the last statement's Value. Named statements carry their name as label. `trouble`, if
  /// given, is told the first op that made something not finite of finite operands: "log(-1) =
  /// nan".
  [[nodiscard]] Value record(std::span<const Value> values, std::string* trouble = nullptr) const;

 private:
  friend class ExpressionParser;

  /// One step of a machine with a stack of Values.
  struct Step {
    enum Kind { number, variable, recall, store, drop, apply } kind;
    double x = 0.0;                        // number
    std::size_t index = 0;                 // variable, recall, store: which; apply: operands
    const Operation* operation = nullptr;  // apply
  };

  /// Why y is not finite though the operands are; empty otherwise.
  static std::string left_the_numbers(const Step& step, std::span<const Value> operands, Value y);

  std::vector<Step> steps_;
  std::vector<std::string> variables_;
  std::vector<std::string> names_;  // of statements
};

}  // namespace riserun::cli
