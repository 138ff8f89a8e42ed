// Numerical templates as one finds them, written for double: none of them knows of Value. They
// stand in no namespace of ours, which would lend them functions that theirs does not see. Each
// takes its numbers as one vector.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace found_templates {

template <class T>
using Numbers = std::vector<T>;

struct Horner {
  template <class T>
  T operator()(const Numbers<T>& x) const {
    static constexpr std::array<double, 6> coefficients{0.5, -1.25, 2, 0, -3, 0.75};
    T y = 0;
    for (double c : coefficients) y = y * x[0] + c;
    return y;
  }
};

struct NewtonSqrt {
  template <class T>
  T operator()(const Numbers<T>& x) const {
    using std::abs;
    T y = x[0] > 1 ? x[0] : T(1);
    for (int i = 0; i < 100; ++i) {
      T next = (y + x[0] / y) / 2;
      if (abs(next - y) <= std::numeric_limits<T>::epsilon() * next) return next;
      y = next;
    }
    return y;
  }
};

// A damped, driven pendulum, a hundred steps of Runge and Kutta.
struct Pendulum {
  template <class T>
  T operator()(const Numbers<T>& p) const {
    T angle = p[0], speed = p[1], time = 0;
    auto acceleration = [&](T a, T s, T t) {
      using std::cos;
      using std::sin;
      return -sin(a) - p[2] * s + 0.25 * cos(p[3] * t);
    };
    const double h = 0.0625;
    for (int i = 0; i < 100; ++i) {
      T a1 = speed, s1 = acceleration(angle, speed, time);
      T a2 = speed + h / 2 * s1;
      T s2 = acceleration(angle + h / 2 * a1, speed + h / 2 * s1, time + h / 2);
      T a3 = speed + h / 2 * s2;
      T s3 = acceleration(angle + h / 2 * a2, speed + h / 2 * s2, time + h / 2);
      T a4 = speed + h * s3, s4 = acceleration(angle + h * a3, speed + h * s3, time + h);
      angle += h / 6 * (a1 + 2 * a2 + 2 * a3 + a4);
      speed += h / 6 * (s1 + 2 * s2 + 2 * s3 + s4);
      time += h;
    }
    return angle;
  }
};

struct WelfordVariance {
  template <class T>
  T operator()(const Numbers<T>& x) const {
    T mean = 0, squares = 0;
    int n = 0;
    for (const T& v : x) {
      ++n;
      T delta = v - mean;
      mean += delta / n;
      squares += delta * (v - mean);
    }
    return squares / (n - 1);
  }
};

struct CosineSimilarity {
  template <class T>
  T operator()(const Numbers<T>& x) const {
    using std::sqrt;
    const auto middle = x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2);
    const T ab = std::inner_product(x.begin(), middle, middle, T(0));
    const T aa = std::inner_product(x.begin(), middle, x.begin(), T(0));
    const T bb = std::transform_reduce(middle, x.end(), T(0), std::plus<>(),
                                       [](const T& v) { return v * v; });
    return ab / sqrt(aa * bb);
  }
};

// The price of a European call: spot, strike, rate, volatility, time.
struct BlackScholes {
  template <class T>
  static T normal_cdf(const T& x) {
    using std::erfc;
    return erfc(-x / std::sqrt(2.0)) / 2;
  }
  template <class T>
  T operator()(const Numbers<T>& p) const {
    using std::exp;
    using std::log;
    using std::sqrt;
    const T &spot = p[0], &strike = p[1], &rate = p[2], &volatility = p[3], &time = p[4];
    const T spread = volatility * sqrt(time);
    const T d1 = (log(spot / strike) + (rate + volatility * volatility / 2) * time) / spread;
    const T d2 = d1 - spread;
    return spot * normal_cdf(d1) - strike * exp(-rate * time) * normal_cdf(d2);
  }
};

// Elimination with partial pivoting: swaps and comparisons of numbers under way.
struct Determinant {
  template <class T>
  T operator()(const Numbers<T>& x) const {
    using std::abs;
    using std::swap;
    std::size_t n = 1;
    while (n * n < x.size()) ++n;
    Numbers<T> a = x;
    T determinant = 1;
    for (std::size_t k = 0; k < n; ++k) {
      std::size_t pivot = k;
      for (std::size_t i = k + 1; i < n; ++i)
        if (abs(a[i * n + k]) > abs(a[pivot * n + k])) pivot = i;
      if (pivot != k) {
        for (std::size_t j = 0; j < n; ++j) swap(a[k * n + j], a[pivot * n + j]);
        determinant = -determinant;
      }
      determinant *= a[k * n + k];
      for (std::size_t i = k + 1; i < n; ++i) {
        const T factor = a[i * n + k] / a[k * n + k];
        for (std::size_t j = k; j < n; ++j) a[i * n + j] -= factor * a[k * n + j];
      }
    }
    return determinant;
  }
};

struct LogisticMap {
  template <class T>
  T operator()(const Numbers<T>& p) const {
    T x = p[0];
    for (int i = 0; i < 12; ++i) x = p[1] * x * (1 - x);
    return x;
  }
};

// The larger root of a x^2 + b x + c, without cancellation.
struct QuadraticRoot {
  template <class T>
  T operator()(const Numbers<T>& p) const {
    using std::copysign;
    using std::max;
    using std::sqrt;
    const T discriminant = p[1] * p[1] - 4 * p[0] * p[2];
    if (discriminant < 0) return std::numeric_limits<T>::quiet_NaN();
    const T q = -(p[1] + copysign(sqrt(discriminant), p[1])) / 2;
    return max(q / p[0], p[2] / q);
  }
};

// -ln of Student's t density: nu, mean, scale, x.
struct StudentT {
  template <class T>
  T operator()(const Numbers<T>& p) const {
    using std::lgamma;
    using std::log;
    using std::log1p;
    const T &nu = p[0], &scale = p[2];
    const T z = (p[3] - p[1]) / scale;
    return lgamma(nu / 2) - lgamma((nu + 1) / 2) + log(nu * 3.141592653589793) / 2 + log(scale) +
           (nu + 1) / 2 * log1p(z * z / nu);
  }
};

// A mean of the middle half, after sorting.
struct TrimmedMean {
  template <class T>
  T operator()(Numbers<T> x) const {
    std::sort(x.begin(), x.end());
    const auto quarter = static_cast<std::ptrdiff_t>(x.size() / 4);
    const T sum = std::accumulate(x.begin() + quarter, x.end() - quarter, T(0));
    return sum / static_cast<double>(x.size() - 2 * static_cast<std::size_t>(quarter));
  }
};

// The distance of two places on a sphere (haversine), and the bearing: many functions in one.
struct Sphere {
  template <class T>
  T operator()(const Numbers<T>& p) const {
    using std::asin;
    using std::atan2;
    using std::cos;
    using std::hypot;
    using std::sin;
    using std::sqrt;
    const T dlat = (p[2] - p[0]) / 2, dlon = (p[3] - p[1]) / 2;
    const T h = sin(dlat) * sin(dlat) + cos(p[0]) * cos(p[2]) * sin(dlon) * sin(dlon);
    const T bearing = atan2(sin(p[3] - p[1]) * cos(p[2]),
                            cos(p[0]) * sin(p[2]) - sin(p[0]) * cos(p[2]) * cos(p[3] - p[1]));
    return 2 * asin(sqrt(h)) + hypot(bearing, T(1));
  }
};

}  // namespace found_templates
