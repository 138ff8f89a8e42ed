// Random graphs of everything that a recording is read for. Tests only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/core/core.hpp>
#include <riserun/lanes/lanes.hpp>

namespace riserun::lanes {

constexpr std::size_t kInputs = 5, kParameters = 60;

/// Layers with their patterns bent at random, some of them at several places, sums of numbers and
/// of products, and scalar ops in between, as one function of numbers.
struct RandomLoss {
  std::uint64_t seed;

  template <class P, class X>
  auto operator()(const P& p, const X& x) const {
    using T = decltype(p[0] * x[0]);
    Random random(seed);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random.below(n)); };
    std::vector<T> all;
    for (std::size_t i = 0; i < kInputs; ++i) all.push_back(T(1.0) * x[i]);
    std::vector<T> from;
    for (std::size_t i = 0; i < kInputs; ++i) from.push_back(x[i] * T(1.0));
    for (const T& v : same_layer_at_places(from, p, x, random)) all.push_back(v);
    for (int layer = 0; layer < 3; ++layer) {
      const std::size_t in = 1 + below(from.size()), out = 1 + below(5);
      const std::size_t step_i = 1 + below(3) * below(4), step_o = 1 + below(2) * below(9);
      const std::size_t first = below(10), bias = below(kParameters), bias_step = below(3);
      const bool bent = below(3) == 0;
      std::vector<T> next;
      for (std::size_t o = 0; o < out; ++o) {
        T s = below(4) == 0 ? T(0.0) : T(p[(bias + o * bias_step) % kParameters]);
        for (std::size_t i = 0; i < in; ++i) {
          const std::size_t w = (first + i * step_i + o * step_o) % kParameters;
          const T product = below(2) == 0 ? p[w] * from[i] : from[i] * p[w];
          s = below(2) == 0 ? s + product : product + s;
          if (bent && below(6) == 0) all.push_back(below(2) == 0 ? product : s);
          if (bent && below(8) == 0) s = s + from[below(from.size())];
        }
        all.push_back(s);
        next.push_back(below(5) == 0 ? sin(s) : tanh(s));
      }
      if (below(3) == 0) next.push_back(from[below(from.size())]);
      if (below(3) == 0) std::swap(next.front(), next.back());
      from = next;
    }
    T sum = 0.0;
    for (const T& v : from) sum = sum + v * v;
    for (const T& v : all) sum = sum + 0.1 * tanh(v);
    for (std::size_t s = 0; s < 4; ++s) sum = sum + any_sum(all, p, random);
    return sum;
  }

 private:
  // Of numbers that are there, some of them twice; now and then with another use of a part.
  template <class T, class P>
  static T any_sum(std::vector<T>& all, const P& p, Random& random) {
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random.below(n)); };
    const auto any = [&] {
      return below(6) == 0 ? T(p[below(kParameters)]) : T(all[below(all.size())]);
    };
    const std::size_t terms = 1 + below(6);
    const bool of_products = below(3) != 0, is_bent = below(3) == 0;
    T sum = below(2) == 0 ? T(0.0) : any();
    for (std::size_t i = 0; i < terms; ++i) {
      const T term = of_products || (is_bent && below(3) == 0) ? T(any() * any()) : any();
      sum = below(2) == 0 ? sum + term : term + sum;
      if (is_bent && below(4) == 0) all.push_back(below(2) == 0 ? sum : term);
    }
    return T(tanh(sum));
  }

  // One over the other where they are chained.
  template <class T, class P, class X>
  static std::vector<T> same_layer_at_places(const std::vector<T>& from, const P& p,
                                             const X& inputs, Random& random) {
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random.below(n)); };
    const std::size_t width = 2 + below(2), places = 1 + below(4), first = below(20);
    const bool chained = below(3) == 0, overlapping = below(3) == 0, raw = below(3) == 0;
    const bool by_rows = below(2) == 0;
    const std::size_t activation = below(3);
    std::vector<T> all;
    for (std::size_t place = 0; place < places; ++place) {
      std::vector<T> x;
      for (std::size_t i = 0; i < width; ++i) {
        if (chained && place > 0)
          x.push_back(all[all.size() - width + i]);
        else
          x.push_back(raw           ? T(inputs[(i * places + place) % kInputs])
                      : overlapping ? from[(place + i) % from.size()]
                                    : sin(from[(place * width + i) % from.size()] *
                                          (0.5 + static_cast<double>(place))));
      }
      std::vector<T> y;
      for (std::size_t o = 0; o < width; ++o) {
        T s = p[40 + o];
        for (std::size_t i = 0; i < width; ++i)
          s = s + p[first + (by_rows ? o * width + i : i * width + o)] * x[i];
        y.push_back(activation == 0 ? T(0.25 * s) : activation == 1 ? relu(s) : tanh(s));
      }
      all.insert(all.end(), y.begin(), y.end());
    }
    return all;
  }
};

}  // namespace riserun::lanes
