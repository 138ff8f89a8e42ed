#include <riserun/core/record.hpp>

#include <bit>
#include <exception>
#include <utility>
#include <vector>

namespace riserun {

std::span<double> Recorder::scratch(std::size_t count) {
  thread_local std::vector<double> doubles;
  if (doubles.size() < count) doubles.resize(2 * count);
  return {doubles.data(), count};
}

// A terms' node: its value, where its terms begin, and how many there are of each kind.
Value Recorder::push_terms_node(Tape& tape, std::uint16_t number, double y, std::uint64_t begin,
                                std::uint32_t variables, std::uint32_t constants) {
  static_cast<void>(tape.has_room());
  const std::uint32_t i = tape.take();
  tape.dy_dx0_[i] = y;
  tape.dy_dx1_[i] = std::bit_cast<double>(begin);
  tape.operands_[i] = {variables, constants};
  tape.ops_[i] = static_cast<std::uint16_t>(number | Tape::kVariadicNode);
  tape.special_end_ = tape.size_;
  return tape.node(y, i);
}

Value Recorder::record_terms(std::uint16_t number, double y, std::span<const Value> x,
                             std::span<const double> dy_dx) {
  Tape& tape = *Tape::current_;
  std::uint32_t variables = 0;
  for (Value v : x) variables += !v.is_constant();
  if (variables == 0 || !tape.has_room()) return Value(y);
  if (tape.options_.keep_constants) [[unlikely]]
    return record_all_terms(number, y, x, dy_dx);
  // A run among the operands gets its node here, before this one.
  const auto node_of = [&tape](Value v) {
    if constexpr (kChecked) tape.check(v);
    if (v.last() >= tape.size_) [[unlikely]]
      tape.require(v, "operand");  // throws
    return v.is_run() ? tape.settle(v).index() : v.index();
  };
  const std::uint64_t begin = tape.push_terms(variables);
  std::uint64_t end = begin;
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (x[k].is_constant()) continue;
    tape.term_operands_[end] = node_of(x[k]);
    tape.term_partials_[end] = dy_dx[k];
    ++end;
  }
  return push_terms_node(tape, number, y, begin, variables, 0);
}

// On a tape that keeps the constants among the operands, each with its position.
Value Recorder::record_all_terms(std::uint16_t number, double y, std::span<const Value> x,
                                 std::span<const double> dy_dx) {
  Tape& tape = *Tape::current_;
  const std::uint64_t begin = tape.push_terms(x.size());
  std::uint64_t end = begin;
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (x[k].is_constant()) continue;
    tape.term_operands_[end] = tape.operand(x[k]);
    tape.term_partials_[end++] = dy_dx[k];
  }
  const auto variables = static_cast<std::uint32_t>(end - begin);
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (!x[k].is_constant()) continue;
    tape.term_operands_[end] = static_cast<std::uint32_t>(k);
    tape.term_partials_[end++] = x[k].data();
  }
  return push_terms_node(tape, number, y, begin, variables,
                         static_cast<std::uint32_t>(x.size()) - variables);
}

Value Recorder::checked_run(double y, Value a, Value b) {
  Tape& tape = *Tape::current_;
  tape.check(a);
  tape.check(b);
  return tape.run(y, a.index(), a.length() + 1);
}

namespace {

thread_local std::exception_ptr failure;

}  // namespace

Value Recorder::failed() noexcept {
  failure = std::current_exception();
  return {0.0, Value::kFailed};
}

void Recorder::throw_failure() { std::rethrow_exception(std::exchange(failure, nullptr)); }

std::uint32_t Tape::operand(Value value) {
  if (value.is_constant()) throw TapeError("a constant has no node");
  if (!options_.record) return value.index();
  require(value, "operand");
  if constexpr (kChecked) check(value);
  return value.is_run() ? settle(value).index() : value.index();
}

Value Tape::stamped(double data, std::uint32_t index, std::uint32_t length) const {
  std::uint64_t bits = Value::bits(index, length);
  if constexpr (kChecked)
    if (stamps_ != nullptr)
      bits |= std::uint64_t{stamps_[length > 1 ? index + length - 1 : index]} << 48;
  return {data, bits};
}

Value Tape::run(double data, std::uint32_t first, std::uint32_t length) const {
  return kChecked ? stamped(data, first, length) : Value(data, Value::bits(first, length));
}

Value Tape::settle(Value run) {
  if (!options_.record) return Value(run.data_);
  const std::uint32_t first = run.index(), length = run.length();
  if (first + length > size_) [[unlikely]]
    require(run, "operand");  // throws
  for (std::uint32_t i = runs_[first]; i != 0; i = earlier_run(i))
    if (operands_[i].x1 == length) return node(run.data_, i);
  // A handle of another tape may name nodes here that no sum can have taken in.
  if (first < special_end_) {
    std::uint16_t seen = 0;
    for (std::uint32_t k = first; k < first + length; ++k) seen |= ops_[k];
    if (first < first_ || (seen & kSpecial) != 0) [[unlikely]]
      throw TapeError("a sum of another tape, or of one rewound since, was used as an operand");
  }
  if (is_full()) make_room();
  run_nodes_.push_back(size_);  // first, since it may throw
  const std::uint32_t i = take();
  dy_dx0_[i] = run.data_;
  dy_dx1_[i] = std::bit_cast<double>(std::uint64_t{runs_[first]});
  operands_[i] = {first, length};
  ops_[i] = kRunNode;
  special_end_ = size_;
  runs_[first] = i;
  return node(run.data_, i);
}

}  // namespace riserun
