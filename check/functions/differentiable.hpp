// A function and its gradient under test, in the one form in which they are checked.
#pragma once

#include <functional>
#include <span>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/check/subjects/model_check.hpp>

namespace riserun::check {

struct Differentiable {
  LossFunction value;
  GradientFunction gradient;
  /// What repeats the check at a point.
  std::function<std::string(std::span<const double> at)> repro;
};

/// Thrown by a function under test when nothing more can be evaluated, here or elsewhere, such as
/// by a program that has ended. Anything else that it throws counts for the place alone.
class CannotEvaluate : public Error {
 public:
  using Error::Error;
};

/// "{0x1.8p+0, -0x1p+1}"; the first few of many coordinates.
[[nodiscard]] std::string point_in_braces(std::span<const double> at);

}  // namespace riserun::check
