// `Tape`: the flat record of a computation, in creation order. Its arrays, and what a node keeps in
// them, are TapeStore's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/core/labels.hpp>
#include <riserun/core/replay.hpp>
#include <riserun/core/tape_store.hpp>
#include <riserun/core/value.hpp>

namespace riserun {

struct RunKernels;

/// Options of a tape. `max_nodes` turns a runaway graph into an error instead of exhausted memory.
struct TapeOptions {
  std::uint64_t max_nodes = 0xFFFFFFFEu;
  /// Whether the tape becomes the constructing thread's current tape. A pool of tapes says false
  /// and makes each current with a TapeScope where it is used.
  bool become_current = true;
  /// Whether ops of three and more operands keep those that are constants (12 bytes each), which
  /// second derivatives need.
  bool keep_constants = false;
  /// Whether the graph is kept as it is written also where parameters are bound. There it is a
  /// means to the parameters' gradients otherwise: a constant 0 times a Value is a constant, and
  /// sums of neighbours are one sum whatever their brackets. A tape that keeps constants keeps all.
  bool keep_graph = false;
  /// False: what is computed on it are constants; no node, no gradient. See NoGradient.
  bool record = true;
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
  [[nodiscard]] std::uint32_t parameter_count() const { return store_.first; }
  [[nodiscard]] Value parameter(std::size_t number) const {
    return node(store_.parameters[number], static_cast<std::uint32_t>(number));
  }
  /// The handle of the current tape's parameter `number` where its value is known already.
  [[nodiscard]] static Value parameter(double data, std::size_t number) {
    return current_->node(data, static_cast<std::uint32_t>(number));
  }
  [[nodiscard]] const double* parameter_data() const { return store_.parameters; }
  /// The accumulated gradients of the parameters, in their order.
  [[nodiscard]] std::span<double> parameter_gradients() { return {store_.grads, store_.first}; }

  /// As Value::backward.
  void backward(Value root, double seed = 1.0);
  /// Adds seed * d(root)/d(parameter) to the parameters' gradients and leaves all others 0: what a
  /// worker calls once a data point. No gradient but the parameters' can be read afterwards.
  void backward_to_parameters(Value root, double seed = 1.0);

  /// The same of the sum of seeds[k] * roots[k], in one sweep; as many seeds as roots.
  void backward_to_parameters(std::span<const Value> roots, std::span<const double> seeds);

  /// Sets every gradient to 0, the parameters' included.
  void zero_grad();

  [[nodiscard]] Mark mark() const { return store_.mark(); }
  /// Drops all nodes recorded since the mark; their handles become invalid. Keeps the memory.
  void rewind(const Mark& mark);
  /// Drops all nodes but the parameters.
  void rewind() { rewind({store_.first, 0, 0, 0, 0}); }

  /// Drops the parameters, too: the tape is as it was when it was made, but for its memory.
  void clear();

  /// Nodes on the tape, the parameters included.
  [[nodiscard]] std::size_t size() const { return store_.size; }
  /// Bytes allocated, texts of labels apart.
  [[nodiscard]] std::size_t memory() const;

  // ---- for ops and fused nodes ------------------------------------------------------------

  /// Begins a fused node: reserves `count` consecutive nodes whose values lie at arena offset
  /// `outputs`.
  std::uint32_t push_block(const Block::Kind& kind, std::uint32_t count, std::uint64_t outputs,
                           std::span<const std::uint64_t> payload);
  /// Reserves doubles in the arena, which rewinds with the tape; offsets stay valid when it grows.
  std::uint64_t push_arena(std::size_t count) { return store_.push_arena(count); }
  [[nodiscard]] double* arena(std::uint64_t offset) { return store_.arena + offset; }
  [[nodiscard]] const double* arena(std::uint64_t offset) const { return store_.arena + offset; }
  /// Reserves indices of operands (terms without partials), which rewind with the tape, too.
  std::uint64_t push_terms(std::size_t count) { return store_.push_terms(count); }
  [[nodiscard]] std::uint32_t* term_operands(std::uint64_t begin) {
    return store_.term_operands + begin;
  }
  [[nodiscard]] const std::uint32_t* term_operands(std::uint64_t begin) const {
    return store_.term_operands + begin;
  }
  [[nodiscard]] double* gradients() { return store_.grads; }
  /// The handle of a node by its index; its value is replayed.
  [[nodiscard]] Value at(std::uint32_t index) const;
  /// The node to send a handle's gradient to when a fused node uses it as an operand. A run gets a
  /// node by that. Throws TapeError for a constant.
  [[nodiscard]] std::uint32_t operand(Value value);
  /// Whether nodes are recorded; false inside NoGradient.
  [[nodiscard]] bool records() const { return options_.record; }

  // ---- for the engine's own classes ---------------------------------------------------------

  [[nodiscard]] TapeStore& store() { return store_; }
  [[nodiscard]] const TapeStore& store() const { return store_; }
  [[nodiscard]] const TapeOptions& options() const { return options_; }

  /// The thread's current tape; where there is none a stand-in that is full from the start, so that
  /// recording needs no check of its own.
  [[nodiscard]] static Tape& innermost() { return *current_; }
  /// The current tape, or around a NoGradient the one outside, whose Values may be asked things.
  [[nodiscard]] static Tape& recording();
  /// The tape that was current before this one; null before the first.
  [[nodiscard]] const Tape* previous() const { return previous_; }

  /// Tells tapes apart; one in 2^24 has another's. The high bits of a word whose low ones are an
  /// offset into the arena, below 2^kNumberShift.
  [[nodiscard]] std::uint64_t number() const { return number_; }
  static constexpr int kNumberShift = 40;
  /// Takes another number, so that the Outputs made so far are known to be of no tape.
  void renumber();

  /// Whether TapeStore::take() may follow: false where nothing is recorded. Throws TapeError when
  /// full.
  bool has_room() { return !store_.is_full() || make_room(); }
  /// The handle of a node; `length` 1 if a sum may take it over.
  [[nodiscard]] Value node(double data, std::uint32_t index, std::uint32_t length = 0) const {
    if constexpr (kChecked) return stamped(data, index, length);
    return Value(data, Value::bits(index, length));
  }
  /// The handle of the sum of `length` nodes from `first` on.
  [[nodiscard]] Value run(double data, std::uint32_t first, std::uint32_t length) const {
    return kChecked ? stamped(data, first, length) : Value(data, Value::bits(first, length));
  }
  /// Gives a run a node of its own.
  [[gnu::noinline]] Value settle(Value run);
  /// Throws TapeError, in checked builds, for a Value of a node that is no longer on this tape.
  [[gnu::noinline, gnu::cold]] void check(Value value) const;
  /// Throws TapeError for a Value of a node that this tape cannot have; `what` asked for it.
  void require(Value value, const char* what) const;

  // What Value is asked, of Values on this tape.
  [[nodiscard]] double gradient(Value value) const;
  [[nodiscard]] std::uint64_t identity(Value value) const;
  [[nodiscard]] std::vector<Value> operands(Value value) const;
  [[nodiscard]] std::string_view op(Value value) const;
  [[nodiscard]] Labels& labels() { return labels_; }
  /// As Replay::values.
  [[nodiscard]] const std::vector<double>& values(std::uint32_t count) const {
    return replay_.values(store_, count);
  }

 private:
  friend class TapeScope;

  struct NoTape {};
  constexpr explicit Tape(NoTape) {}

  [[nodiscard]] static std::uint64_t next_number();
  void forget_gradients_of_nodes();
  [[gnu::noinline, gnu::cold]] void grow(std::uint64_t wanted);
  [[gnu::noinline, gnu::cold]] bool make_room();
  [[nodiscard]] Value stamped(double data, std::uint32_t index, std::uint32_t length) const;
  [[nodiscard]] std::vector<Value> op_operands(std::uint32_t index) const;

  TapeStore store_;
  const RunKernels* kernels_ = nullptr;
  TapeOptions options_{};
  Tape* previous_ = nullptr;
  std::uint64_t number_ = 0;
  Labels labels_;
  mutable Replay replay_;
  std::vector<double> aside_;  // gradients of earlier sweeps

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
