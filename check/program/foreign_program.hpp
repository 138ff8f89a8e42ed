// A function and its gradient that are a program of any language: it reads a point a line and
// answers with a line, the value and then the derivatives.
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>

#include <riserun/base/files/conversation.hpp>
#include <riserun/check/functions/differentiable.hpp>

namespace riserun::check {

class ForeignProgram {
 public:
  /// Starts the shell's command; it keeps running. `stop` is asked while an answer is waited for.
  ForeignProgram(std::string command, std::chrono::milliseconds timeout,
                 std::function<bool()> stop = {});

  /// The value at a point, and in `gradient` the derivatives. A value that is NaN may stand alone:
  /// the function is not defined there. Throws CannotEvaluate where the program has ended, is
  /// silent, or answers anything but the numbers; with the number of the line and its text.
  double evaluate(std::span<const double> at, std::span<double> gradient);

  [[nodiscard]] const std::string& command() const { return command_; }

 private:
  double parse(std::string_view answer, std::span<double> gradient);
  [[noreturn]] void fail(const std::string& what, const std::string& remedy = "") const;

  std::string command_;
  Patience patience_;
  Conversation program_;
  int asked_ = 0;
};

/// The program as a function and its gradient; it must outlive the result.
[[nodiscard]] Differentiable differentiable(ForeignProgram& program);

}  // namespace riserun::check
