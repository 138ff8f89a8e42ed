// `Outputs`: the nodes of a block, such as a layer's neurons.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <riserun/core/tape.hpp>

namespace riserun {

/// A light handle, 16 bytes, whose `operator[]` makes Values. Valid while the block is on its tape;
/// what was computed inside a NoGradient has no node and goes with its scope.
class Outputs {
 public:
  /// Of the block just recorded on the current tape.
  Outputs(std::uint32_t first, std::uint32_t count, std::uint64_t values)
      : values_(values | Tape::innermost().number()), first_(first), count_(count) {}
  [[nodiscard]] std::size_t size() const { return count_; }
  /// The i-th node, i < size(). Throws TapeError as data() does.
  [[nodiscard]] Value operator[](std::size_t i) const {
    const Tape& tape = is_here() ? Tape::innermost() : owner();
    const double data = *tape.arena(arena_offset() + i);
    if (first_ == kNoNode) return Value(data);
    return tape.node(data, first_ + static_cast<std::uint32_t>(i));
  }
  /// The values alone. Throws TapeError when they were computed inside a NoGradient that has ended
  /// or was rewound, or on a tape that is neither current nor was so before a NoGradient.
  [[nodiscard]] std::span<const double> data() const {
    const Tape& tape = is_here() ? Tape::innermost() : owner();
    return {tape.arena(arena_offset()), count_};
  }
  /// Whether they are on the current tape.
  [[nodiscard]] bool is_here() const {
    const Tape& tape = Tape::innermost();
    return (values_ ^ tape.number()) < kOffsets &&
           (first_ != kNoNode || arena_offset() + count_ <= tape.store().arena_size);
  }
  /// The same for a fused node on the current tape that takes these as operands: themselves, or
  /// where nothing is recorded a copy of the values of another tape's. Throws TapeError for outputs
  /// of another tape that would have to be recorded here, and as data() does.
  [[nodiscard]] Outputs here() const {
    if (is_here()) [[likely]]
      return *this;
    return copied();
  }
  /// The first of the consecutive nodes; kNoNode where nothing was recorded (NoGradient).
  [[nodiscard]] std::uint32_t first_node() const { return first_; }
  [[nodiscard]] std::uint64_t arena_offset() const { return values_ % kOffsets; }

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
  static constexpr std::uint64_t kOffsets = std::uint64_t{1} << Tape::kNumberShift;

  // The tape they are on, where that is not the current one.
  [[nodiscard]] const Tape& owner() const;
  [[nodiscard]] Outputs copied() const;

  std::uint64_t values_;  // where in the arena, and the number of the tape
  std::uint32_t first_, count_;
};

static_assert(sizeof(Outputs) == 16);

}  // namespace riserun
