// `select`: a choice between two numbers that a number type may make lane by lane. An op that
// chooses with it, rather than with ?: or if, is one pass for eight data points in lock-step too.
#pragma once

namespace riserun {

/// a where the condition holds, else b; both have been computed.
template <class T>
constexpr T select(bool condition, T a, T b) {
  return condition ? a : b;
}

}  // namespace riserun
