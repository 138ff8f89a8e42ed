// A loss written once, evaluated by the scalar engine and on lanes. Tests only.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <riserun/core/core.hpp>
#include <riserun/lanes/lanes.hpp>
#include <riserun/nn/parameter_set.hpp>

namespace riserun::lanes {

struct Results {
  std::vector<double> losses, gradient;
  std::vector<double> terms;  // of each parameter: the sum of |derivative| over the points
};

using Points = std::vector<std::vector<double>>;

/// Point by point on a tape: the oracle. loss(parameters, x) -> Value.
template <class Loss>
Results on_tape(const Loss& loss, const std::vector<double>& parameters, const Points& points) {
  Results results;
  results.gradient.resize(parameters.size());
  results.terms.resize(parameters.size());
  Tape tape;
  tape.bind(parameters);
  const nn::BoundParameters bound(parameters.data(), 0, parameters.size());
  for (const std::vector<double>& x : points) {
    const Value y = loss(bound, x);
    tape.zero_grad();
    tape.backward_to_parameters(y);
    results.losses.push_back(y.data());
    for (std::size_t k = 0; k < parameters.size(); ++k) {
      results.gradient[k] += tape.parameter_gradients()[k];
      results.terms[k] += std::abs(tape.parameter_gradients()[k]);
    }
    tape.rewind();
  }
  return results;
}

/// The first run sets the gradient, over NaN; those after it add.
inline Results on_plan(const Plan& plan, const std::vector<double>& parameters,
                       const Points& points) {
  Results results;
  results.gradient.assign(parameters.size(), std::numeric_limits<double>::quiet_NaN());
  auto use = GradientUse::set;
  Executor executor(plan);
  for (std::size_t begin = 0; begin < points.size(); begin += executor.capacity()) {
    const std::size_t count = std::min(executor.capacity(), points.size() - begin);
    for (std::size_t l = 0; l < count; ++l)
      std::ranges::copy(points[begin + l], executor.point(l).begin());
    const auto losses = executor.forward(parameters, count);
    results.losses.insert(results.losses.end(), losses.begin(), losses.end());
    executor.backward(parameters, count, 1.0, results.gradient, use);
    use = GradientUse::add;
  }
  return results;
}

/// The largest difference of a gradient's element over eps times the sum of the sizes of its
/// terms; of a loss over eps times its size. `floor` is added to both.
inline double worst_difference(const Results& a, const Results& oracle, double floor = 1e-3) {
  constexpr double kEps = 0x1p-52;
  double worst = 0.0;
  const auto meet = [&](double x, double y, double size) {
    const double off = std::abs(x - y) / (kEps * (size + floor));
    if (!(off <= worst)) worst = off;
  };
  for (std::size_t i = 0; i < oracle.losses.size(); ++i)
    meet(a.losses[i], oracle.losses[i], std::abs(oracle.losses[i]));
  for (std::size_t k = 0; k < oracle.gradient.size(); ++k)
    meet(a.gradient[k], oracle.gradient[k], oracle.terms[k]);
  return worst;
}

/// That an executor whose idle lanes hold NaN, from points before, gives the bits of a fresh one:
/// for any number of the points that leaves lanes idle. There are as many as the plan takes.
inline void expect_idle_lanes_unread(const Plan& plan, const std::vector<double>& p,
                                     const Points& data) {
  for (std::size_t count = 1; count < data.size(); ++count) {
    Executor fresh(plan), used(plan);
    ASSERT_EQ(used.capacity(), data.size());
    for (std::size_t l = 0; l < data.size(); ++l)
      std::ranges::fill(used.point(l), std::numeric_limits<double>::quiet_NaN());
    std::vector<double> ignored(p.size()), a(p.size()), b(p.size());
    used.forward(p, data.size());
    used.backward(p, data.size(), 1.0, ignored);
    ASSERT_TRUE(std::isnan(ignored[0]));
    for (std::size_t l = 0; l < count; ++l) {
      std::ranges::copy(data[l], fresh.point(l).begin());
      std::ranges::copy(data[l], used.point(l).begin());
    }
    const auto losses = fresh.forward(p, count);
    EXPECT_TRUE(std::ranges::equal(used.forward(p, count), losses)) << count;
    fresh.backward(p, count, 1.0, a);
    used.backward(p, count, 1.0, b);
    ASSERT_EQ(b, a) << count;
  }
}

}  // namespace riserun::lanes
