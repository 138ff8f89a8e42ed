// Functions of plain numbers with nothing of ours in them, whichever way they were written, in one
// form.
//
// At a point in a container X (anything that has data() and size() of doubles) a function may take
// X itself, a std::span<const double>, a std::vector<double>, or separate doubles.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/check/functions/value_function.hpp>

namespace riserun::check {

/// A container of doubles, such as std::vector, std::array, or a vector of Eigen's.
template <class X>
concept Numbers = requires(const X& x) {
  { x.data() } -> std::convertible_to<const double*>;
  { x.size() } -> std::convertible_to<std::size_t>;
};

/// Throws ShapeError where they do not lie side by side, as in the row of a matrix of Eigen's.
template <Numbers X>
[[nodiscard]] std::span<const double> numbers_of(const X& x) {
  if constexpr (requires { x.innerStride(); })
    if (x.innerStride() != 1) throw ShapeError("the numbers do not lie side by side");
  return {static_cast<const double*>(x.data()), static_cast<std::size_t>(x.size())};
}

namespace internal {

/// Throws Error where a function changed the numbers it was given.
void require_unchanged(std::span<const double> given, std::span<const double> left);
/// Copies what `name` gave to `to`; throws ShapeError where that has another size.
void copy_result(std::string_view name, std::span<const double> from, std::span<double> to);

template <class F, class X, class... Rest>
concept TakesContainer =
    std::is_invocable_v<F&, const X&, Rest&...> || std::is_invocable_v<F&, X&, Rest&...> ||
    std::is_invocable_v<F&, std::span<const double>, Rest&...> ||
    std::is_invocable_v<F&, std::span<double>, Rest&...> ||
    std::is_invocable_v<F&, std::vector<double>, Rest&...>;

/// How many separate doubles f takes; 0 where it takes a container, or none of these.
template <class F, class X, std::size_t N = 1>
constexpr std::size_t separate_doubles() {
  if constexpr (TakesContainer<F, X> || N > kMostArguments) {
    return 0;
  } else if constexpr (takes<void, double, F>(std::make_index_sequence<N>{})) {
    return N;
  } else {
    return separate_doubles<F, X, N + 1>();
  }
}

/// f at the numbers in x and what else it takes, by the first of the ways above that fits.
template <class F, class X, class... Rest>
decltype(auto) call_at(F& f, X& x, Rest&... rest) {
  const std::span<double> numbers(x.data(), static_cast<std::size_t>(x.size()));
  if constexpr (std::is_invocable_v<F&, const X&, Rest&...>) {
    return f(std::as_const(x), rest...);
  } else if constexpr (std::is_invocable_v<F&, X&, Rest&...>) {
    return f(x, rest...);
  } else if constexpr (std::is_invocable_v<F&, std::span<const double>, Rest&...>) {
    return f(std::span<const double>(numbers), rest...);
  } else if constexpr (std::is_invocable_v<F&, std::span<double>, Rest&...>) {
    return f(numbers, rest...);
  } else if constexpr (std::is_invocable_v<F&, std::vector<double>, Rest&...>) {
    return f(std::vector<double>(numbers.begin(), numbers.end()), rest...);
  } else {
    constexpr std::size_t separate = separate_doubles<F, X>();
    static_assert(separate > 0,
                  "the function must take the point's own container, a std::span<const double>, a "
                  "std::vector<double> or separate doubles");
    require_count(separate, numbers.size());
    return call_separately(f, numbers, std::make_index_sequence<separate>{});
  }
}

/// The user's own kind of container, filled anew for each call.
template <class X>
class Argument {
 public:
  explicit Argument(const X& like) : own_(like) {
    if (own_.size() > 0 && static_cast<const double*>(own_.data()) == like.data())
      throw ConfigError("the point is a view of other numbers: give the container that owns them");
  }

  /// call(x) with x in the container; throws Error where that changes it.
  template <class Call>
  auto with(std::span<const double> x, Call call) {
    std::copy(x.begin(), x.end(), own_.data());
    auto result = call(own_);
    require_unchanged(x, numbers_of(own_));
    return result;
  }

 private:
  X own_;
};

/// What a function returns, as `count` numbers: a container, one number, or what turns into an X.
template <class X, class Result>
void take_result(std::string_view name, const Result& result, std::span<double> to) {
  if constexpr (Numbers<Result>) {
    copy_result(name, numbers_of(result), to);
  } else if constexpr (std::convertible_to<Result, double>) {
    const double number = result;
    copy_result(name, {&number, 1}, to);
  } else {
    static_assert(std::constructible_from<X, const Result&>,
                  "the function must give a container of doubles, such as std::vector<double>");
    const X numbers(result);
    copy_result(name, numbers_of(numbers), to);
  }
}

/// f(x) into `to`, for functions that return numbers and for those that fill their last argument: a
/// std::span<double>, an X or a std::vector<double>.
template <class F, class X, class... Rest>
void fill_at(std::string_view name, F& f, X& x, std::span<double> to, Rest&... rest) {
  using Vector = std::vector<double>;
  if constexpr (!std::same_as<X, Vector> && TakesContainer<F, X, Rest..., X>) {
    X out = x;
    call_at(f, x, rest..., out);
    copy_result(name, numbers_of(out), to);
  } else if constexpr (TakesContainer<F, X, Rest..., std::span<double>>) {
    call_at(f, x, rest..., to);
  } else if constexpr (TakesContainer<F, X, Rest..., Vector>) {
    Vector out(to.size());
    call_at(f, x, rest..., out);
    copy_result(name, out, to);
  } else {
    take_result<X>(name, call_at(f, x, rest...), to);
  }
}

}  // namespace internal

/// f and its gradient g, at points like `like`; both must outlive the result.
template <class F, class G, Numbers X>
[[nodiscard]] Differentiable differentiable(F& f, G& g, const X& like) {
  using Argument = internal::Argument<X>;
  return {.value =
              [&f, argument = Argument(like)](std::span<const double> at) mutable {
                return argument.with(
                    at, [&](X& x) { return static_cast<double>(internal::call_at(f, x)); });
              },
          .gradient =
              [&g, argument = Argument(like)](std::span<const double> at,
                                              std::span<double> gradient) mutable {
                argument.with(at, [&](X& x) {
                  internal::fill_at("g", g, x, gradient);
                  return true;
                });
              },
          .repro =
              [](std::span<const double> at) {
                return "check_gradient(f, g, " + point_in_braces(at) + ")";
              }};
}

}  // namespace riserun::check
