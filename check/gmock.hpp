// The gradient check as a GoogleMock matcher:
//
//   EXPECT_THAT(energy, HasCorrectGradientAt(1.5, -2.0));     // of Values, by the engine
//   EXPECT_THAT(loss, HasGradient(gradient, {1.5, -2.0}));    // of numbers, by a function
#pragma once

#include <gmock/gmock.h>

#include <ostream>
#include <utility>
#include <vector>

#include <riserun/check/functions/gradient_check.hpp>

namespace riserun::check {

/// Matches functions of Values (in every form that value_function takes) whose gradient is right at
/// a point.
class HasCorrectGradientAtMatcher {
 public:
  explicit HasCorrectGradientAtMatcher(std::vector<double> at) : at_(std::move(at)) {}

  template <class F>
  bool MatchAndExplain(const F& f, testing::MatchResultListener* listener) const {  // NOLINT
    const GradientReport report = check_gradient(f, at_);
    *listener << report.full();
    return report.passed();
  }
  void DescribeTo(std::ostream* out) const { *out << "has a correct gradient"; }        // NOLINT
  void DescribeNegationTo(std::ostream* out) const { *out << "has a wrong gradient"; }  // NOLINT

 private:
  std::vector<double> at_;
};

template <class... Numbers>
[[nodiscard]] auto HasCorrectGradientAt(Numbers... at) {  // NOLINT: matchers are spelled like types
  return testing::MakePolymorphicMatcher(HasCorrectGradientAtMatcher({static_cast<double>(at)...}));
}

/// Matches functions of numbers whose gradient another function gives, in every form that
/// check_gradient takes.
template <class Gradient>
class HasGradientMatcher {
 public:
  HasGradientMatcher(Gradient gradient, std::vector<double> at)
      : gradient_(std::move(gradient)), at_(std::move(at)) {}

  template <class F>
  bool MatchAndExplain(const F& f, testing::MatchResultListener* listener) const {  // NOLINT
    const GradientReport report = check_gradient(f, gradient_, at_);
    *listener << report.full();
    return report.passed();
  }
  void DescribeTo(std::ostream* out) const { *out << "has the gradient given"; }        // NOLINT
  void DescribeNegationTo(std::ostream* out) const { *out << "has another gradient"; }  // NOLINT

 private:
  Gradient gradient_;
  std::vector<double> at_;
};

template <class Gradient>
[[nodiscard]] auto HasGradient(Gradient gradient, std::vector<double> at) {  // NOLINT
  return testing::MakePolymorphicMatcher(
      HasGradientMatcher<Gradient>(std::move(gradient), std::move(at)));
}

}  // namespace riserun::check
