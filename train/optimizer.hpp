// How a gradient changes the parameters: the optimisers' options, and `Optimizer`, which keeps the
// state they need.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "train/workers.hpp"

namespace riserun::train {

/// What one update of some parameters reads and writes: `count` elements of each.
struct UpdateRange {
  double* parameters;
  const double* gradient;
  double* first;   // state, one number a parameter; unused ones are null
  double* second;  // state
  std::size_t count;
};

/// Which update it is, from 1, and its learning rate.
struct UpdateStep {
  double learning_rate;
  long number;
};

/// Gradient descent: v = momentum v + g, w -= learning_rate v; micrograd's with momentum = 0.
/// Polyak 1964; nesterov: w -= learning_rate (g + momentum v), Nesterov 1983 as Sutskever et al.
/// 2013.
struct SGD {
  double learning_rate = 0.1;
  double momentum = 0.9;  // in [0, 1)
  bool nesterov = false;  // needs momentum
  double l2 = 0.0;        // adds l2 w to the gradient: the penalty l2 / 2 |w|^2

  static constexpr std::string_view name = "sgd";
  /// Throws ConfigError naming the option outside its range.
  void validate() const;
  [[nodiscard]] int state_count() const { return momentum == 0.0 ? 0 : 1; }
  void update(const UpdateStep& step, const UpdateRange& range) const;
};

/// Kingma and Ba 2015, with both bias corrections.
struct Adam {
  double learning_rate = 1e-3;
  double beta1 = 0.9;     // in [0, 1)
  double beta2 = 0.999;   // in [0, 1)
  double epsilon = 1e-8;  // > 0
  double l2 = 0.0;        // adds l2 w to the gradient

  static constexpr std::string_view name = "adam";
  /// Throws ConfigError naming the option outside its range.
  void validate() const;
  [[nodiscard]] int state_count() const { return 2; }
  void update(const UpdateStep& step, const UpdateRange& range) const;
};

/// Any of them, chosen at run time. A new one is a struct like those above and its name here.
using OptimizerOptions = std::variant<SGD, Adam>;

[[nodiscard]] std::string_view to_string(const OptimizerOptions& options);
/// "sgd" or "adam" with its defaults; throws ConfigError listing them.
[[nodiscard]] OptimizerOptions parse_optimizer(std::string_view text);
[[nodiscard]] double learning_rate(const OptimizerOptions& options);
void set_learning_rate(OptimizerOptions& options, double learning_rate);
void validate(const OptimizerOptions& options);

/// An optimiser at work on a number of parameters.
class Optimizer {
 public:
  /// Throws ConfigError for options out of range.
  Optimizer(OptimizerOptions options, std::size_t parameters);

  /// One update of all parameters, elementwise: the bits do not depend on the workers. Throws
  /// ShapeError when sizes differ from the constructor's.
  void update(std::span<double> parameters, std::span<const double> gradient, double learning_rate,
              Workers& workers);

  [[nodiscard]] const OptimizerOptions& options() const { return options_; }
  [[nodiscard]] long updates() const { return updates_; }
  /// All that an exact resume needs besides updates(): state_count() arrays, one after the other.
  [[nodiscard]] std::span<const double> state() const { return state_; }
  /// Goes on from what updates() and state() were. Throws ShapeError when the sizes differ.
  void restore(long updates, std::span<const double> state);

 private:
  OptimizerOptions options_;
  std::size_t parameters_;
  long updates_ = 0;
  std::vector<double> state_;
};

}  // namespace riserun::train
