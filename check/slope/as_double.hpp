// What the checker reports of its figures, which are doubles or Quads: doubles.
#pragma once

#include <cmath>
#include <limits>

namespace riserun::check {

/// `x`, rounded to a double.
template <class T>
double number(T x) {
  return static_cast<double>(x);
}

/// |x|, rounded to a double.
template <class T>
double magnitude(T x) {
  using std::abs;
  return static_cast<double>(abs(x));
}

/// The relative spacing of T's numbers: 2^-52 of a double, 2^-112 of a Quad.
template <class T>
inline const double kEpsilon = static_cast<double>(std::numeric_limits<T>::epsilon());

}  // namespace riserun::check
