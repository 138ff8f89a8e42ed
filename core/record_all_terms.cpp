// Nodes of any number of operands on a tape that keeps the constants among them (TapeOptions).
#include <bit>

#include "core/record.hpp"

namespace riserun {

Value Recorder::record_all_terms(std::uint16_t number, double y, std::span<const Value> x,
                                 std::span<const double> dy_dx) {
  Tape& tape = Tape::current();
  const std::uint64_t begin = tape.push_terms(x.size());
  std::uint64_t end = begin;
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (x[k].is_constant()) continue;
    tape.term_operands_[end] = settled(tape, x[k]).index();
    tape.term_partials_[end++] = dy_dx[k];
  }
  const auto variables = static_cast<std::uint32_t>(end - begin);
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (!x[k].is_constant()) continue;
    tape.term_operands_[end] = static_cast<std::uint32_t>(k);
    tape.term_partials_[end++] = x[k].data();
  }
  const std::uint32_t i = tape.push();
  tape.records_[i] = {y, std::bit_cast<double>(begin), variables,
                      static_cast<std::uint32_t>(x.size()) - variables};
  tape.ops_[i] = static_cast<std::uint16_t>(number | Tape::kVariadicNode);
  return {y, i, tape.stamp(i, Value::kPlain)};
}

}  // namespace riserun
