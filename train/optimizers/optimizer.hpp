// `Optimizer`: an optimiser at work on a set of parameters, with the state it needs.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <riserun/nn/parameter_set.hpp>
#include <riserun/train/gradient/ranges.hpp>
#include <riserun/train/gradient/workers.hpp>
#include <riserun/train/optimizers/update_rules.hpp>

namespace riserun::train {

/// One array of an optimiser's state; as many numbers as parameters.
struct NamedArray {
  std::string name;
  std::vector<double> values;
  friend bool operator==(const NamedArray&, const NamedArray&) = default;
};

/// All that an optimiser needs to go on with the same bits, whichever it is.
struct OptimizerState {
  long updates = 0;                // done
  std::vector<NamedArray> arrays;  // "velocity", "first_moment", ...
  friend bool operator==(const OptimizerState&, const OptimizerState&) = default;
};

/// Pulls weights towards zero: adds l1 sign(w) + l2 w to their gradient, the slope of
/// l1 |w| + l2 / 2 w^2. Biases (see is_weight) go free.
struct Penalty {
  double l1 = 0.0;  // >= 0
  double l2 = 0.0;  // >= 0
  /// Throws ConfigError naming the option outside its range.
  void validate() const;
};

/// What is done to a gradient before the penalties are added: first the factor, then the limit.
struct GradientChange {
  double factor = 1.0;
  double limit = std::numeric_limits<double>::infinity();  // of each derivative's magnitude
};

/// Whether penalties and weight decay concern a tensor of that name: all but those that end in
/// "bias".
[[nodiscard]] bool is_weight(std::string_view tensor);

class Optimizer {
 public:
  /// Throws ConfigError for options out of range. Without a ParameterSet every parameter is a
  /// weight.
  Optimizer(OptimizerOptions options, const nn::ParameterSet& parameters, Penalty penalty = {});
  Optimizer(OptimizerOptions options, std::size_t parameters, Penalty penalty = {});

  /// One update of all parameters, elementwise: the bits do not depend on the workers. Throws
  /// ShapeError when sizes differ from the constructor's.
  void update(std::span<double> parameters, std::span<const double> gradient, double learning_rate,
              Workers& workers, const GradientChange& change = {});

  /// The same by ranges, for threads that are at work already: next(), then update_range() with
  /// that for ranges that make up all parameters, at the same time if need be, then finish(). Only
  /// require_sizes() looks at sizes, as update() does.
  void require_sizes(std::size_t parameters, std::size_t gradient) const;
  [[nodiscard]] UpdateStep next(double learning_rate) const {
    return {learning_rate, state_.updates + 1};
  }
  void update_range(const UpdateStep& step, Range range, double* parameters, const double* gradient,
                    const GradientChange& change = {}) noexcept;
  void finish(const UpdateStep& step) { state_.updates = step.number; }

  [[nodiscard]] const OptimizerOptions& options() const { return options_; }
  [[nodiscard]] long updates() const { return state_.updates; }
  [[nodiscard]] const OptimizerState& state() const { return state_; }
  /// Goes on from what state() was. Throws DataError when it is that of another optimiser or of
  /// other parameters.
  void restore(const OptimizerState& state);

 private:
  /// Neighbouring parameters that are all weights, or all not.
  struct Segment {
    std::size_t begin, end;
    bool weights;
  };
  /// `segment` lies in one Segment.
  void update_segment(const UpdateStep& step, Segment segment, double* parameters,
                      const double* gradient, const GradientChange& change);

  OptimizerOptions options_;
  Penalty penalty_;
  std::size_t parameters_;
  std::vector<Segment> segments_;
  OptimizerState state_;
};

}  // namespace riserun::train
