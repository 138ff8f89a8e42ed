// `Outputs`: the nodes of a block, such as a layer's neurons.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/tape.hpp"

namespace riserun {

/// A light handle whose `operator[]` makes Values. Valid while the block is on the current tape.
class Outputs {
 public:
  Outputs(std::uint32_t first, std::uint32_t count, std::uint64_t values)
      : first_(first), count_(count), values_(values) {}
  [[nodiscard]] std::size_t size() const { return count_; }
  /// The i-th node; throws nothing, i < size().
  [[nodiscard]] Value operator[](std::size_t i) const {
    const Tape& tape = *Tape::current_;
    const double data = tape.arena_[values_ + i];
    if (first_ == kNoNode) return Value(data);
    return tape.node(data, first_ + static_cast<std::uint32_t>(i));
  }
  /// The values alone.
  [[nodiscard]] std::span<const double> data() const {
    return {Tape::current_->arena_ + values_, count_};
  }
  /// The first of the consecutive nodes; kNoNode where nothing was recorded (NoGradient).
  [[nodiscard]] std::uint32_t first_node() const { return first_; }
  [[nodiscard]] std::uint64_t arena_offset() const { return values_; }

  static constexpr std::uint32_t kNoNode = 0xFFFFFFFFu;

  class Iterator {
   public:
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    Iterator(const Outputs* outputs, std::size_t i) : outputs_(outputs), i_(i) {}
    Value operator*() const { return (*outputs_)[i_]; }
    Iterator& operator++() { return ++i_, *this; }
    Iterator operator++(int) { return {outputs_, i_++}; }
    bool operator==(const Iterator& other) const { return i_ == other.i_; }

   private:
    const Outputs* outputs_ = nullptr;
    std::size_t i_ = 0;
  };
  [[nodiscard]] Iterator begin() const { return {this, 0}; }
  [[nodiscard]] Iterator end() const { return {this, count_}; }

 private:
  std::uint32_t first_, count_;
  std::uint64_t values_;
};

}  // namespace riserun
