// Whole models: the slope of the loss along random directions against the gradient's, and, where
// they differ, the parameters to blame.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <riserun/check/verdict/options.hpp>
#include <riserun/check/verdict/verdict.hpp>

namespace riserun::check {

/// The loss at theta.
using LossFunction = std::function<double(std::span<const double> theta)>;
/// Writes d(loss)/d(theta) to `gradient`, which has theta's size and holds zeros.
using GradientFunction =
    std::function<void(std::span<const double> theta, std::span<double> gradient)>;

/// A named run of parameters, such as a layer or a neuron; groups may nest.
struct ParameterGroup {
  std::string name;
  std::size_t begin = 0, size = 0;
};

struct ModelOptions {
  std::uint64_t seed = 1;
  int directions = 4;
  double budget = 16;                    // ulps of sum |g_i u_i|
  double rtol = 0, atol = 0;             // how accurate the loss is, where that is less than double
  double resolution = 1e-6;              // coarser is INCONCLUSIVE
  bool concurrent = false;               // ask the gradient on two threads at once, too
  int most_culprits = 8;                 // parameters named before the search stops
  std::vector<ParameterGroup> groups{};  // for names in the report
};

struct ModelReport {
  std::vector<PointReport> directions;  // phi(t) = loss(theta + t u) at t = 0
  std::vector<PointReport> culprits;    // single parameters that are wrong; `operand` is the index
  std::vector<std::string>
      culprit_names;            // "layer 1 / neuron 3 / parameter 17", innermost group last
  bool theta_unchanged = true;  // bitwise
  std::string state{};  // what loss or gradient keep between calls or threads; empty: nothing

  [[nodiscard]] Verdict verdict() const;
  [[nodiscard]] bool passed() const { return is_right(verdict()); }
  [[nodiscard]] std::string brief() const;
  [[nodiscard]] std::string full() const;
};

/// Checks a gradient by directional derivatives, u_i = +-U[0.5, 1) times the size of theta_i (with
/// +-1, half of all swapped pairs would go unseen); up to 16 parameters also one by one. Where a
/// direction crosses kinks, the parameters that have one are judged alone and all others as
/// everywhere. The gradient is asked ten times, once on another thread, and must be the same; so
/// must two on threads at once where `concurrent` says that it may be called so.
/// Evaluates the loss some 150 times a direction.
[[nodiscard]] ModelReport check_model(const LossFunction& loss, const GradientFunction& gradient,
                                      std::span<const double> theta,
                                      const ModelOptions& options = {});

}  // namespace riserun::check
