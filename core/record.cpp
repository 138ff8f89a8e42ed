#include <riserun/core/record.hpp>

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
  TapeStore& store = tape.store();
  const std::uint32_t i = store.take();
  store.keep_value(i, y);
  store.set_terms_begin(i, begin);
  store.operands[i] = {variables, constants};
  store.ops[i] = static_cast<std::uint16_t>(number | TapeStore::kTermsNode);
  store.special_end = store.size;
  return tape.node(y, i);
}

Value Recorder::record_terms(std::uint16_t number, double y, std::span<const Value> x,
                             std::span<const double> dy_dx) {
  Tape& tape = Tape::innermost();
  std::uint32_t variables = 0;
  for (Value v : x) variables += !v.is_constant();
  if (variables == 0 || !tape.has_room()) return Value(y);
  if (tape.options().keep_constants) [[unlikely]]
    return record_all_terms(number, y, x, dy_dx);
  // A run among the operands gets its node here, before this one.
  const auto node_of = [&tape](Value v) {
    if constexpr (kChecked) tape.check(v);
    if (v.last() >= tape.store().size) [[unlikely]]
      tape.require(v, "operand");  // throws
    return v.is_run() ? tape.settle(v).index() : v.index();
  };
  TapeStore& store = tape.store();
  const std::uint64_t begin = store.push_terms(variables);
  std::uint64_t end = begin;
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (x[k].is_constant()) continue;
    store.term_operands[end] = node_of(x[k]);
    store.term_partials[end] = dy_dx[k];
    ++end;
  }
  return push_terms_node(tape, number, y, begin, variables, 0);
}

// On a tape that keeps the constants among the operands, each with its position.
Value Recorder::record_all_terms(std::uint16_t number, double y, std::span<const Value> x,
                                 std::span<const double> dy_dx) {
  Tape& tape = Tape::innermost();
  TapeStore& store = tape.store();
  const std::uint64_t begin = store.push_terms(x.size());
  std::uint64_t end = begin;
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (x[k].is_constant()) continue;
    store.term_operands[end] = tape.operand(x[k]);
    store.term_partials[end++] = dy_dx[k];
  }
  const auto variables = static_cast<std::uint32_t>(end - begin);
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (!x[k].is_constant()) continue;
    store.term_operands[end] = static_cast<std::uint32_t>(k);
    store.term_partials[end++] = x[k].data();
  }
  return push_terms_node(tape, number, y, begin, variables,
                         static_cast<std::uint32_t>(x.size()) - variables);
}

Value Recorder::checked_run(double y, Value a, Value b) {
  Tape& tape = Tape::innermost();
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

}  // namespace riserun
