#include "core/tape.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <new>

#include "core/record.hpp"

namespace riserun {

constinit Tape Tape::no_tape_{Tape::NoTape{}};

namespace {

template <class T>
void reallocate(T*& array, std::uint64_t count) {
  // realloc, because on Linux it remaps large blocks instead of copying them.
  void* const grown = std::realloc(array, count * sizeof(T));
  if (grown == nullptr) throw std::bad_alloc();
  array = static_cast<T*>(grown);
}

}  // namespace

Tape::Tape(TapeOptions options) : options_(options), previous_(current_) {
  if (options.become_current) current_ = this;
}

Tape::~Tape() {
  if (this == &no_tape_) return;
  // Tapes nest; one that outlived a younger tape must not leave a dangling current tape behind.
  if (current_ == this) {
    current_ = previous_;
  } else {
    for (Tape* tape = current_; tape != nullptr; tape = tape->previous_)
      if (tape->previous_ == this) tape->previous_ = previous_;
  }
  std::free(records_);
  std::free(ops_);
  std::free(grads_);
  std::free(stamps_);
  std::free(term_partials_);
  std::free(term_operands_);
  std::free(arena_);
}

Tape& Tape::current() {
  if (current_ == &no_tape_)
    throw TapeError("no tape is in scope on this thread: create a riserun::Tape before variables");
  return *current_;
}

void Tape::grow(std::uint64_t wanted) {
  if (this == &no_tape_) current();  // throws
  const std::uint64_t limit = std::min<std::uint64_t>(options_.max_nodes, Value::kConstant - 1u);
  if (wanted > limit)
    throw TapeError("the tape is full: a graph may have " + std::to_string(limit) +
                    " nodes; rewind it between data points, or use smaller graphs");
  const std::uint64_t count =
      std::min(limit, std::max<std::uint64_t>({wanted, capacity_ * 2ull, 1024}));
  reallocate(records_, count);
  reallocate(ops_, count);
  reallocate(grads_, count);
  std::fill(grads_ + capacity_, grads_ + count, 0.0);
  if constexpr (kChecked) reallocate(stamps_, count);
  capacity_ = static_cast<std::uint32_t>(count);
}

void Tape::grow_terms(std::size_t count) {
  const std::uint64_t capacity =
      std::max<std::uint64_t>({terms_size_ + count, terms_capacity_ * 2, 256});
  reallocate(term_partials_, capacity);
  reallocate(term_operands_, capacity);
  terms_capacity_ = capacity;
}

void Tape::grow_arena(std::size_t count) {
  const std::uint64_t capacity =
      std::max<std::uint64_t>({arena_size_ + count, arena_capacity_ * 2, 256});
  reallocate(arena_, capacity);
  arena_capacity_ = capacity;
}

std::size_t Tape::memory() const {
  return capacity_ * (sizeof(Record) + sizeof(*ops_) + sizeof(*grads_) +
                      (kChecked ? sizeof(*stamps_) : 0)) +
         terms_capacity_ * (sizeof(double) + sizeof(std::uint32_t)) +
         arena_capacity_ * sizeof(double);
}

Value Tape::variable(double data) {
  if (current_ != this)
    throw TapeError("this tape is not the thread's current tape: a younger one is in scope");
  const std::uint32_t i = push();
  records_[i] = {data, 0.0, i, i};
  ops_[i] = kLeaf;
  return {data, i, stamp(i, Value::kPlain)};
}

void Tape::bind(std::span<const double> parameters) {
  if (size_ != 0) throw TapeError("parameters are bound to an empty tape only: make a new one");
  if (parameters.size() > capacity_) grow(parameters.size());
  parameters_ = parameters.data();
  first_ = size_ = static_cast<std::uint32_t>(parameters.size());
  std::fill(ops_, ops_ + first_, kLeaf);
  if constexpr (kChecked)
    for (std::uint32_t i = 0; i < first_; ++i) stamp_node(i);
}

void Tape::rewind(const Mark& mark) {
  if (mark.size > size_) throw TapeError("the mark to rewind to lies beyond the end of the tape");
  size_ = std::max(mark.size, first_);
  carry_from_ = size_;
  terms_size_ = mark.terms;
  arena_size_ = mark.arena;
  blocks_.resize(mark.blocks, Block{});
  if (dirty_end_ > size_) {
    std::fill(grads_ + size_, grads_ + dirty_end_, 0.0);
    dirty_end_ = size_;
  }
  while (!revived_.empty() && revived_.back().second >= size_) revived_.pop_back();
  while (!labels_.empty() && (labels_.back().first >> 2) >= size_) labels_.pop_back();
  replay_.clear();  // the parameters may change next
}

void Tape::zero_grad() {
  const std::uint32_t end = std::max(first_, dirty_end_);
  std::fill(grads_, grads_ + end, 0.0);
  dirty_end_ = 0;
}

std::uint32_t Tape::push_block(const Block::Kind& kind, std::uint32_t count, std::uint64_t outputs,
                               std::span<const std::uint64_t> payload) {
  if (count == 0) throw ShapeError("a fused node needs at least one output");
  const std::uint64_t wanted = std::uint64_t{size_} + count;
  if (wanted > capacity_) grow(wanted);
  const std::uint32_t first = size_;
  Block block{&kind, first, count, outputs, {}};
  std::copy(payload.begin(), payload.end(), block.payload);
  const auto number = static_cast<std::uint32_t>(blocks_.size());
  blocks_.push_back(block);
  for (std::uint32_t i = first; i < first + count; ++i) {
    ops_[i] = kBlockNode;
    records_[i].x0 = number;
    if constexpr (kChecked) stamp_node(i);
  }
  size_ = first + count;
  return first;
}

std::span<double> Recorder::scratch(std::size_t count) {
  thread_local std::vector<double> doubles;
  if (doubles.size() < count) doubles.resize(2 * count);
  return {doubles.data(), count};
}

Value Recorder::record_terms(std::uint16_t number, double y, std::span<const Value> x,
                             std::span<const double> dy_dx) {
  Tape& tape = *Tape::current_;
  std::size_t variables = 0;
  for (Value v : x) variables += !v.is_constant();
  if (variables == 0) return Value(y);
  if (tape.options_.keep_constants) [[unlikely]]  // or there is no tape
    return record_all_terms(number, y, x, dy_dx);
  // Reviving records nodes of its own, so operands are settled before this node begins.
  const std::uint64_t begin = tape.push_terms(variables);
  std::uint64_t end = begin;
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (x[k].is_constant()) continue;
    tape.term_operands_[end] = settled(tape, x[k]).index();
    tape.term_partials_[end] = dy_dx[k];
    ++end;
  }
  const std::uint32_t i = tape.push();
  tape.records_[i] = {y, std::bit_cast<double>(begin), static_cast<std::uint32_t>(variables), i};
  tape.ops_[i] = static_cast<std::uint16_t>(number | Tape::kVariadicNode);
  return {y, i, tape.stamp(i, Value::kPlain)};
}

std::uint32_t Tape::operand(Value value) {
  if (value.is_constant()) throw TapeError("a constant has no node");
  require(value, "operand");
  return Recorder::settled(*this, value).index();
}

Value Tape::revive(Value overtaken) {
  for (const auto& [product, copy] : revived_)
    if (product == overtaken.index()) return {overtaken.data_, copy, stamp(copy, Value::kPlain)};
  const std::uint32_t i = push();
  Record record = records_[overtaken.index()];
  if (record.x1 == overtaken.index()) record.x1 = i;  // a constant operand
  records_[i] = record;
  ops_[i] = static_cast<std::uint16_t>(ops_[overtaken.index()] & ~kCarry);
  revived_.emplace_back(overtaken.index(), i);
  return {overtaken.data_, i, stamp(i, Value::kPlain)};
}

// ---- the reverse sweep ----------------------------------------------------------------------

// kKeep leaves every gradient to be read. Otherwise each is cleared as it is consumed, so that the
// next data point finds clean slots without a pass over them.
template <bool kKeep>
void Tape::sweep(std::uint32_t root) {
  const Record* const records = records_;
  const std::uint16_t* const ops = ops_;
  double* const grads = grads_;
  for (std::uint32_t i = root + 1; i > first_;) {
    --i;
    std::uint16_t op = ops[i];
    if ((op & kSpecial) != 0) [[unlikely]] {
      i = sweep_special<kKeep>(i, op);
      continue;
    }
    double g = grads[i];
    // A zero upstream contributes exactly 0, also where a partial is infinite: nodes off the root's
    // path must not turn 0 * inf into NaN.
    if (g == 0.0) continue;
    bool handed_over = false;
    while ((op & kCarry) != 0) {
      const Record& r = records[i];
      grads[r.x0] += g * r.dy_dx0;
      if (r.x1 != i) grads[r.x1] += g * r.dy_dx1;
      if constexpr (!kKeep) grads[i] = 0.0;
      --i;
      op = ops[i];
      const double own = grads[i];
      // Rare: a partial sum that was used elsewhere too, or a sum that begins with a special node.
      // The main loop takes it as it takes any other.
      if (own != 0.0 || (op & kSpecial) != 0) [[unlikely]] {
        grads[i] = g + own;
        handed_over = true;
        break;
      }
      if constexpr (kKeep) grads[i] = g;
    }
    if (handed_over) {
      ++i;
      continue;
    }
    const Record& r = records[i];
    grads[r.x0] += g * r.dy_dx0;
    grads[r.x1] += g * r.dy_dx1;
    grads[i] = kKeep ? g : 0.0;  // also mends the slot of a unary op, whose x1 is itself
  }
}

template <bool kKeep>
std::uint32_t Tape::sweep_special(std::uint32_t i, std::uint16_t op) {
  if ((op & kVariadicNode) != 0) {
    const double g = grads_[i];
    if (g == 0.0) return i;
    const Record& r = records_[i];
    const auto begin = std::bit_cast<std::uint64_t>(r.dy_dx1);
    for (std::uint64_t k = begin; k < begin + r.x0; ++k)
      grads_[term_operands_[k]] += g * term_partials_[k];
    if constexpr (!kKeep) grads_[i] = 0.0;
    return i;
  }
  if ((op & kBlockNode) != 0) {
    const Block& block = blocks_[records_[i].x0];
    double* const g = grads_ + block.first;
    // Outputs recorded after the root cannot be: a block is recorded whole, and a root inside it
    // leaves the rest 0.
    if (std::any_of(g, g + block.count, [](double x) { return x != 0.0; })) {
      block.kind->backward(*this, block);
      if constexpr (!kKeep) std::fill(g, g + block.count, 0.0);
    }
    return block.first;
  }
  if constexpr (!kKeep) grads_[i] = 0.0;  // a leaf that is no parameter
  return i;
}

void Tape::backward(Value root, double seed) {
  if (root.is_constant()) return;  // depends on nothing
  require(root, "backward");
  root = Recorder::settled(*this, root);
  // Gradients of an earlier sweep are no upstreams of this one: set them aside, add them
  // afterwards. Leaves only ever receive, so theirs accumulate in place.
  const std::uint32_t earlier_end = dirty_end_;
  if (earlier_end > first_) {
    aside_.assign(grads_ + first_, grads_ + earlier_end);
    for (std::uint32_t i = first_; i < earlier_end; ++i)
      if ((ops_[i] & kLeaf) == 0) grads_[i] = 0.0;
  }
  grads_[root.index()] += seed;
  sweep<true>(root.index());
  for (std::uint32_t i = first_; i < earlier_end; ++i)
    if ((ops_[i] & kLeaf) == 0) grads_[i] += aside_[i - first_];
  carry_from_ = size_;  // a sum that took over a product now would inherit its gradient
  // A root inside a block has later siblings; they stay 0.
  dirty_end_ = std::max(earlier_end, root.index() + 1);
}

void Tape::backward_to_parameters(Value root, double seed) {
  if (root.is_constant()) return;
  require(root, "backward_to_parameters");
  if (dirty_end_ > first_) {
    std::fill(grads_ + first_, grads_ + dirty_end_, 0.0);
    dirty_end_ = first_;
  }
  root = Recorder::settled(*this, root);
  grads_[root.index()] += seed;
  sweep<false>(root.index());
}

}  // namespace riserun
