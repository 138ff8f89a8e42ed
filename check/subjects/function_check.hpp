// A user's function of Values checked at a point: every partial derivative, through the engine.
#pragma once

#include <array>
#include <concepts>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/check/verdict/options.hpp>
#include <riserun/check/verdict/verdict.hpp>
#include <riserun/core/tape.hpp>
#include <riserun/core/value.hpp>

namespace riserun::check {

using ValueFunction = std::function<Value(std::span<const Value>)>;

struct FunctionReport {
  std::vector<PointReport> operands;

  [[nodiscard]] Verdict verdict() const;
  /// PASS or KINK at every operand.
  [[nodiscard]] bool passed() const {
    return verdict() == Verdict::pass || verdict() == Verdict::kink;
  }
  [[nodiscard]] std::string brief() const;
  [[nodiscard]] std::string full() const;
};

/// Checks d f / d x_i for every i. f is a black box: its forward is evaluated with constants.
[[nodiscard]] FunctionReport check_value_function(const ValueFunction& f,
                                                  std::span<const double> at,
                                                  const Options& options = {});

namespace internal {

template <class F, std::size_t... I>
constexpr bool takes_values(std::index_sequence<I...>) {
  return std::is_invocable_r_v<Value, F&, decltype((void(I), std::declval<Value>()))...>;
}

inline constexpr std::size_t kMostArguments = 8;

/// How many separate Values f takes; 0 for none up to kMostArguments.
template <class F, std::size_t N = 1>
constexpr std::size_t value_arguments() {
  if constexpr (N > kMostArguments) {
    return 0;
  } else if constexpr (takes_values<F>(std::make_index_sequence<N>{})) {
    return N;
  } else {
    return value_arguments<F, N + 1>();
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

[[noreturn]] void throw_wrong_count(std::size_t takes, std::size_t given);

template <class F, std::size_t... I>
Value call_with(F& f, std::span<const Value> x, std::index_sequence<I...>) {
  return f(x[I]...);
}

}  // namespace internal

/// f in one form. It may take separate Values, `(Value a, Value b)`; one std::span<const Value>;
/// one std::vector<Value>; or one std::array<Value, N>. A generic `(auto x)` is taken as one Value,
/// and `(auto... x)` too: name the type where that is not meant. Calling it with a number of
/// operands that f does not take throws ShapeError.
template <class F>
[[nodiscard]] ValueFunction value_function(F f) {
  constexpr std::size_t arguments = internal::value_arguments<F>();
  if constexpr (arguments > 0) {
    return [f = std::move(f)](std::span<const Value> x) mutable {
      if (x.size() != arguments) internal::throw_wrong_count(arguments, x.size());
      return internal::call_with(f, x, std::make_index_sequence<arguments>{});
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
      if (x.size() != size) internal::throw_wrong_count(size, x.size());
      std::array<Value, size> values;
      for (std::size_t i = 0; i < size; ++i) values[i] = x[i];
      return Value(f(values));
    };
  }
}

template <class F>
[[nodiscard]] FunctionReport check_function(F f, std::span<const double> at,
                                            const Options& options = {}) {
  return check_value_function(value_function(std::move(f)), at, options);
}

}  // namespace riserun::check
