// `TapeStore`: the arrays of a tape.
//
// Arrays with one entry a node:
//
//   dy_dx0, dy_dx1  8 bytes each  local derivatives
//   operands        8 bytes       the operands' indices x0, x1
//   ops             2 bytes       which op, and a few flags
//   grads           8 bytes       d(root)/d(node)
//   runs            4 bytes       see below
//
// The local derivatives are computed while recording, where the operands are in registers; so the
// sweep is one multiply and add an operand, without a switch over ops. Values are not stored: a
// handle carries its own, and pictures replay the record.
//
// A unary op, or a binary one with a constant, points its second operand at itself: the sweep then
// needs no branch on the arity (it restores its own slot), and dy_dx1 holds the constant for
// replay. The other kinds of node keep other things in the two words, each by a name below: a leaf
// its value, a node of many operands its value and where its terms begin, a run's node its value
// and the run's node before it.
//
// Runs. `s += w * x` adds a product to a sum, and the products of a dot product lie beside each
// other on the tape. Such an addition records nothing: its handle says "the sum of the n nodes from
// i on". Only when something other than a further sum uses the run does it get a node, once for
// each length, which holds i and n; runs[i] names the newest such node, and each names the one
// before it. The sweep hands a run's gradient to all its products at once, eight at a time where
// their operands lie beside each other too.
//
// Parameters occupy the first slots; their gradient slots are the worker's accumulator.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <riserun/core/block.hpp>

namespace riserun {

#ifdef RISERUN_CHECKED
inline constexpr bool kChecked = true;
#else
inline constexpr bool kChecked = false;
#endif

/// The indices of a node's operands. For other kinds of node: the first node and the length of a
/// run, the counts of variables and of constants among the terms, the number of a block.
struct OperandNodes {
  std::uint32_t x0, x1;

  /// Made as one word: the compiler would assemble the pair in a vector register.
  static OperandNodes pair(std::uint32_t x0, std::uint32_t x1) {
    if constexpr (std::endian::native == std::endian::big) std::swap(x0, x1);
    return std::bit_cast<OperandNodes>(x0 | std::uint64_t{x1} << 32);
  }
};

/// The variables among the operands of a node of any number of them, and its derivatives by them.
/// Behind them, on a tape that keeps constants, come these: position in `nodes`, value in
/// `partials`.
struct Terms {
  const std::uint32_t* nodes;
  const double* partials;
  std::uint32_t variables, constants;
};

/// A place on the tape to rewind to.
struct Mark {
  std::uint32_t size;
  std::uint64_t terms, arena, blocks;
  std::uint32_t stamp;  // of the node before the mark, in checked builds
};

/// Owns the arrays, which grow by doubling and never shrink. What may be done to a graph is said by
/// Tape; the engine's own classes reach the arrays by Tape::store().
struct TapeStore {
  // What ops[i] says: a number of an op with flags, or a kind of node that is special to the sweep.
  static constexpr std::uint16_t kRunNode = 0x8000;
  static constexpr std::uint16_t kLeaf = 0x4000;
  static constexpr std::uint16_t kTermsNode = 0x2000;
  static constexpr std::uint16_t kBlockNode = 0x1000;
  static constexpr std::uint16_t kSpecial = kRunNode | kLeaf | kTermsNode | kBlockNode;
  static constexpr std::uint16_t kLeftConstant = 0x0800;
  static constexpr std::uint16_t kRightConstant = 0x0400;
  static constexpr std::uint16_t kOpNumber = 0x03FF;

  constexpr TapeStore() = default;
  ~TapeStore();
  TapeStore(const TapeStore&) = delete;
  TapeStore& operator=(const TapeStore&) = delete;

  // The few fields that recording touches, together.
  double* dy_dx0 = nullptr;
  double* dy_dx1 = nullptr;
  OperandNodes* operands = nullptr;
  std::uint16_t* ops = nullptr;
  double* grads = nullptr;        // 0 from dirty_end on
  std::uint32_t* runs = nullptr;  // 0: no node of a run that begins here
  std::uint16_t* stamps = nullptr;
  std::uint32_t size = 0;
  std::uint32_t capacity = 0;
  std::uint32_t first = 0;        // nodes before this are parameters
  std::uint32_t special_end = 0;  // none of kSpecial from here on
  std::uint32_t dirty_end = 0;    // gradients left by a sweep lie before this
  bool lean = false;              // see TapeOptions::keep_graph
  const double* parameters = nullptr;

  double* term_partials = nullptr;
  std::uint32_t* term_operands = nullptr;
  std::uint64_t terms_size = 0, terms_capacity = 0;

  double* arena = nullptr;  // outputs of blocks
  std::uint64_t arena_size = 0, arena_capacity = 0;

  std::vector<Block> blocks;
  std::vector<std::uint32_t> run_nodes;  // in creation order

  // ---- what the two words of a node hold, by its kind

  /// The value of a leaf, of a node of terms and of a run's node.
  [[nodiscard]] double kept_value(std::uint32_t i) const { return dy_dx0[i]; }
  void keep_value(std::uint32_t i, double value) { dy_dx0[i] = value; }
  /// The operand of a binary op that is a constant.
  [[nodiscard]] double constant(std::uint32_t i) const { return dy_dx1[i]; }
  /// The node of a run that was made before node i, another of the same first node; 0 for none.
  [[nodiscard]] std::uint32_t earlier_run(std::uint32_t i) const {
    return static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(dy_dx1[i]));
  }
  void set_earlier_run(std::uint32_t i, std::uint32_t node) {
    dy_dx1[i] = std::bit_cast<double>(std::uint64_t{node});
  }
  [[nodiscard]] Terms terms(std::uint32_t i) const {
    const auto begin = std::bit_cast<std::uint64_t>(dy_dx1[i]);
    return {term_operands + begin, term_partials + begin, operands[i].x0, operands[i].x1};
  }
  void set_terms_begin(std::uint32_t i, std::uint64_t begin) {
    dy_dx1[i] = std::bit_cast<double>(begin);
  }
  [[nodiscard]] const Block& block(std::uint32_t i) const { return blocks[operands[i].x0]; }

  // ---- room

  [[nodiscard]] bool is_full() const { return size == capacity; }
  /// The next node; there must be room.
  std::uint32_t take() {
    if constexpr (kChecked) stamp(size);
    return size++;
  }
  /// Makes the arrays of nodes so long.
  void grow_nodes(std::uint64_t count);
  /// Reserves doubles in the arena; offsets stay valid when it grows.
  std::uint64_t push_arena(std::size_t count) {
    if (arena_size + count > arena_capacity) [[unlikely]]
      grow_arena(count);
    return std::exchange(arena_size, arena_size + count);
  }
  /// Reserves terms.
  std::uint64_t push_terms(std::size_t count) {
    if (terms_size + count > terms_capacity) [[unlikely]]
      grow_terms(count);
    return std::exchange(terms_size, terms_size + count);
  }
  /// Bytes allocated.
  [[nodiscard]] std::size_t memory() const;

  [[nodiscard]] Mark mark() const;
  /// Drops what was added since the mark. False, and nothing is done, where the mark is no longer
  /// here.
  bool rewind(const Mark& mark);

  /// Marks a new node for checked builds, so that a Value of a node that was here before is seen.
  [[gnu::noinline, gnu::cold]] void stamp(std::uint32_t i);

 private:
  [[gnu::noinline, gnu::cold]] void grow_terms(std::size_t count);
  [[gnu::noinline, gnu::cold]] void grow_arena(std::size_t count);
};

}  // namespace riserun
