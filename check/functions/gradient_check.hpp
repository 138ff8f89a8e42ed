// A gradient checked against its function, whoever wrote them: at a point, at several, in a box.
//
//   check_gradient(f, g, {1.5, -2.0})             f and g of numbers, with nothing of ours in them
//   check_gradient(f, {1.5, -2.0})                f of Values, whose gradient is the engine's
//   check_gradient(f, g, Box{.lower = {0, 0}, .upper = {1, 5}, .count = 20})
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include <riserun/check/functions/foreign_function.hpp>
#include <riserun/check/functions/taylor.hpp>
#include <riserun/check/functions/value_function.hpp>
#include <riserun/check/subjects/model_check.hpp>
#include <riserun/check/verdict/verdict.hpp>

namespace riserun::check {

/// Points between two corners: half of them anywhere, half of them closer to 0 by orders of
/// magnitude.
struct Box {
  std::vector<double> lower{}, upper{};  // of each coordinate
  int count = 16;
  std::uint64_t seed = 1;

  /// Throws ConfigError where there is no such box.
  void validate() const;
  [[nodiscard]] std::vector<std::vector<double>> points() const;
};

/// The gradient at one point.
struct GradientAtPoint {
  std::vector<double> at;
  /// By each coordinate, which is its `operand`; of more than kFewCoordinates along directions.
  std::vector<PointReport> slopes;
  std::vector<PointReport> wrong;  // the coordinates that wrong directions were traced to
  TaylorTable taylor{};            // a second opinion, along all coordinates at once
  std::string failure{};  // what is wrong beside the slopes, such as an exception; empty: nothing
  std::string note{};     // what f did in the neighbourhood and may
  std::string repro{};    // of the failure; each slope has its own
  bool last = false;      // nothing can be evaluated any more; later points are left out

  [[nodiscard]] Verdict verdict() const;
  /// What is wrong in full; of `all` slopes what is right, too.
  [[nodiscard]] std::string full(bool all) const;
};

struct GradientReport {
  std::vector<GradientAtPoint> points;

  /// The worst of all points.
  [[nodiscard]] Verdict verdict() const;
  /// PASS or KINK everywhere.
  [[nodiscard]] bool passed() const { return is_right(verdict()); }
  [[nodiscard]] std::string brief() const;
  /// All figures of one point that passed; of several, of those that did not. A failure ends with a
  /// line that repeats it.
  [[nodiscard]] std::string full() const;
};

/// Up to so many coordinates are judged one by one.
inline constexpr std::size_t kFewCoordinates = 64;

/// What f or g throws is the verdict, where it throws at the point; beside it f may, as outside of
/// its domain. Throws ShapeError for a point without coordinates, and ConfigError for one that is
/// not finite and for bad options.
[[nodiscard]] GradientReport check_differentiable(const Differentiable& f,
                                                  const std::vector<std::vector<double>>& points,
                                                  const ModelOptions& options = {});

namespace internal {

/// Where to check: the points, and the kind of container that f and g get.
template <class X>
struct Place {
  X like;
  std::vector<std::vector<double>> points;
};

/// A container to be filled with other numbers; spans and views of constants are none.
template <class X>
concept Fillable = Numbers<X> && !std::same_as<X, std::span<double>> && requires(X & x) {
  { x.data() } -> std::same_as<double*>;
};

template <Numbers X>
[[nodiscard]] auto place(const X& x) {
  const std::span<const double> numbers = numbers_of(x);
  const std::vector<double> at(numbers.begin(), numbers.end());
  if constexpr (Fillable<X>)
    return Place<X>{x, {at}};
  else
    return Place<std::vector<double>>{at, {at}};
}
[[nodiscard]] inline Place<std::vector<double>> place(double x) { return {{x}, {{x}}}; }
[[nodiscard]] inline Place<std::vector<double>> place(const Box& box) {
  return {box.lower, box.points()};
}

template <class X>
concept AnyPlace = requires(const X& x) {
  place(x);
};

}  // namespace internal

/// `at` is one number, a container of numbers, or a Box. f(x) returns a number; g(x) returns its
/// derivatives, or g(x, out) fills them in. How both may take x: foreign_function.hpp.
template <class F, class G, internal::AnyPlace At>
[[nodiscard]] GradientReport check_gradient(F f, G g, const At& at,
                                            const ModelOptions& options = {}) {
  const auto place = internal::place(at);
  return check_differentiable(differentiable(f, g, place.like), place.points, options);
}
template <class F, class G>
[[nodiscard]] GradientReport check_gradient(F f, G g, std::initializer_list<double> at,
                                            const ModelOptions& options = {}) {
  return check_gradient(std::move(f), std::move(g), std::vector<double>(at), options);
}

/// The same of a function of Values and the engine's gradient. How f may take them: value_function.
template <class F, internal::AnyPlace At>
[[nodiscard]] GradientReport check_gradient(F f, const At& at, const ModelOptions& options = {}) {
  return check_differentiable(differentiable(value_function(std::move(f))),
                              internal::place(at).points, options);
}
template <class F>
[[nodiscard]] GradientReport check_gradient(F f, std::initializer_list<double> at,
                                            const ModelOptions& options = {}) {
  return check_gradient(std::move(f), std::vector<double>(at), options);
}

}  // namespace riserun::check
