// Rows of numbers as blocks of nodes: their sum, and their RMS norm.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/outputs.hpp"
#include "nn/parameter_set.hpp"

namespace riserun::nn {

/// Consecutive nodes of the current tape: an earlier block's outputs, or a run of parameters (an
/// embedding). Either converts to it.
class Row {
 public:
  Row(const Outputs& outputs)  // NOLINT: implicit
      : Row(outputs.here(), outputs.size()) {}
  Row(const BoundParameters& parameters)  // NOLINT: implicit
      : first_(static_cast<std::uint32_t>(parameters.first())),
        size_(parameters.size()),
        parameters_(parameters.data()) {}

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::uint32_t first_node() const { return first_; }
  /// The numbers; valid until the tape's arena grows.
  [[nodiscard]] const double* data(const Tape& tape) const {
    return parameters_ != nullptr ? parameters_ : tape.arena(arena_);
  }

 private:
  Row(const Outputs& here, std::size_t size)
      : first_(here.first_node()), size_(size), arena_(here.arena_offset()) {}

  std::uint32_t first_;
  std::size_t size_;
  std::uint64_t arena_ = 0;
  const double* parameters_ = nullptr;
};

/// y[i] = a[i] + b[i]. Throws ShapeError unless both have the same size.
Outputs add(const Row& a, const Row& b);

/// y[i] = x[i] / sqrt(mean of the squares + epsilon): RMSNorm (Zhang and Sennrich 2019), without
/// gain.
Outputs rms_norm(const Row& x, double epsilon = 1e-5);

}  // namespace riserun::nn
