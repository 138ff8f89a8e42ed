// A question about numbers at the end of double's range, asked of numbers in the middle: f and x
// times powers of two, so that errors of the quad twin there do not underflow.
#pragma once

#include <optional>

#include <riserun/check/verdict/judge.hpp>

namespace riserun::check {

/// F(t) = 2^f_by f(2^-x_by t), and what follows for every figure.
class ScaledQuestion {
 public:
  /// Whether |x| or |f(x)| is so small, and not 0, that errors of errors underflow, or |f(x)| so
  /// large that they overflow.
  [[nodiscard]] static bool wanted(const Question& question);

  /// Refers to `question`, which must outlive it.
  explicit ScaledQuestion(const Question& question);
  ScaledQuestion(const ScaledQuestion&) = delete;
  ScaledQuestion& operator=(const ScaledQuestion&) = delete;

  [[nodiscard]] const Question& question() const { return scaled_; }
  /// A figure in f's units.
  [[nodiscard]] double of_f(double figure) const;
  /// Figures of the scaled question as those of the question.
  void restore(PointReport& report) const;

 private:
  [[nodiscard]] double slope(double of_question) const;

  const Question& plain_;
  int x_by_ = 0, f_by_ = 0;
  Question scaled_;
  std::function<double(double)> f_;
  std::function<Quad(Quad)> twin_;
  std::optional<FunctionRef<Quad(Quad)>> twin_reference_;
};

}  // namespace riserun::check
