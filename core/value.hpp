// `Value`: one number of a computation, with the gradient of a later root with respect to it.
#pragma once

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <limits>
#include <string_view>
#include <type_traits>
#include <vector>

namespace riserun {

class Tape;

template <class N>
concept Number = std::is_arithmetic_v<N>;

/// A number on the current tape, or a constant. Trivially copyable, 16 bytes: copies name the same
/// node. A number converted to `Value` is a constant; it costs no node and has no gradient.
/// There is no conversion back to double on purpose (the gradient would be lost silently): write
/// `data()` or `value_of(v)`.
class Value {
 public:
  constexpr Value() : Value(0.0) {}
  template <Number N>
  constexpr Value(N number)  // NOLINT: implicit, so that 2.0 * x works
      : Value(static_cast<double>(number), kConstant) {}

  [[nodiscard]] constexpr double data() const { return data_; }

  /// Sum over the backward sweeps since the last zero_grad() of d(root)/d(this).
  /// Throws TapeError for a constant and for a Value whose node is no longer on the current tape.
  [[nodiscard]] double grad() const;

  /// Adds seed * d(this)/d(node) to the gradient of every node of the current tape that this
  /// depends on. One linear pass in reverse creation order, which is a topological order; no
  /// recursion.
  void backward(double seed = 1.0) const;

  /// Name of the op that made this ("tanh", "+"); empty for variables, parameters and constants.
  [[nodiscard]] std::string_view op() const;

  /// The Values this was computed from, left to right, constants included where the op is unary or
  /// binary. Micrograd's children.
  [[nodiscard]] std::vector<Value> operands() const;
  [[nodiscard]] std::vector<Value> children() const { return operands(); }

  /// Equal for the handles that name the same number of the current tape; the order of identities
  /// is a topological order, operands first. Throws TapeError for a constant, which has no node.
  [[nodiscard]] std::uint64_t identity() const;

  [[nodiscard]] std::string_view label() const;
  /// Names this node in pictures. Returns the Value, so that a declaration can end with it:
  ///   Value a = tape.variable(2).label("a");
  Value label(std::string_view text) const;

  [[nodiscard]] constexpr bool is_constant() const { return node_ >= kFailed; }

  Value& operator+=(Value other);
  Value& operator-=(Value other);
  Value& operator*=(Value other);
  Value& operator/=(Value other);

  friend constexpr bool operator==(Value a, Value b) { return a.data_ == b.data_; }
  friend constexpr std::partial_ordering operator<=>(Value a, Value b) {
    return a.data_ <=> b.data_;
  }

  /// "Value(data=2, grad=0.5)", labelled "Value(a: data=2, grad=0.5)"; a constant prints grad=0.
  friend std::ostream& operator<<(std::ostream& out, Value value);

 private:
  friend class Tape;
  friend struct Recorder;

  // What node_ says, from the low bits up: the index of a node (32 bits), a length, and what
  // checked builds add. Length 0: the node. Length 1: the node, which a sum may take into a run.
  // Length n > 1: a run, the sum of the n nodes from the index on, which has no node of its own
  // until something other than a further sum uses it.
  //
  // Runs and constants are negative as a signed word, so that one test tells nodes from both. The
  // length is counted from 2^31 - 2, so that adding one to it makes a run of a node.
  //
  // A sum past the longest run goes on with a node for what it has so far. That bounds what each of
  // many used prefixes of one sum costs: a run node is swept over its whole length.
  static constexpr std::uint32_t kLongest = 1024;
#ifdef RISERUN_CHECKED
  // Sign, 15 bits of stamp, 16 bits of length.
  static constexpr int kStampShift = 48;
  static constexpr std::uint32_t kStampMask = 0x7FFF;
  [[nodiscard]] static constexpr std::uint64_t bits(std::uint32_t index, std::uint32_t length) {
    return (length > 1 ? std::uint64_t{1} << 63 : 0) | std::uint64_t{length} << 32 | index;
  }
  [[nodiscard]] constexpr std::uint32_t length() const {
    return static_cast<std::uint32_t>(node_ >> 32) & 0xFFFF;
  }
#else
  static constexpr std::uint32_t kNoLength = 0x7FFFFFFE;
  [[nodiscard]] static constexpr std::uint64_t bits(std::uint32_t index, std::uint32_t length) {
    return std::uint64_t{kNoLength + length} << 32 | index;
  }
  [[nodiscard]] constexpr std::uint32_t length() const {
    return static_cast<std::uint32_t>(node_ >> 32) - kNoLength;
  }
#endif
  // The three words that are no places, so near 0 from below that one short comparison tells them.
  static constexpr std::uint64_t kConstant = ~std::uint64_t{0};
  // A constant, too: 0 times something that was recorded (TapeOptions::keep_graph). Adding it
  // leaves a sum as it is.
  static constexpr std::uint64_t kDroppedZero = kConstant - 1;
  // What recording out of line returns where it would have thrown; no Value that anyone sees has
  // it.
  static constexpr std::uint64_t kFailed = kConstant - 2;
  static constexpr std::uint64_t kOneLonger = std::uint64_t{1} << 32;

  constexpr Value(double data, std::uint64_t node) : data_(data), node_(node) {}

  [[nodiscard]] constexpr std::uint32_t index() const { return static_cast<std::uint32_t>(node_); }
  /// The youngest node that this stands on.
  [[nodiscard]] constexpr std::uint32_t last() const {
    return index() + (is_run() ? length() - 1 : 0);
  }
  /// Neither a run nor a constant.
  [[nodiscard]] constexpr bool is_node() const { return static_cast<std::int64_t>(node_) >= 0; }
  [[nodiscard]] constexpr bool is_run() const { return !is_node() && !is_constant(); }
  [[nodiscard]] constexpr bool is_dropped_zero() const { return node_ == kDroppedZero; }

  double data_;
  std::uint64_t node_;  // one word, so that a copy is two loads and two stores
};

static_assert(sizeof(Value) == 16 && std::is_trivially_copyable_v<Value>);

/// The plain number: `value_of(x)` reads the same for double and Value in templates.
constexpr double value_of(double x) { return x; }
constexpr double value_of(Value x) { return x.data(); }
/// The same number as a constant: no gradient flows through it.
constexpr double detach(double x) { return x; }
constexpr Value detach(Value x) { return Value(x.data()); }

std::ostream& operator<<(std::ostream& out, Value value);

}  // namespace riserun

template <>
class std::numeric_limits<riserun::Value> : public std::numeric_limits<double> {};
