// An expression of the command line: text in, a function of numbers, quads and Values out.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <riserun/check/subjects/op_under_test.hpp>
#include <riserun/core/value.hpp>

namespace riserun::cli {

/// Numbers, names, + - * / // % ^ (or **), comparisons (1 where they hold, else 0), if(c, a, b),
/// parentheses and every built-in op by its name; statements `name = expression` before the last one,
/// separated by semicolons:
///
///   n = w1*x1 + w2*x2 + b; o = tanh(n)
///
/// Precedence as in Python: -x^2 is -(x^2), and 2^3^2 is 2^(3^2); so are a // b, the largest integer
/// <= a / b, and a % b, which has the sign of b. Of if(c, a, b) only what is taken is computed.
class Expression {
 public:
  /// Throws UsageError with the text and a caret below the place where it went wrong.
  explicit Expression(std::string_view text);

  /// The names that stand for numbers to be given, in the order of their first use.
  [[nodiscard]] const std::vector<std::string>& variables() const { return variables_; }

  /// Records the expression on the current tape, the variables standing for these Values, and
  /// returns the last statement's Value. Named statements carry their name as label. `trouble`, if
  /// given, is told the first op that made something not finite of finite operands: "log(-1) =
  /// nan"; `statements` what each named statement came to.
  [[nodiscard]] Value record(
      std::span<const Value> values, std::string* trouble = nullptr,
      std::vector<std::pair<std::string, Value>>* statements = nullptr) const;

  /// The number alone.
  [[nodiscard]] double evaluate(std::span<const double> values) const;
  /// The same in quad; every op must have its twin.
  [[nodiscard]] check::Quad evaluate(std::span<const check::Quad> values) const;
  /// Its gradient by the chain rule in quad.
  void gradient(std::span<const check::Quad> values, std::span<check::Quad> gradient) const;
  /// Whether every op can be computed in quad.
  [[nodiscard]] bool has_twin() const;

 private:
  friend class ExpressionParser;

  enum class Comparison { less, at_most, more, at_least, equal, unequal };

  /// One step of a machine with a stack of numbers.
  struct Step {
    enum Kind {
      number,
      variable,
      recall,
      store,
      drop,
      apply,
      modulo,
      compare,
      branch,  // takes the top; goes to step `index` where that is 0
      jump     // to step `index`
    } kind;
    double x = 0.0;         // number
    std::size_t index = 0;  // variable, recall, store: which; apply: operands
    const check::OpUnderTest* operation = nullptr;  // apply; modulo: the remainder of fmod
    Comparison comparison = Comparison::less;       // compare
  };

  /// Runs the steps with numbers of type T. `apply(step's op, operands)` gives an op's result,
  /// `named(name, x)` is told what a statement came to.
  template <class T, class Apply, class Named>
  T run(std::span<const T> values, const Apply& apply, const Named& named) const;

  std::vector<Step> steps_;
  std::vector<std::string> variables_;
  std::vector<std::string> names_;  // of statements
};

}  // namespace riserun::cli
