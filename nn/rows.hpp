// Rows of numbers as blocks of nodes: their sum, and their RMS norm.
#pragma once

#include <cstddef>
#include <cstdint>

#include <riserun/core/outputs.hpp>
#include <riserun/nn/parameter_set.hpp>

namespace riserun::nn {

/// Consecutive nodes of a tape: an earlier block's outputs, or a run of parameters (an embedding).
/// Either converts to it.
class Row {
 public:
  Row(const Outputs& outputs) : outputs_(outputs) {}  // NOLINT: implicit
  Row(const BoundParameters& parameters)              // NOLINT: implicit
      : outputs_(static_cast<std::uint32_t>(parameters.first()),
                 static_cast<std::uint32_t>(parameters.size()), 0),
        parameters_(parameters) {}

  [[nodiscard]] std::size_t size() const { return outputs_.size(); }
  /// The row as an operand of a fused node on the current tape: see Outputs::here and
  /// BoundParameters::require_current. What follows is asked of the result.
  [[nodiscard]] Row here() const;
  [[nodiscard]] std::uint32_t first_node() const { return outputs_.first_node(); }
  /// The numbers; valid until the tape's arena grows.
  [[nodiscard]] const double* data(const Tape& tape) const {
    return is_parameters() ? parameters_.data() : tape.arena(outputs_.arena_offset());
  }

 private:
  [[nodiscard]] bool is_parameters() const { return parameters_.data() != nullptr; }

  Outputs outputs_;  // of parameters, their nodes alone
  BoundParameters parameters_;
};

/// y[i] = a[i] + b[i]. Throws ShapeError unless both have the same size.
Outputs add(const Row& a, const Row& b);

/// y[i] = x[i] / sqrt(mean of the squares + epsilon): RMSNorm (Zhang and Sennrich 2019), without
/// gain.
Outputs rms_norm(const Row& x, double epsilon = 1e-5);

}  // namespace riserun::nn
