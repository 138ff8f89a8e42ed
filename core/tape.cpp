#include <riserun/core/tape.hpp>

#include <algorithm>
#include <atomic>
#include <string>

#include <riserun/core/kernels/run_sweep.hpp>
#include <riserun/core/op_table.hpp>
#include <riserun/core/sweep.hpp>

namespace riserun {

constinit Tape Tape::no_tape_{Tape::NoTape{}};

Tape::Tape(TapeOptions options)
    : kernels_(&run_kernels(chosen_isa())),
      options_(options),
      previous_(options.become_current ? current_ : &no_tape_),
      number_(next_number()) {
  if (options.become_current) current_ = this;
}

std::uint64_t Tape::next_number() {
  // A thread takes many at once: a NoGradient may take one a data point. 0 stands for no tape.
  constexpr std::uint64_t kAtOnce = 4096, kNumbers = (std::uint64_t{1} << (64 - kNumberShift)) - 1;
  static std::atomic<std::uint64_t> taken{0};
  thread_local std::uint64_t next = 0, end = 0;
  if (next == end) {
    next = taken.fetch_add(kAtOnce, std::memory_order_relaxed);
    end = next + kAtOnce;
  }
  return (next++ % kNumbers + 1) << kNumberShift;
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
}

void Tape::renumber() { number_ = next_number(); }

Tape& Tape::current() {
  if (current_ == &no_tape_)
    throw TapeError("no tape is in scope on this thread: create a riserun::Tape before variables");
  return *current_;
}

Tape& Tape::recording() {
  Tape* tape = &current();
  while (!tape->options_.record) {
    tape = tape->previous_;
    if (tape == &no_tape_)
      throw TapeError("this Value is on no tape that is in scope: only a NoGradient is");
  }
  return *tape;
}

// ---- recording ----------------------------------------------------------------------------------

void Tape::grow(std::uint64_t wanted) {
  if (this == &no_tape_) current();  // throws
  const std::uint64_t limit = std::min<std::uint64_t>(options_.max_nodes, 0xFFFFFFFEu);
  if (wanted > limit)
    throw TapeError("the tape is full: a graph may have " + std::to_string(limit) +
                    " nodes; rewind it between data points, or use smaller graphs");
  const std::uint64_t count =
      std::min(limit, std::max<std::uint64_t>({wanted, store_.capacity * 2ull, 1024}));
  store_.grow_nodes(count);
}

bool Tape::make_room() {
  if (!options_.record) return false;
  grow(std::uint64_t{store_.size} + 1);
  return true;
}

std::size_t Tape::memory() const {
  return store_.memory() + replay_.memory() + aside_.capacity() * sizeof(double) + labels_.memory();
}

Value Tape::variable(double data) {
  if (current_ != this)
    throw TapeError(current_->records()
                        ? "this tape is not the thread's current tape: a younger one is in scope"
                        : "a NoGradient is in scope: make variables before it or after it");
  if (!has_room()) return Value(data);
  const std::uint32_t i = store_.take();
  store_.keep_value(i, data);
  store_.operands[i] = {i, i};
  store_.ops[i] = TapeStore::kLeaf;
  store_.special_end = store_.size;
  return node(data, i);
}

void Tape::bind(std::span<const double> parameters) {
  if (store_.size != 0)
    throw TapeError("parameters are bound to an empty tape only: make a new one");
  if (!options_.record) throw TapeError("parameters are bound to a tape that records");
  if (parameters.size() > store_.capacity) grow(parameters.size());
  store_.parameters = parameters.data();
  store_.lean = !options_.keep_graph && !options_.keep_constants;
  store_.first = store_.size = store_.special_end = static_cast<std::uint32_t>(parameters.size());
  std::fill(store_.ops, store_.ops + store_.first, TapeStore::kLeaf);
  if constexpr (kChecked)
    for (std::uint32_t i = 0; i < store_.first; ++i) store_.stamp(i);
}

std::uint32_t Tape::push_block(const Block::Kind& kind, std::uint32_t count, std::uint64_t outputs,
                               std::span<const std::uint64_t> payload) {
  if (count == 0) throw ShapeError("a fused node needs at least one output");
  if (!options_.record) return 0xFFFFFFFFu;
  const std::uint64_t wanted = std::uint64_t{store_.size} + count;
  if (wanted > store_.capacity) grow(wanted);
  const std::uint32_t first = store_.size;
  Block block{&kind, first, count, outputs, {}};
  std::copy(payload.begin(), payload.end(), block.payload);
  const auto number = static_cast<std::uint32_t>(store_.blocks.size());
  store_.blocks.push_back(block);
  for (std::uint32_t i = first; i < first + count; ++i) {
    store_.ops[i] = TapeStore::kBlockNode;
    store_.operands[i] = {number, i};
    if constexpr (kChecked) store_.stamp(i);
  }
  store_.size = store_.special_end = first + count;
  return first;
}

std::uint32_t Tape::operand(Value value) {
  if (value.is_constant()) throw TapeError("a constant has no node");
  if (!options_.record) return value.index();
  require(value, "operand");
  if constexpr (kChecked) check(value);
  return value.is_run() ? settle(value).index() : value.index();
}

Value Tape::settle(Value run) {
  if (!options_.record) return Value(run.data_);
  const std::uint32_t first = run.index(), length = run.length();
  if (first + length > store_.size) [[unlikely]]
    require(run, "operand");  // throws
  for (std::uint32_t i = store_.runs[first]; i != 0; i = store_.earlier_run(i))
    if (store_.operands[i].x1 == length) return node(run.data_, i);
  // A handle of another tape may name nodes here that no sum can have taken in.
  if (first < store_.special_end) {
    std::uint16_t seen = 0;
    for (std::uint32_t k = first; k < first + length; ++k) seen |= store_.ops[k];
    if (first < store_.first || (seen & TapeStore::kSpecial) != 0) [[unlikely]]
      throw TapeError("a sum of another tape, or of one rewound since, was used as an operand");
  }
  if (store_.is_full()) make_room();
  store_.run_nodes.push_back(store_.size);  // first, since it may throw
  const std::uint32_t i = store_.take();
  store_.keep_value(i, run.data_);
  store_.set_earlier_run(i, store_.runs[first]);
  store_.operands[i] = {first, length};
  store_.ops[i] = TapeStore::kRunNode;
  store_.special_end = store_.size;
  store_.runs[first] = i;
  return node(run.data_, i);
}

// ---- sweeping and rewinding -----------------------------------------------------------------------

void Tape::backward(Value root, double seed) {
  if (root.is_constant()) return;  // depends on nothing
  require(root, "backward");
  if (root.is_run()) root = settle(root);
  // Gradients of an earlier sweep are no upstreams of this one: set them aside, add them
  // afterwards. Leaves only ever receive, so theirs accumulate in place.
  const std::uint32_t earlier_end = store_.dirty_end;
  if (earlier_end > store_.first) {
    aside_.assign(store_.grads + store_.first, store_.grads + earlier_end);
    for (std::uint32_t i = store_.first; i < earlier_end; ++i)
      if ((store_.ops[i] & TapeStore::kLeaf) == 0) store_.grads[i] = 0.0;
  }
  // Before the sweep: where a block's backward throws, zero_grad() and rewind() must know how far
  // gradients were left. A root inside a block has later siblings; they stay 0.
  store_.dirty_end = std::max(earlier_end, root.index() + 1);
  store_.grads[root.index()] += seed;
  sweep_keeping_gradients(*this, *kernels_, root.index());
  for (std::uint32_t i = store_.first; i < earlier_end; ++i)
    if ((store_.ops[i] & TapeStore::kLeaf) == 0) store_.grads[i] += aside_[i - store_.first];
}

void Tape::backward_to_parameters(Value root, double seed) {
  if (root.is_constant()) return;
  require(root, "backward_to_parameters");
  forget_gradients_of_nodes();
  if (root.is_run()) root = settle(root);
  store_.dirty_end = root.index() + 1;  // until the sweep has cleared them: a block may throw
  store_.grads[root.index()] += seed;
  sweep_clearing_gradients(*this, *kernels_, root.index());
  store_.dirty_end = store_.first;
}

void Tape::backward_to_parameters(std::span<const Value> roots, std::span<const double> seeds) {
  if (roots.size() != seeds.size())
    throw ShapeError("backward_to_parameters: " + std::to_string(roots.size()) + " roots and " +
                     std::to_string(seeds.size()) + " seeds; each root has one");
  for (const Value& root : roots)
    if (!root.is_constant()) require(root, "backward_to_parameters");
  forget_gradients_of_nodes();
  for (std::size_t k = 0; k < roots.size(); ++k) {
    if (roots[k].is_constant()) continue;
    const std::uint32_t root = roots[k].is_run() ? settle(roots[k]).index() : roots[k].index();
    store_.dirty_end = std::max(store_.dirty_end, root + 1);
    store_.grads[root] += seeds[k];
  }
  if (store_.dirty_end > store_.first)
    sweep_clearing_gradients(*this, *kernels_, store_.dirty_end - 1);
  store_.dirty_end = store_.first;
}

void Tape::forget_gradients_of_nodes() {
  if (store_.dirty_end > store_.first)
    std::fill(store_.grads + store_.first, store_.grads + store_.dirty_end, 0.0);
  store_.dirty_end = store_.first;
}

void Tape::rewind(const Mark& mark) {
  if (!store_.rewind(mark))
    throw TapeError("the mark to rewind to is no longer on the tape: it was rewound further");
  labels_.drop_from(store_.size);
  replay_.clear();
}

void Tape::clear() {
  zero_grad();
  store_.first = 0;
  store_.parameters = nullptr;
  store_.lean = false;
  rewind({0, 0, 0, 0, 0});
  renumber();
}

void Tape::zero_grad() {
  const std::uint32_t end = std::max(store_.first, store_.dirty_end);
  std::fill(store_.grads, store_.grads + end, 0.0);
  store_.dirty_end = 0;
}

// ---- what it tells of its nodes -------------------------------------------------------------------

Value Tape::at(std::uint32_t index) const {
  const std::uint16_t op = store_.ops[index];
  if ((op & TapeStore::kRunNode) != 0)
    return run(store_.kept_value(index), store_.operands[index].x0, store_.operands[index].x1);
  const bool summand =
      (op & TapeStore::kSpecial) == 0 && op_entry(op & TapeStore::kOpNumber).summand;
  return node(values(index + 1)[index], index, summand ? 1 : 0);
}

std::vector<Value> Tape::op_operands(std::uint32_t i) const {
  const auto [x0, x1] = store_.operands[i];
  if ((store_.ops[i] & TapeStore::kLeftConstant) != 0) return {Value(store_.constant(i)), at(x0)};
  if ((store_.ops[i] & TapeStore::kRightConstant) != 0) return {at(x0), Value(store_.constant(i))};
  if (x1 == i) return {at(x0)};
  return {at(x0), at(x1)};
}

std::vector<Value> Tape::operands(Value value) const {
  require(value, "operands");
  const std::uint32_t i = value.index();
  if (value.is_run()) {
    const std::uint32_t last = i + value.length() - 1;
    const std::vector<double>& x = values(last);
    double shorter = x[i];
    for (std::uint32_t k = i + 1; k < last; ++k) shorter += x[k];
    return {run(shorter, i, value.length() - 1), at(last)};
  }
  const std::uint16_t op = store_.ops[i];
  if ((op & TapeStore::kLeaf) != 0) return {};
  if ((op & TapeStore::kBlockNode) != 0) {
    const Block& block = store_.block(i);
    return block.kind->operands(*this, block, i - block.first);
  }
  if ((op & TapeStore::kTermsNode) == 0) return op_operands(i);
  std::vector<Value> all;
  const Terms terms = store_.terms(i);
  for (std::uint32_t k = 0; k < terms.variables; ++k) all.push_back(at(terms.nodes[k]));
  return all;
}

std::string_view Tape::op(Value value) const {
  require(value, "op");
  if (value.is_run()) return "+";
  const std::uint16_t op = store_.ops[value.index()];
  if ((op & TapeStore::kLeaf) != 0) return {};
  if ((op & TapeStore::kBlockNode) != 0) return store_.block(value.index()).kind->name;
  return op_entry(op & TapeStore::kOpNumber).info->drawn();
}

void Tape::require(Value value, const char* what) const {
  if (value.last() >= store_.size)
    throw TapeError(
        std::string(what) +
        ": this Value is not on the current tape (it was rewound, or belongs to another tape)");
  if constexpr (kChecked) check(value);
}

double Tape::gradient(Value value) const {
  require(value, "grad");
  if (!value.is_run()) return store_.grads[value.index()];
  double g = 0.0;
  if (store_.lean) {
    // Every run that holds these nodes is this one plus something.
    for (const std::uint32_t i : store_.run_nodes) {
      const auto [first, length] = store_.operands[i];
      if (first <= value.index() && value.last() < first + length) g += store_.grads[i];
    }
    return g;
  }
  // Every longer run from the same node on is this one plus something.
  for (std::uint32_t i = store_.runs[value.index()]; i != 0; i = store_.earlier_run(i))
    if (store_.operands[i].x1 >= value.length()) g += store_.grads[i];
  return g;
}

// Ordered by the last node needed. Two sums that end with the same node differ in length.
std::uint64_t Tape::identity(Value value) const {
  require(value, "identity");
  return std::uint64_t{value.last()} << 32 | (value.is_run() ? value.length() : 0u);
}

Value Tape::stamped(double data, std::uint32_t index, std::uint32_t length) const {
  std::uint64_t bits = Value::bits(index, length);
  if constexpr (kChecked)
    if (store_.stamps != nullptr)
      bits |= std::uint64_t{store_.stamps[length > 1 ? index + length - 1 : index]} << 48;
  return {data, bits};
}

void Tape::check([[maybe_unused]] Value value) const {
#ifdef RISERUN_CHECKED
  if (value.is_constant() || !options_.record) return;
  if (this == &no_tape_) current();
  const std::uint64_t stamp = value.node_ >> Value::kStampShift & Value::kStampMask;
  if (value.last() >= store_.size || store_.stamps[value.last()] != stamp)
    throw TapeError(
        "a Value of a rewound or another tape was used: Values live as long as their node on the "
        "tape they were made on");
#endif
}

}  // namespace riserun
