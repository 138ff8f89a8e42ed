// `Value`: one number of a computation, with the gradient of a later root with respect to it.
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <limits>
#include <string_view>
#include <type_traits>
#include <vector>

namespace riserun {

class Tape;
class Outputs;

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
      : Value(static_cast<double>(number), kConstant, kPlain) {}

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
  /// Names this node in pictures; returns the Value, so that `Value a =
  /// tape.variable(2).label("a")`.
  Value label(std::string_view text) const;

  [[nodiscard]] constexpr bool is_constant() const { return index() == kConstant; }

  Value& operator+=(Value other);
  Value& operator-=(Value other);
  Value& operator*=(Value other);
  Value& operator/=(Value other);

  friend constexpr bool operator==(Value a, Value b) { return a.data_ == b.data_; }
  friend constexpr std::partial_ordering operator<=>(Value a, Value b) {
    return a.data_ <=> b.data_;
  }

  /// "Value(data=2, grad=0.5)"; a constant prints grad=0.
  friend std::ostream& operator<<(std::ostream& out, Value value);

 private:
  friend class Tape;
  friend class Outputs;
  friend struct Recorder;

  static constexpr std::uint32_t kConstant = 0xFFFFFFFFu;
  // A node may come to mean "the node before it plus its own op" (Tape explains the carry). The low
  // bits of the tag say which of the two this handle means; the rest is the node's stamp in checked
  // builds, 0 otherwise.
  static constexpr std::uint32_t kPlain = 0;       // can never carry
  static constexpr std::uint32_t kAbsorbable = 1;  // the op alone, without a carry
  static constexpr std::uint32_t kSum = 2;         // the op plus the node before it
  static constexpr std::uint32_t kMeaning = 3;     // mask of the above

  constexpr Value(double data, std::uint32_t index, std::uint32_t tag)
      : data_(data), node_(std::uint64_t{tag} << 32 | index) {}

  [[nodiscard]] constexpr std::uint32_t index() const { return static_cast<std::uint32_t>(node_); }
  [[nodiscard]] constexpr std::uint32_t tag() const {
    return static_cast<std::uint32_t>(node_ >> 32);
  }

  double data_;
  std::uint64_t node_;  // tag and index in one word, so that a copy is two loads and two stores
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
