// `Tape`: the flat record of a computation, in creation order, and the reverse sweep over it.
//
// Three arrays, one entry a node:
//
//   records_  24 bytes  local derivatives dy/dx0, dy/dx1 and the operands' indices x0, x1
//   ops_       2 bytes  which op, and a few flags
//   grads_     8 bytes  d(root)/d(node)
//
// The local derivatives are computed while recording, where the operands are in registers; so the
// sweep is one multiply and add an operand, without a switch over ops. Values are not stored: a
// handle carries its own, and pictures replay the record.
//
// A unary op, or a binary one with a constant, points its second operand at itself: the sweep then
// needs no branch on the arity (it restores its own slot), and dy/dx1 holds the constant for
// replay.
//
// The carry. `s += w * x` would be two nodes. If the product is the newest node and `s` the one
// before it, the product's node gets the carry flag instead: it then means "the node before me,
// plus my op", and the sweep hands the gradient on in a register. A handle to the product alone
// stays valid: handles know which of the two they mean, and using one that has been overtaken
// revives the product as a new node.
//
// Parameters occupy the first slots; their gradient slots are the worker's accumulator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/errors.hpp"
#include "core/op.hpp"
#include "core/value.hpp"

namespace riserun {

class Tangent;

#ifdef RISERUN_CHECKED
inline constexpr bool kChecked = true;
#else
inline constexpr bool kChecked = false;
#endif

struct Record {
  double dy_dx0, dy_dx1;
  std::uint32_t x0, x1;
};

/// An op's partials on numbers with derivatives.
using TangentPartials = void (*)(std::span<const Tangent> x, Tangent y, std::span<Tangent> dy_dx);

/// What pictures, replay and second derivatives need of an op at run time.
struct OpEntry {
  const OpInfo* info;
  double (*evaluate)(const double* x);  // unary and binary ops; null for others, which store y
  TangentPartials partials;             // null for our own ops, and for ops of double only
};

/// Adds an op to the run-time table and returns its number. Throws TapeError past 1023 ops.
std::uint16_t register_op(OpEntry entry);
[[nodiscard]] const OpEntry& op_entry(std::uint16_t number);

/// What a second derivative knows of the nodes, by their index: their derivatives along a
/// direction, their gradients, and these gradients' derivatives along the direction.
struct NodeTangents {
  double* tangents;
  double* gradients;
  double* gradient_tangents;
};

/// Several nodes recorded as one, such as a layer of neurons. The block's outputs are `count`
/// consecutive nodes from `first`; what the numbers in `payload` mean is the kind's affair.
struct Block {
  struct Kind {
    std::string_view name;
    /// Reads the outputs' gradients, adds to those of the operands and parameters.
    void (*backward)(Tape& tape, const Block& block);
    /// The operands of one output, for pictures.
    std::vector<Value> (*operands)(const Tape& tape, const Block& block, std::uint32_t output);
    /// The two sweeps of a second derivative (core/second_order.hpp); null where there is none.
    void (*forward_tangents)(Tape& tape, const Block& block, const NodeTangents& nodes) = nullptr;
    void (*backward_tangents)(Tape& tape, const Block& block, const NodeTangents& nodes) = nullptr;
  };
  const Kind* kind;
  std::uint32_t first, count;
  std::uint64_t outputs;  // where the outputs' values are in the arena
  std::uint64_t payload[6];
};

/// Options of a tape. `max_nodes` turns a runaway graph into an error instead of exhausted memory.
struct TapeOptions {
  std::uint64_t max_nodes = 0xFFFFFFFEu;
  /// Whether the tape becomes the constructing thread's current tape. A pool of tapes says false
  /// and makes each current with a TapeScope where it is used.
  bool become_current = true;
  /// Whether ops of three and more operands keep those that are constants (12 bytes each), which
  /// second derivatives need.
  bool keep_constants = false;
};

/// A place on the tape to rewind to.
struct Mark {
  std::uint32_t size;
  std::uint64_t terms, arena, blocks;
};

/// One thread's graph. While in scope it is the thread's current tape, on which all Values record;
/// the tape before it becomes current again when it goes. Not copyable, not to be shared.
class Tape {
 public:
  /// Becomes the thread's current tape.
  explicit Tape(TapeOptions options = {});
  ~Tape();
  Tape(const Tape&) = delete;
  Tape& operator=(const Tape&) = delete;

  /// The thread's current tape; throws TapeError when there is none.
  static Tape& current();

  /// A new leaf whose gradient can be asked for.
  Value variable(double data);
  Value variable(double data, std::string_view label) { return variable(data).label(label); }

  /// Makes the first slots the given parameters, which must outlive the tape and may change in
  /// value while nothing is recorded. Throws TapeError unless the tape is empty.
  void bind(std::span<const double> parameters);
  [[nodiscard]] std::uint32_t parameter_count() const { return first_; }
  [[nodiscard]] Value parameter(std::size_t number) const {
    return Value(parameters_[number], static_cast<std::uint32_t>(number),
                 stamp(number, Value::kPlain));
  }
  /// The handle of the current tape's parameter `number` where its value is known already.
  [[nodiscard]] static Value parameter(double data, std::size_t number) {
    const auto index = static_cast<std::uint32_t>(number);
    if constexpr (kChecked) return Value(data, index, current_->stamp(number, Value::kPlain));
    return Value(data, index, Value::kPlain);
  }
  [[nodiscard]] const double* parameter_data() const { return parameters_; }
  /// The accumulated gradients of the parameters, in their order.
  [[nodiscard]] std::span<double> parameter_gradients() { return {grads_, first_}; }

  /// As Value::backward.
  void backward(Value root, double seed = 1.0);
  /// Adds seed * d(root)/d(parameter) to the parameters' gradients and leaves all others 0: what a
  /// worker calls once a data point. No gradient but the parameters' can be read afterwards.
  void backward_to_parameters(Value root, double seed = 1.0);

  /// Sets every gradient to 0, the parameters' included.
  void zero_grad();

  [[nodiscard]] Mark mark() const {
    carry_from_ =
        size_;  // a sum recorded later must go with the rewind, so it is a node of its own
    return {size_, terms_size_, arena_size_, blocks_.size()};
  }
  /// Drops all nodes recorded since the mark; their handles become invalid. Keeps the memory.
  void rewind(const Mark& mark);
  /// Drops all nodes but the parameters.
  void rewind() { rewind({first_, 0, 0, 0}); }

  /// Nodes on the tape, the parameters included.
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Bytes allocated.
  [[nodiscard]] std::size_t memory() const;

  // ---- for ops and fused nodes ------------------------------------------------------------

  /// Begins a fused node: reserves `count` consecutive nodes whose values lie at arena offset
  /// `outputs`.
  std::uint32_t push_block(const Block::Kind& kind, std::uint32_t count, std::uint64_t outputs,
                           std::span<const std::uint64_t> payload);
  /// Reserves doubles in the arena, which rewinds with the tape; offsets stay valid when it grows.
  std::uint64_t push_arena(std::size_t count) {
    if (arena_size_ + count > arena_capacity_) [[unlikely]]
      grow_arena(count);
    return std::exchange(arena_size_, arena_size_ + count);
  }
  [[nodiscard]] double* arena(std::uint64_t offset) { return arena_ + offset; }
  [[nodiscard]] const double* arena(std::uint64_t offset) const { return arena_ + offset; }
  /// Reserves terms (an operand and a partial each) of a node with any number of operands.
  std::uint64_t push_terms(std::size_t count) {
    if (terms_size_ + count > terms_capacity_) [[unlikely]]
      grow_terms(count);
    return std::exchange(terms_size_, terms_size_ + count);
  }
  [[nodiscard]] std::uint32_t* term_operands(std::uint64_t begin) { return term_operands_ + begin; }
  [[nodiscard]] const std::uint32_t* term_operands(std::uint64_t begin) const {
    return term_operands_ + begin;
  }
  [[nodiscard]] double* gradients() { return grads_; }
  /// The handle of a node by its index; its value is replayed.
  [[nodiscard]] Value at(std::uint32_t index) const;
  /// The node a handle names on this tape (a constant throws).
  [[nodiscard]] std::uint32_t index_of(Value value) const;
  /// The node to send a handle's gradient to when a fused node uses it as an operand: as index_of,
  /// but a product that a sum has taken over becomes a node again.
  [[nodiscard]] std::uint32_t operand(Value value);

 private:
  friend class Value;
  friend struct Recorder;
  friend class Outputs;
  friend class SecondOrder;
  friend class TapeScope;

  static constexpr std::uint16_t kCarry = 0x8000;
  static constexpr std::uint16_t kLeaf = 0x4000;
  static constexpr std::uint16_t kVariadicNode = 0x2000;
  static constexpr std::uint16_t kBlockNode = 0x1000;
  static constexpr std::uint16_t kSpecial = kLeaf | kVariadicNode | kBlockNode;
  static constexpr std::uint16_t kLeftConstant = 0x0800;
  static constexpr std::uint16_t kRightConstant = 0x0400;
  static constexpr std::uint16_t kOpNumber = 0x03FF;

  struct NoTape {};
  constexpr explicit Tape(NoTape) : options_{.keep_constants = true} {}  // so that it is looked at

  [[gnu::noinline, gnu::cold]] void grow(std::uint64_t wanted);
  [[gnu::noinline, gnu::cold]] void grow_terms(std::size_t count);
  [[gnu::noinline, gnu::cold]] void grow_arena(std::size_t count);
  [[gnu::noinline, gnu::cold]] Value revive(Value overtaken);
  [[gnu::noinline, gnu::cold]] void stamp_node(std::uint32_t index);
  [[gnu::noinline, gnu::cold]] void check(Value value) const;

  std::uint32_t push() {
    if (size_ == capacity_) [[unlikely]]
      grow(std::uint64_t{size_} + 1);
    if constexpr (kChecked) stamp_node(size_);
    return size_++;
  }
  [[nodiscard]] std::uint32_t stamp(std::size_t index, std::uint32_t meaning) const {
    if constexpr (kChecked) return meaning | stamps_[index] << 2;
    return meaning;
  }

  template <bool kKeep>
  void sweep(std::uint32_t root);
  template <bool kKeep>
  std::uint32_t sweep_special(std::uint32_t i, std::uint16_t op);
  void require(Value value, const char* what) const;
  [[nodiscard]] double gradient(Value value) const;
  [[nodiscard]] std::uint64_t identity(Value value) const;
  [[nodiscard]] double replayed(std::uint32_t index) const;
  [[nodiscard]] double replay_op(std::uint32_t index) const;
  [[nodiscard]] std::vector<Value> operands(Value value) const;
  [[nodiscard]] std::vector<Value> op_operands(std::uint32_t index) const;

  // The few fields that recording touches, together.
  Record* records_ = nullptr;
  std::uint16_t* ops_ = nullptr;
  double* grads_ = nullptr;  // 0 from dirty_end_ on
  std::uint32_t* stamps_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint32_t capacity_ = 0;
  std::uint32_t first_ = 0;  // nodes before this are parameters
  // Nodes before this are not taken over by sums any more: a handle, a gradient or a replayed value
  // has been given out for what they mean now.
  mutable std::uint32_t carry_from_ = 0;
  std::uint32_t dirty_end_ = 0;  // gradients left by backward() lie before this
  const double* parameters_ = nullptr;

  double* term_partials_ = nullptr;
  std::uint32_t* term_operands_ = nullptr;
  std::uint64_t terms_size_ = 0, terms_capacity_ = 0;

  double* arena_ = nullptr;
  std::uint64_t arena_size_ = 0, arena_capacity_ = 0;

  std::vector<Block> blocks_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> revived_;  // product's node, its copy
  std::vector<std::pair<std::uint64_t, std::string>> labels_;     // sorted by identity
  mutable std::vector<double> replay_;                            // values of nodes, from 0 on
  std::vector<double> aside_;                                     // gradients of earlier sweeps
  TapeOptions options_{};
  Tape* previous_ = nullptr;

  // Stands in where no tape is in scope: full from the start, so that recording needs no null
  // check.
  static Tape no_tape_;
  static inline constinit thread_local Tape* current_ = &no_tape_;
};

/// Makes a tape this thread's current one for a scope. Two threads must not use one tape at a time.
class TapeScope {
 public:
  explicit TapeScope(Tape& tape) : previous_(std::exchange(Tape::current_, &tape)) {}
  ~TapeScope() { Tape::current_ = previous_; }
  TapeScope(const TapeScope&) = delete;
  TapeScope& operator=(const TapeScope&) = delete;

 private:
  Tape* previous_;
};

/// The nodes of a block, such as a layer's outputs: a light handle whose `operator[]` makes Values.
/// Valid while the block is on the current tape.
class Outputs {
 public:
  Outputs(std::uint32_t first, std::uint32_t count, std::uint64_t values)
      : first_(first), count_(count), values_(values) {}
  [[nodiscard]] std::size_t size() const { return count_; }
  /// The i-th node; throws nothing, i < size().
  [[nodiscard]] Value operator[](std::size_t i) const {
    const Tape& tape = *Tape::current_;
    const auto index = first_ + static_cast<std::uint32_t>(i);
    return Value(tape.arena_[values_ + i], index, tape.stamp(index, Value::kPlain));
  }
  /// The values alone.
  [[nodiscard]] std::span<const double> data() const {
    return {Tape::current_->arena_ + values_, count_};
  }
  [[nodiscard]] std::uint32_t first_node() const { return first_; }
  [[nodiscard]] std::uint64_t arena_offset() const { return values_; }

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
