// The loops of one op on lanes, on memory of its own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <riserun/lanes/kernels/op_kernels.hpp>

namespace riserun::lanes {

/// One site whose operands lie behind its result, in memory of so many packs a node.
class OpBench {
 public:
  OpBench(int operands, std::size_t packs)
      : packs_(packs),
        values_(make(operands)),
        gradients_(make(operands)),
        scratch_(make(2 * operands)) {
    site_.y = 0;
    for (int k = 0; k < operands; ++k)
      list_.push_back(static_cast<std::uint32_t>((k + 1) * points()));
    for (int k = 0; k < std::min(operands, 3); ++k) site_.x[k] = list_[k];
  }
  void of_list() {
    site_.x[0] = 0;
    site_.x[1] = static_cast<std::uint32_t>(list_.size());
  }
  OpBench(const OpBench&) = delete;
  OpBench& operator=(const OpBench&) = delete;
  [[nodiscard]] std::size_t points() const { return packs_ * kLanes; }
  double* operand(int k) { return values_ + (k + 1) * points(); }
  double* slope(int k) { return gradients_ + (k + 1) * points(); }
  double* y() { return values_; }
  double* upstream() { return gradients_; }
  void forward(const OpKernels& op) { op.forward(memory(), &site_, 1); }
  void backward(const OpKernels& op) { op.backward(memory(), &site_, 1, 7); }

 private:
  double* make(int nodes) {
    const std::size_t count = (nodes + 1) * points();
    blocks_.push_back(std::vector<double>(count + 8, 0.0));
    auto at = reinterpret_cast<std::uintptr_t>(blocks_.back().data());
    return reinterpret_cast<double*>((at + 63) / 64 * 64);
  }
  Memory memory() { return {values_, gradients_, list_.data(), scratch_, packs_}; }

  std::size_t packs_;
  std::vector<std::vector<double>> blocks_;
  double *values_, *gradients_, *scratch_;
  std::vector<std::uint32_t> list_;
  Site site_{};
};

}  // namespace riserun::lanes
