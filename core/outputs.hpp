// `Outputs`: the nodes of a block, such as a layer's neurons.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/tape.hpp"

namespace riserun {

/// A light handle whose `operator[]` makes Values. Valid while the block is on its tape; what was
/// computed inside a NoGradient has no node and goes with its scope.
class Outputs {
 public:
  /// Of the block just recorded on the current tape.
  Outputs(std::uint32_t first, std::uint32_t count, std::uint64_t values)
      : tape_(Tape::current_), values_(values), first_(first), count_(count) {}
  [[nodiscard]] std::size_t size() const { return count_; }
  /// The i-th node, i < size(). Throws TapeError as data() does.
  [[nodiscard]] Value operator[](std::size_t i) const {
    const double data = values()[i];
    if (first_ == kNoNode) return Value(data);
    return tape_->node(data, first_ + static_cast<std::uint32_t>(i));
  }
  /// The values alone. Throws TapeError when they were computed inside a NoGradient that has ended
  /// or was rewound.
  [[nodiscard]] std::span<const double> data() const { return {values(), count_}; }
  /// The same for a fused node on the current tape that takes these as operands: themselves, or
  /// where nothing is recorded a copy of the values of another tape's. Throws TapeError for outputs
  /// of another tape that would have to be recorded here, and as data() does.
  [[nodiscard]] Outputs here() const { return is_here() ? *this : copied(); }
  [[nodiscard]] bool is_here() const { return tape_ == Tape::current_ && !is_gone(); }
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
  [[nodiscard]] const double* values() const {
    if (is_gone()) [[unlikely]]
      throw_gone();
    return tape_->arena_ + values_;
  }
  // Where nothing is recorded, the tape is a scope's: it is looked at only while it is current.
  [[nodiscard]] bool is_gone() const {
    return first_ == kNoNode &&
           (tape_ != Tape::current_ || values_ + count_ > Tape::current_->arena_size_);
  }
  [[nodiscard]] Outputs copied() const;
  [[noreturn]] static void throw_gone();

  const Tape* tape_;
  std::uint64_t values_;
  std::uint32_t first_, count_;
};

}  // namespace riserun
