// `Tape`: the flat record of a computation, in creation order, and the reverse sweep over it.
//
// Arrays with one entry a node:
//
//   dy_dx0_, dy_dx1_  8 bytes each  local derivatives
//   operands_         8 bytes       the operands' indices x0, x1
//   ops_              2 bytes       which op, and a few flags
//   grads_            8 bytes       d(root)/d(node)
//   runs_             4 bytes       see below
//
// The local derivatives are computed while recording, where the operands are in registers; so the
// sweep is one multiply and add an operand, without a switch over ops. Values are not stored: a
// handle carries its own, and pictures replay the record.
//
// A unary op, or a binary one with a constant, points its second operand at itself: the sweep then
// needs no branch on the arity (it restores its own slot), and dy/dx1 holds the constant for
// replay.
//
// Runs. `s += w * x` adds a product to a sum, and the products of a dot product lie beside each
// other on the tape. Such an addition records nothing: its handle says "the sum of the n nodes from
// i on". Only when something other than a further sum uses the run does it get a node, once for
// each length, which holds i and n; runs_[i] names the newest such node, and each names the one
// before it. The sweep hands a run's gradient to all its products at once, eight at a time where
// their operands lie beside each other too.
//
// Parameters occupy the first slots; their gradient slots are the worker's accumulator.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/core/block.hpp>
#include <riserun/core/op_table.hpp>
#include <riserun/core/value.hpp>

namespace riserun {

struct RunKernels;

#ifdef RISERUN_CHECKED
inline constexpr bool kChecked = true;
#else
inline constexpr bool kChecked = false;
#endif

/// The indices of a node's operands.
struct OperandNodes {
  std::uint32_t x0, x1;

  /// Made as one word: the compiler would assemble the pair in a vector register.
  static OperandNodes pair(std::uint32_t x0, std::uint32_t x1) {
    if constexpr (std::endian::native == std::endian::big) std::swap(x0, x1);
    return std::bit_cast<OperandNodes>(x0 | std::uint64_t{x1} << 32);
  }
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
  /// False: what is computed on it are constants; no node, no gradient. See NoGradient.
  bool record = true;
};

/// A place on the tape to rewind to.
struct Mark {
  std::uint32_t size;
  std::uint64_t terms, arena, blocks;
  std::uint32_t stamp;  // of the node before the mark, in checked builds
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
    return node(parameters_[number], static_cast<std::uint32_t>(number));
  }
  /// The handle of the current tape's parameter `number` where its value is known already.
  [[nodiscard]] static Value parameter(double data, std::size_t number) {
    return current_->node(data, static_cast<std::uint32_t>(number));
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

  [[nodiscard]] Mark mark() const;
  /// Drops all nodes recorded since the mark; their handles become invalid. Keeps the memory.
  void rewind(const Mark& mark);
  /// Drops all nodes but the parameters.
  void rewind() { rewind({first_, 0, 0, 0, 0}); }

  /// Nodes on the tape, the parameters included.
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Bytes allocated, texts of labels apart.
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
  /// The node to send a handle's gradient to when a fused node uses it as an operand. A run gets a
  /// node by that. Throws TapeError for a constant.
  [[nodiscard]] std::uint32_t operand(Value value);
  /// Whether nodes are recorded; false inside NoGradient.
  [[nodiscard]] bool records() const { return options_.record; }

 private:
  friend class Value;
  friend struct Recorder;
  friend class NoGradient;
  friend class Outputs;
  friend class SecondOrder;
  friend class TapeScope;

  // The high bits of a word whose low ones are an offset into the arena.
  static constexpr int kNumberShift = 40;
  [[nodiscard]] static std::uint64_t next_number();

  static constexpr std::uint16_t kRunNode = 0x8000;
  static constexpr std::uint16_t kLeaf = 0x4000;
  static constexpr std::uint16_t kVariadicNode = 0x2000;
  static constexpr std::uint16_t kBlockNode = 0x1000;
  static constexpr std::uint16_t kSpecial = kRunNode | kLeaf | kVariadicNode | kBlockNode;
  static constexpr std::uint16_t kLeftConstant = 0x0800;
  static constexpr std::uint16_t kRightConstant = 0x0400;
  static constexpr std::uint16_t kOpNumber = 0x03FF;

  /// The current tape, or around a NoGradient the one outside, whose Values may be asked things.
  static Tape& recording();

  struct NoTape {};
  constexpr explicit Tape(NoTape) {}

  [[gnu::noinline, gnu::cold]] void grow(std::uint64_t wanted);
  [[gnu::noinline, gnu::cold]] bool make_room();
  [[gnu::noinline, gnu::cold]] void grow_terms(std::size_t count);
  [[gnu::noinline, gnu::cold]] void grow_arena(std::size_t count);
  [[gnu::noinline]] Value settle(Value run);
  [[gnu::noinline, gnu::cold]] void stamp_node(std::uint32_t index);
  [[gnu::noinline, gnu::cold]] void check(Value value) const;

  /// Whether take() may follow: false where nothing is recorded. Throws TapeError when full.
  bool has_room() { return !is_full() || make_room(); }
  [[nodiscard]] bool is_full() const { return size_ == capacity_; }
  std::uint32_t take() {
    if constexpr (kChecked) stamp_node(size_);
    return size_++;
  }
  /// The handle of a node; `length` 1 if a sum may take it over.
  [[nodiscard]] Value node(double data, std::uint32_t index, std::uint32_t length = 0) const {
    if constexpr (kChecked) return stamped(data, index, length);
    return Value(data, Value::bits(index, length));
  }
  [[nodiscard]] Value stamped(double data, std::uint32_t index, std::uint32_t length) const;
  [[nodiscard]] Value run(double data, std::uint32_t first, std::uint32_t length) const;
  /// The node of a run that was made before `node`, another of the same first node; 0 for none.
  [[nodiscard]] std::uint32_t earlier_run(std::uint32_t node) const {
    return static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(dy_dx1_[node]));
  }

  template <bool kKeep>
  void sweep(std::uint32_t root);
  template <bool kKeep>
  std::uint32_t sweep_special(std::uint32_t i, std::uint16_t op);
  template <bool kKeep>
  std::uint32_t sweep_run(std::uint32_t i);
  template <bool kKeep>
  void sweep_terms(std::uint32_t i);
  template <bool kKeep>
  std::uint32_t sweep_block(std::uint32_t i);
  void require(Value value, const char* what) const;
  [[nodiscard]] double gradient(Value value) const;
  [[nodiscard]] std::uint64_t identity(Value value) const;
  [[nodiscard]] double replayed(std::uint32_t index) const;
  [[nodiscard]] double replay_op(std::uint32_t index) const;
  [[nodiscard]] double replay_run(std::uint32_t first, std::uint32_t length) const;
  [[nodiscard]] std::vector<Value> operands(Value value) const;
  [[nodiscard]] std::vector<Value> op_operands(std::uint32_t index) const;

  // The few fields that recording touches, together.
  double* dy_dx0_ = nullptr;
  double* dy_dx1_ = nullptr;
  OperandNodes* operands_ = nullptr;
  std::uint16_t* ops_ = nullptr;
  double* grads_ = nullptr;        // 0 from dirty_end_ on
  std::uint32_t* runs_ = nullptr;  // 0: no node of a run that begins here
  std::uint16_t* stamps_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint32_t capacity_ = 0;
  std::uint32_t first_ = 0;        // nodes before this are parameters
  std::uint32_t special_end_ = 0;  // none of kSpecial from here on
  std::uint32_t dirty_end_ = 0;    // gradients left by backward() lie before this
  const double* parameters_ = nullptr;

  double* term_partials_ = nullptr;
  std::uint32_t* term_operands_ = nullptr;
  std::uint64_t terms_size_ = 0, terms_capacity_ = 0;

  double* arena_ = nullptr;
  std::uint64_t arena_size_ = 0, arena_capacity_ = 0;

  std::vector<Block> blocks_;
  std::vector<std::uint32_t> run_nodes_;                       // in creation order
  std::vector<std::pair<std::uint64_t, std::string>> labels_;  // sorted by identity
  mutable std::vector<double> replay_;                         // values of nodes, from 0 on
  std::vector<double> aside_;                                  // gradients of earlier sweeps
  const RunKernels* kernels_ = nullptr;
  TapeOptions options_{};
  Tape* previous_ = nullptr;
  std::uint64_t number_ = 0;  // shifted; one in 2^24 tapes has another's

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

}  // namespace riserun
