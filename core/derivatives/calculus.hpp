// Derivatives of functions of many numbers: gradient, Jacobian, Hessian times a vector, Hessian.
//
//   const auto f = [](const auto& x) { return exp(x[0]) * sin(x[1]); };
//   std::vector<double> slope = riserun::gradient(f, std::array{0.5, 1.0});
//
// f takes a std::span<const Value> or a std::vector<Value>, or is generic as above, and is called
// once on a tape of its own: the caller's current tape stays as it is, and f may call these
// functions itself. What f captures must be plain numbers; Values of another tape throw TapeError
// where they are seen, which is always in builds with RISERUN_CHECKED.
//
// At a kink the derivatives are those of the op's declared convention, the second ones those of the
// branch that the op's `partials` takes there: relu has 0 at 0, and no delta.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <ranges>
#include <span>
#include <vector>

#include <riserun/core/derivatives/matrix.hpp>
#include <riserun/core/derivatives/second_order.hpp>
#include <riserun/core/tape.hpp>
#include <riserun/core/value.hpp>

namespace riserun {

/// Callable with the arguments as Values, all in one sequence.
template <class F>
concept TakesValues =
    std::invocable<F&, std::span<const Value>> || std::invocable<F&, std::vector<Value>>;

namespace internal {

template <TakesValues F>
decltype(auto) call_on_values(F& f, std::span<const Value> x) {
  if constexpr (std::invocable<F&, std::span<const Value>>)
    return std::invoke(f, x);
  else
    return std::invoke(f, std::vector<Value>(x.begin(), x.end()));
}

template <class F>
using ResultOnValues = decltype(call_on_values(std::declval<F&>(), std::span<const Value>()));

}  // namespace internal

/// A number-valued function: f(x) is a Value (a number will do; its derivatives are 0).
template <class F>
concept ScalarFunction = TakesValues<F> && std::convertible_to<internal::ResultOnValues<F>, Value>;

/// A vector-valued function: f(x) is a range of Values.
template <class F>
concept VectorFunction = TakesValues<F> && std::ranges::input_range<internal::ResultOnValues<F>> &&
    std::convertible_to<std::ranges::range_reference_t<internal::ResultOnValues<F>>, Value>;

/// A tape and the memory of sweeps, for one RecordedFunction at a time. A thread keeps that of the
/// last functions that are gone, unless it is large, so that the next one allocates nothing.
struct CalculusWork {
  struct GiveBack {
    void operator()(CalculusWork* work) const;
  };
  using Borrowed = std::unique_ptr<CalculusWork, GiveBack>;
  static Borrowed borrow();
  /// More than so many bytes are freed rather than kept.
  static constexpr std::size_t kMostKept = std::size_t{256} << 20;

  Tape tape{{.become_current = false, .keep_constants = true}};
  SecondOrder second_order{tape};
  std::vector<Value> inputs;
  std::vector<std::uint32_t> roots;
};

/// A function recorded once at x, to be asked for several things: the products of a conjugate
/// gradient iteration, say. Not to be shared by threads.
class RecordedFunction {
 public:
  /// f has one result, a Value, or any number of them, a range.
  template <class F>
  requires ScalarFunction<F> || VectorFunction<F> RecordedFunction(F&& f, std::span<const double> x)
      : x_(x.begin(), x.end()), work_(CalculusWork::borrow()) {
    const TapeScope scope(work_->tape);
    const std::span<const Value> inputs = bind_inputs();
    if constexpr (ScalarFunction<F>) {
      results_.push_back(internal::call_on_values(f, inputs));
    } else {
      for (auto&& result : internal::call_on_values(f, inputs)) results_.push_back(result);
    }
    settle_results();
  }

  /// Number of results, m, and of arguments, n.
  [[nodiscard]] std::size_t result_count() const { return results_.size(); }
  [[nodiscard]] std::size_t argument_count() const { return x_.size(); }

  /// The i-th result, i < m.
  [[nodiscard]] double value(std::size_t i = 0) const { return results_[i].data(); }
  /// d(i-th result)/dx, n numbers; i < m.
  [[nodiscard]] std::vector<double> gradient(std::size_t i = 0);
  /// m x n: row i is the i-th result's gradient. Swept backward m times or forward n times,
  /// whichever is less, eight at once where no fused node is among them.
  [[nodiscard]] Matrix jacobian();
  /// The Jacobian times v, m numbers: how the results change along v. One sweep forward. Throws
  /// ShapeError unless v has n elements.
  [[nodiscard]] std::vector<double> jvp(std::span<const double> v);
  /// w times the Jacobian, n numbers: the gradient of the results weighted with w. One sweep back.
  /// Throws ShapeError unless w has m elements.
  [[nodiscard]] std::vector<double> vjp(std::span<const double> w);
  /// The i-th result's Hessian times v, in the time of a few gradients. Throws ShapeError unless v
  /// has n elements; TapeError for an op that computes in double only.
  [[nodiscard]] std::vector<double> hessian_vector_product(std::span<const double> v,
                                                           std::size_t i = 0);
  /// The i-th result's Hessian, n x n, by n products; symmetric but for rounding.
  [[nodiscard]] Matrix hessian(std::size_t i = 0);

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
  static constexpr std::size_t kAll = static_cast<std::size_t>(-1), kNothing = kAll - 1;

  std::span<const Value> bind_inputs();
  void settle_results();
  SecondOrder& second_order(std::size_t which);
  SecondOrder& second_order(std::size_t first, std::size_t count);
  Matrix jacobian_one_by_one();
  Matrix jacobian_by_eight();

  std::vector<double> x_;
  CalculusWork::Borrowed work_;
  std::vector<Value> results_;
  std::vector<std::uint32_t> nodes_;  // of the results; kNone for a constant
  std::size_t looked_at_ = kNothing;  // what second_order() is about: one result, or all
};

struct ValueAndGradient {
  double value = 0.0;
  std::vector<double> gradient;
};

/// df/dx_i at x, as many numbers as x has.
template <class F>
[[nodiscard]] std::vector<double> gradient(F&& f, std::span<const double> x) {
  static_assert(
      ScalarFunction<F>,
      "gradient(f, x): f must take the arguments as one std::span<const riserun::Value>, a "
      "std::vector<Value> or const auto&, and return one Value (jacobian takes several)");
  if constexpr (ScalarFunction<F>) return RecordedFunction(f, x).gradient();
}

/// f and its gradient at x, from one recording.
template <class F>
[[nodiscard]] ValueAndGradient value_and_gradient(F&& f, std::span<const double> x) {
  static_assert(ScalarFunction<F>,
                "value_and_gradient(f, x): f must take the arguments as one std::span<const "
                "riserun::Value>, a std::vector<Value> or const auto&, and return one Value");
  if constexpr (ScalarFunction<F>) {
    RecordedFunction recorded(f, x);
    return {recorded.value(), recorded.gradient()};
  }
}

/// The matrix of d(i-th result)/dx_j at x.
template <class F>
[[nodiscard]] Matrix jacobian(F&& f, std::span<const double> x) {
  static_assert(
      VectorFunction<F>,
      "jacobian(f, x): f must take the arguments as one std::span<const riserun::Value>, a "
      "std::vector<Value> or const auto&, and return a range of Values, such as a "
      "std::vector<Value> (gradient takes one)");
  if constexpr (VectorFunction<F>) return RecordedFunction(f, x).jacobian();
}

/// The Jacobian of f at x times v: how its results change along v, by one sweep forward. Throws
/// ShapeError unless v has as many elements as x.
template <class F>
[[nodiscard]] std::vector<double> jvp(F&& f, std::span<const double> x, std::span<const double> v) {
  static_assert(ScalarFunction<F> || VectorFunction<F>,
                "jvp(f, x, v): f must take the arguments as one std::span<const riserun::Value>, a "
                "std::vector<Value> or const auto&, and return one Value or a range of Values");
  if constexpr (ScalarFunction<F> || VectorFunction<F>) return RecordedFunction(f, x).jvp(v);
}

/// w times the Jacobian of f at x: the gradient of the sum of w_i f_i, by one sweep back. Throws
/// ShapeError unless w has an element for each result.
template <class F>
[[nodiscard]] std::vector<double> vjp(F&& f, std::span<const double> x, std::span<const double> w) {
  static_assert(ScalarFunction<F> || VectorFunction<F>,
                "vjp(f, x, w): f must take the arguments as one std::span<const riserun::Value>, a "
                "std::vector<Value> or const auto&, and return one Value or a range of Values");
  if constexpr (ScalarFunction<F> || VectorFunction<F>) return RecordedFunction(f, x).vjp(w);
}

/// The Hessian of f at x times v, in time linear in the length of the computation: no Hessian is
/// formed. Throws ShapeError unless v has as many elements as x.
template <class F>
[[nodiscard]] std::vector<double> hessian_vector_product(F&& f, std::span<const double> x,
                                                         std::span<const double> v) {
  static_assert(ScalarFunction<F>,
                "hessian_vector_product(f, x, v): f must take the arguments as one std::span<const "
                "riserun::Value>, a std::vector<Value> or const auto&, and return one Value");
  if constexpr (ScalarFunction<F>) return RecordedFunction(f, x).hessian_vector_product(v);
}

/// d2f/dx_i dx_j at x, symmetric but for rounding.
template <class F>
[[nodiscard]] Matrix hessian(F&& f, std::span<const double> x) {
  static_assert(
      ScalarFunction<F>,
      "hessian(f, x): f must take the arguments as one std::span<const riserun::Value>, a "
      "std::vector<Value> or const auto&, and return one Value");
  if constexpr (ScalarFunction<F>) return RecordedFunction(f, x).hessian();
}

}  // namespace riserun
