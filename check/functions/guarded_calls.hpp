// A function under test whose exceptions become words: at the point itself they are the verdict,
// beside it they say that f is not defined there.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <riserun/check/functions/differentiable.hpp>

namespace riserun::check {

class GuardedCalls {
 public:
  explicit GuardedCalls(const Differentiable& f) : f_(f) {}

  /// Evaluates both at a point, and again, the gradient on another thread, too. Returns what is
  /// wrong with that: "f throws: ..", "f is not deterministic: ..", "g gives 2 numbers, expected
  /// 3", "f is nan at the point"; empty where nothing is.
  [[nodiscard]] std::string first_calls(std::span<const double> at);

  /// f and its gradient at the point of first_calls.
  [[nodiscard]] double value() const { return value_; }
  [[nodiscard]] const std::vector<double>& gradient() const { return gradient_; }

  /// f beside the point: NaN where it throws. CannotEvaluate goes through.
  [[nodiscard]] double beside(std::span<const double> at);
  /// "f throws at 12 of 150 places around: must be positive"; empty where it does not.
  [[nodiscard]] std::string note() const;
  /// What it did there that no function does: throw, and then not, at the same place.
  [[nodiscard]] const std::string& fickle() const { return fickle_; }

 private:
  const Differentiable& f_;
  double value_ = 0;
  std::vector<double> gradient_;
  std::string thrown_, fickle_;
  int calls_ = 0, throws_ = 0;
};

}  // namespace riserun::check
