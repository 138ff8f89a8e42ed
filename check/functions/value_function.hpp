// A function of Values in one form, whichever way it was written, and as a function of numbers with
// the engine's gradient.
#pragma once

#include <array>
#include <concepts>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include <riserun/check/functions/differentiable.hpp>
#include <riserun/core/value.hpp>

namespace riserun::check {

using ValueFunction = std::function<Value(std::span<const Value>)>;

/// f's value of constants (which are not recorded), and its gradient by a tape and a sweep. The
/// gradient throws Error where f is another number of variables than of constants.
[[nodiscard]] Differentiable differentiable(ValueFunction f);

namespace internal {

inline constexpr std::size_t kMostArguments = 8;

template <class Result, class T, class F, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
  return std::is_invocable_r_v<Result, F&, decltype((void(I), std::declval<T>()))...>;
}

/// How many separate T's f takes for a Result; 0 for none up to kMostArguments.
template <class Result, class T, class F, std::size_t N = 1>
constexpr std::size_t separate_arguments() {
  if constexpr (N > kMostArguments) {
    return 0;
  } else if constexpr (takes<Result, T, F>(std::make_index_sequence<N>{})) {
    return N;
  } else {
    return separate_arguments<Result, T, F, N + 1>();
  }
}

template <class F, std::size_t N = 1>
constexpr std::size_t array_size() {
  if constexpr (N > 64) {
    return 0;
  } else if constexpr (std::is_invocable_r_v<Value, F&, std::array<Value, N>>) {
    return N;
  } else {
    return array_size<F, N + 1>();
  }
}

/// Throws ShapeError where the point has another number of values than the function takes.
void require_count(std::size_t takes, std::size_t given);

template <class F, class T, std::size_t... I>
decltype(auto) call_separately(F& f, std::span<T> x, std::index_sequence<I...>) {
  return f(x[I]...);
}

}  // namespace internal

/// f in one form. It may take separate Values, `(Value a, Value b)`; one std::span<const Value>;
/// one std::vector<Value>; or one std::array<Value, N>. A generic `(auto x)` is taken as one Value,
/// and `(auto... x)` too: name the type where that is not meant. Calling it with a number of
/// operands that f does not take throws ShapeError.
template <class F>
[[nodiscard]] ValueFunction value_function(F f) {
  constexpr std::size_t arguments = internal::separate_arguments<Value, Value, F>();
  if constexpr (arguments > 0) {
    return [f = std::move(f)](std::span<const Value> x) mutable -> Value {
      internal::require_count(arguments, x.size());
      return internal::call_separately(f, x, std::make_index_sequence<arguments>{});
    };
  } else if constexpr (std::is_invocable_r_v<Value, F&, std::span<const Value>>) {
    return ValueFunction(std::move(f));
  } else if constexpr (std::is_invocable_r_v<Value, F&, std::vector<Value>>) {
    return [f = std::move(f)](std::span<const Value> x) mutable {
      return Value(f(std::vector<Value>(x.begin(), x.end())));
    };
  } else {
    constexpr std::size_t size = internal::array_size<F>();
    static_assert(
        size > 0,
        "the function must take Values, a std::span<const Value>, a std::vector<Value> or a "
        "std::array<Value, N>, and return a Value");
    return [f = std::move(f)](std::span<const Value> x) mutable {
      internal::require_count(size, x.size());
      std::array<Value, size> values;
      for (std::size_t i = 0; i < size; ++i) values[i] = x[i];
      return Value(f(values));
    };
  }
}

}  // namespace riserun::check
