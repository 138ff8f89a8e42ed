#include <riserun/core/value.hpp>

#include <ostream>
#include <string>

#include <riserun/core/tape.hpp>

namespace riserun {

std::uint64_t Value::identity() const {
  if (is_constant()) throw TapeError("a constant has no node, hence no identity");
  return Tape::recording().identity(*this);
}

double Value::grad() const {
  if (is_dropped_zero())
    throw TapeError(
        "0 times a Value keeps no gradient on a tape that parameters are bound to: make the tape "
        "with .keep_graph = true");
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
  return Tape::recording().op(*this);
}

std::vector<Value> Value::operands() const {
  if (is_constant()) return {};
  return Tape::recording().operands(*this);
}

std::string_view Value::label() const {
  if (is_constant()) return {};
  Tape& tape = Tape::recording();
  return tape.labels().of(tape.identity(*this));
}

Value Value::label(std::string_view text) const {
  if (is_dropped_zero()) return *this;  // whether it is one is a matter of the data
  if (is_constant()) throw TapeError("a constant is no node and takes no label");
  Tape& tape = Tape::recording();
  tape.labels().set(tape.identity(*this), text);
  return *this;
}

std::ostream& operator<<(std::ostream& out, Value value) {
  const double gradient = value.is_constant() ? 0.0 : value.grad();
  out << "Value(";
  if (const std::string_view label = value.label(); !label.empty()) out << label << ": ";
  return out << "data=" << value.data() << ", grad=" << gradient << ')';
}

}  // namespace riserun
