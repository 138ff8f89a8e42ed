// What a tape can tell of its nodes: values (replayed), operands, labels, gradients.
#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>
#include <ostream>

#include <riserun/core/record.hpp>
#include <riserun/core/tape.hpp>

namespace riserun {

// ---- values -----------------------------------------------------------------------------------

double Tape::replay_op(std::uint32_t i) const {
  const OpEntry& entry = op_entry(ops_[i] & kOpNumber);
  if (entry.evaluate == nullptr) return std::numeric_limits<double>::quiet_NaN();
  double x[2] = {replay_[operands_[i].x0], 0.0};
  if ((ops_[i] & kLeftConstant) != 0) {
    x[1] = x[0];
    x[0] = dy_dx1_[i];
  } else {
    x[1] = operands_[i].x1 == i ? dy_dx1_[i] : replay_[operands_[i].x1];
  }
  return entry.evaluate(x);
}

double Tape::replay_run(std::uint32_t first, std::uint32_t length) const {
  double y = replayed(first);
  for (std::uint32_t i = first + 1; i < first + length; ++i) y += replayed(i);
  return y;
}

double Tape::replayed(std::uint32_t index) const {
  while (replay_.size() <= index) {
    const auto i = static_cast<std::uint32_t>(replay_.size());
    const std::uint16_t op = ops_[i];
    double y = 0.0;
    if (i < first_) {
      y = parameters_[i];
    } else if ((op & (kLeaf | kVariadicNode | kRunNode)) != 0) {
      y = dy_dx0_[i];
    } else if ((op & kBlockNode) != 0) {
      const Block& block = blocks_[operands_[i].x0];
      y = arena_[block.outputs + (i - block.first)];
    } else {
      y = replay_op(i);
    }
    replay_.push_back(y);
  }
  return replay_[index];
}

Value Tape::at(std::uint32_t index) const {
  const std::uint16_t op = ops_[index];
  if ((op & kRunNode) != 0) return run(dy_dx0_[index], operands_[index].x0, operands_[index].x1);
  const bool summand = (op & kSpecial) == 0 && op_entry(op & kOpNumber).summand;
  return node(replayed(index), index, summand ? 1 : 0);
}

std::vector<Value> Tape::op_operands(std::uint32_t i) const {
  if ((ops_[i] & kLeftConstant) != 0) return {Value(dy_dx1_[i]), at(operands_[i].x0)};
  if ((ops_[i] & kRightConstant) != 0) return {at(operands_[i].x0), Value(dy_dx1_[i])};
  if (operands_[i].x1 == i) return {at(operands_[i].x0)};
  return {at(operands_[i].x0), at(operands_[i].x1)};
}

std::vector<Value> Tape::operands(Value value) const {
  if (value.is_constant()) return {};
  const std::uint32_t i = value.index();
  if (value.is_run()) {
    const std::uint32_t shorter = value.length() - 1;
    return {run(replay_run(i, shorter), i, shorter), at(i + shorter)};
  }
  const std::uint16_t op = ops_[i];
  if ((op & kLeaf) != 0) return {};
  if ((op & kBlockNode) != 0) {
    const Block& block = blocks_[operands_[i].x0];
    return block.kind->operands(*this, block, i - block.first);
  }
  if ((op & kVariadicNode) != 0) {
    std::vector<Value> all;
    const auto begin = std::bit_cast<std::uint64_t>(dy_dx1_[i]);
    for (std::uint64_t k = begin; k < begin + operands_[i].x0; ++k)
      all.push_back(at(term_operands_[k]));
    return all;
  }
  return op_operands(i);
}

// ---- Value's questions ------------------------------------------------------------------------

void Tape::require(Value value, const char* what) const {
  if (value.last() >= size_)
    throw TapeError(
        std::string(what) +
        ": this Value is not on the current tape (it was rewound, or belongs to another tape)");
  if constexpr (kChecked) check(value);
}

double Tape::gradient(Value value) const {
  require(value, "grad");
  if (!value.is_run()) return grads_[value.index()];
  // Every longer run from the same node on is this one plus something.
  double g = 0.0;
  for (std::uint32_t i = runs_[value.index()]; i != 0; i = earlier_run(i))
    if (operands_[i].x1 >= value.length()) g += grads_[i];
  return g;
}

// Ordered by the last node needed. Two sums that end with the same node differ in length.
std::uint64_t Tape::identity(Value value) const {
  require(value, "identity");
  return std::uint64_t{value.last()} << 32 | (value.is_run() ? value.length() : 0u);
}

std::uint64_t Value::identity() const {
  if (is_constant()) throw TapeError("a constant has no node, hence no identity");
  return Tape::recording().identity(*this);
}

double Value::grad() const {
  if (is_constant())
    throw TapeError("a constant has no gradient: make it a variable with tape.variable(" +
                    std::to_string(data_) + ")");
  return Tape::recording().gradient(*this);
}

void Value::backward(double seed) const {
  if (is_constant())
    static_cast<void>(Tape::current());  // throws where there is no tape; depends on nothing
  else
    Tape::recording().backward(*this, seed);
}

std::string_view Value::op() const {
  if (is_constant()) return {};
  const Tape& tape = Tape::recording();
  tape.require(*this, "op");
  if (is_run()) return "+";
  const std::uint16_t op = tape.ops_[index()];
  if ((op & Tape::kLeaf) != 0) return {};
  if ((op & Tape::kBlockNode) != 0) return tape.blocks_[tape.operands_[index()].x0].kind->name;
  return op_entry(op & Tape::kOpNumber).info->drawn();
}

std::vector<Value> Value::operands() const {
  if (is_constant()) return {};
  const Tape& tape = Tape::recording();
  tape.require(*this, "operands");
  return tape.operands(*this);
}

std::string_view Value::label() const {
  if (is_constant()) return {};
  const Tape& tape = Tape::recording();
  const auto key = tape.identity(*this);
  const auto& labels = tape.labels_;
  const auto found =
      std::ranges::lower_bound(labels, key, {}, [](const auto& l) { return l.first; });
  return found != labels.end() && found->first == key ? std::string_view(found->second)
                                                      : std::string_view();
}

Value Value::label(std::string_view text) const {
  if (is_constant()) throw TapeError("a constant is no node and takes no label");
  Tape& tape = Tape::recording();
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

void Tape::stamp_node([[maybe_unused]] std::uint32_t index) {
#ifdef RISERUN_CHECKED
  // One count for all tapes, so that a foreign Value is seen too; 15 bits, so one stale Value in
  // 32 768 may pass.
  static std::atomic<std::uint32_t> count{0};
  stamps_[index] =
      static_cast<std::uint16_t>(count.fetch_add(1, std::memory_order_relaxed) & Value::kStampMask);
#endif
}

void Tape::check([[maybe_unused]] Value value) const {
#ifdef RISERUN_CHECKED
  if (value.is_constant() || !options_.record) return;
  if (this == &no_tape_) current();
  const std::uint64_t stamp = value.node_ >> Value::kStampShift & Value::kStampMask;
  if (value.last() >= size_ || stamps_[value.last()] != stamp)
    throw TapeError(
        "a Value of a rewound or another tape was used: Values live as long as their node on the "
        "tape they were made on");
#endif
}

}  // namespace riserun
