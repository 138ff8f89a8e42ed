// What a tape can tell of its nodes: values (replayed), operands, labels, gradients.
#include <algorithm>
#include <atomic>
#include <bit>
#include <deque>
#include <mutex>
#include <ostream>

#include "core/record.hpp"
#include "core/tape.hpp"

namespace riserun {

namespace {

struct OpTable {
  std::mutex mutex;
  std::deque<OpEntry> entries;  // a deque, so that references stay valid
};

OpTable& op_table() {
  static OpTable table;
  return table;
}

}  // namespace

std::uint16_t register_op(OpEntry entry) {
  OpTable& table = op_table();
  const std::scoped_lock lock(table.mutex);
  if (table.entries.size() > 1022) throw TapeError("more than 1023 kinds of op are in one program");
  table.entries.push_back(entry);
  return static_cast<std::uint16_t>(table.entries.size());
}

const OpEntry& op_entry(std::uint16_t number) {
  static constexpr OpInfo kUnknown = unary_op("?", "", {});
  static constexpr OpEntry kNone{&kUnknown, nullptr, nullptr};
  OpTable& table = op_table();
  const std::scoped_lock lock(table.mutex);
  return number == 0 || number > table.entries.size() ? kNone : table.entries[number - 1u];
}

// ---- values -----------------------------------------------------------------------------------

double Tape::replay_op(std::uint32_t i) const {
  const Record& r = records_[i];
  const OpEntry& entry = op_entry(ops_[i] & kOpNumber);
  if (entry.evaluate == nullptr) return std::numeric_limits<double>::quiet_NaN();
  double x[2] = {replay_[r.x0], 0.0};
  if ((ops_[i] & kLeftConstant) != 0) {
    x[1] = x[0];
    x[0] = r.dy_dx1;
  } else {
    x[1] = r.x1 == i ? r.dy_dx1 : replay_[r.x1];
  }
  return entry.evaluate(x);
}

double Tape::replayed(std::uint32_t index) const {
  while (replay_.size() <= index) {
    const auto i = static_cast<std::uint32_t>(replay_.size());
    const std::uint16_t op = ops_[i];
    double y = 0.0;
    if (i < first_) {
      y = parameters_[i];
    } else if ((op & (kLeaf | kVariadicNode)) != 0) {
      y = records_[i].dy_dx0;
    } else if ((op & kBlockNode) != 0) {
      const Block& block = blocks_[records_[i].x0];
      y = arena_[block.outputs + (i - block.first)];
    } else {
      y = replay_op(i);
      if ((op & kCarry) != 0) y = replay_[i - 1] + y;
    }
    replay_.push_back(y);
  }
  return replay_[index];
}

Value Tape::at(std::uint32_t index) const {
  carry_from_ = size_;  // what is told of the nodes must stay true
  // The copy of an overtaken product is that product to whoever asks: one number, one handle.
  for (const auto& [product, copy] : revived_)
    if (copy == index) return {replayed(copy), product, stamp(product, Value::kAbsorbable)};
  const std::uint32_t meaning = (ops_[index] & kCarry) != 0 ? Value::kSum : Value::kPlain;
  return {replayed(index), index, stamp(index, meaning)};
}

std::vector<Value> Tape::op_operands(std::uint32_t i) const {
  const Record& r = records_[i];
  if ((ops_[i] & kLeftConstant) != 0) return {Value(r.dy_dx1), at(r.x0)};
  if ((ops_[i] & kRightConstant) != 0) return {at(r.x0), Value(r.dy_dx1)};
  if (r.x1 == i) return {at(r.x0)};
  return {at(r.x0), at(r.x1)};
}

std::vector<Value> Tape::operands(Value value) const {
  if (value.is_constant()) return {};
  const std::uint32_t i = value.index();
  const std::uint16_t op = ops_[i];
  if ((op & kLeaf) != 0) return {};
  if ((op & kBlockNode) != 0) {
    const Block& block = blocks_[records_[i].x0];
    return block.kind->operands(*this, block, i - block.first);
  }
  if ((op & kVariadicNode) != 0) {
    std::vector<Value> all;
    const auto begin = std::bit_cast<std::uint64_t>(records_[i].dy_dx1);
    for (std::uint64_t k = begin; k < begin + records_[i].x0; ++k)
      all.push_back(at(term_operands_[k]));
    return all;
  }
  if ((op & kCarry) != 0 && (value.tag() & Value::kMeaning) != Value::kAbsorbable) {
    static_cast<void>(replayed(i));
    return {at(i - 1), Value(replay_op(i), i, stamp(i, Value::kAbsorbable))};
  }
  return op_operands(i);
}

// ---- Value's questions ------------------------------------------------------------------------

void Tape::require(Value value, const char* what) const {
  if (value.index() >= size_)
    throw TapeError(
        std::string(what) +
        ": this Value is not on the current tape (it was rewound, or belongs to another)");
  if constexpr (kChecked) check(value);
}

double Tape::gradient(Value value) const {
  require(value, "grad");
  double g = grads_[value.index()];
  if ((value.tag() & Value::kMeaning) == Value::kAbsorbable)
    for (const auto& [product, copy] : revived_)
      if (product == value.index()) g += grads_[copy];
  return g;
}

std::uint32_t Tape::index_of(Value value) const {
  if (value.is_constant()) throw TapeError("a constant has no node");
  require(value, "index_of");
  return value.index();
}

std::uint64_t Tape::identity(Value value) const {
  require(value, "identity");
  const bool sum =
      (ops_[value.index()] & kCarry) != 0 && (value.tag() & Value::kMeaning) != Value::kAbsorbable;
  std::uint32_t index = value.index();
  for (const auto& [product, copy] : revived_)
    if (copy == index) index = product;
  return std::uint64_t{index} << 2 | (sum ? 1u : 0u);
}

std::uint64_t Value::identity() const {
  if (is_constant()) throw TapeError("a constant has no node, hence no identity");
  return Tape::current().identity(*this);
}

double Value::grad() const {
  if (is_constant())
    throw TapeError("a constant has no gradient: make it a variable with tape.variable(" +
                    std::to_string(data_) + ")");
  return Tape::current().gradient(*this);
}

void Value::backward(double seed) const { Tape::current().backward(*this, seed); }

std::string_view Value::op() const {
  if (is_constant()) return {};
  const Tape& tape = Tape::current();
  tape.require(*this, "op");
  const std::uint16_t op = tape.ops_[index()];
  if ((op & Tape::kLeaf) != 0) return {};
  if ((op & Tape::kBlockNode) != 0) return tape.blocks_[tape.records_[index()].x0].kind->name;
  if ((op & Tape::kCarry) != 0 && (tag() & kMeaning) != kAbsorbable) return "+";
  return op_entry(op & Tape::kOpNumber).info->drawn();
}

std::vector<Value> Value::operands() const {
  if (is_constant()) return {};
  const Tape& tape = Tape::current();
  tape.require(*this, "operands");
  return tape.operands(*this);
}

std::string_view Value::label() const {
  if (is_constant()) return {};
  const Tape& tape = Tape::current();
  const auto key = tape.identity(*this);
  const auto& labels = tape.labels_;
  const auto found =
      std::ranges::lower_bound(labels, key, {}, [](const auto& l) { return l.first; });
  return found != labels.end() && found->first == key ? std::string_view(found->second)
                                                      : std::string_view();
}

Value Value::label(std::string_view text) const {
  if (is_constant()) throw TapeError("a constant is no node and takes no label");
  Tape& tape = Tape::current();
  const auto key = tape.identity(*this);
  auto& labels = tape.labels_;
  const auto found =
      std::ranges::lower_bound(labels, key, {}, [](const auto& l) { return l.first; });
  if (found != labels.end() && found->first == key)
    found->second = text;
  else
    labels.emplace(found, key, std::string(text));
  return *this;
}

std::ostream& operator<<(std::ostream& out, Value value) {
  const double gradient = value.is_constant() ? 0.0 : value.grad();
  return out << "Value(data=" << value.data() << ", grad=" << gradient << ')';
}

// ---- stamps of checked builds -------------------------------------------------------------------

void Tape::stamp_node(std::uint32_t index) {
  // One count for all tapes, so that a foreign Value is seen too; 30 bits may repeat after 1e9
  // nodes.
  static std::atomic<std::uint32_t> count{0};
  stamps_[index] = (count.fetch_add(1, std::memory_order_relaxed) + 1) & 0x3FFFFFFFu;
}

void Tape::check(Value value) const {
  if (value.is_constant()) return;
  if (this == &no_tape_) current();
  if (value.index() >= size_ || stamps_[value.index()] != value.tag() >> 2)
    throw TapeError(
        "a Value of a rewound or another tape was used: Values live as long as their node on the "
        "tape they were made on");
}

}  // namespace riserun
