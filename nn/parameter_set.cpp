#include <riserun/nn/parameter_set.hpp>

#include <algorithm>
#include <ostream>

#include <riserun/base/errors.hpp>
#include <riserun/base/number_text.hpp>

namespace riserun::nn {

std::size_t ParameterSet::add(std::string name, std::vector<std::size_t> shape) {
  for (const TensorInfo& tensor : tensors_)
    if (tensor.name == name)
      throw ConfigError("the parameter tensor \"" + name + "\" exists already");
  std::size_t size = 1;
  for (std::size_t dimension : shape) size *= dimension;
  if (size == 0)
    throw ConfigError("the parameter tensor \"" + name +
                      "\" has a dimension of 0; each must be >= 1");
  const std::size_t offset = data_.size();
  data_.resize(offset + size, 0.0);
  tensors_.push_back({std::move(name), std::move(shape), offset, size});
  return offset;
}

std::size_t ParameterSet::add(std::string name, std::span<const double> values) {
  const std::size_t offset = add(std::move(name), std::vector<std::size_t>{values.size()});
  std::ranges::copy(values, data_.begin() + static_cast<std::ptrdiff_t>(offset));
  return offset;
}

const TensorInfo& ParameterSet::find(std::string_view name) const {
  std::string names;
  for (const TensorInfo& tensor : tensors_) {
    if (tensor.name == name) return tensor;
    names += (names.empty() ? "" : ", ") + tensor.name;
  }
  throw ConfigError("there is no parameter tensor \"" + std::string(name) +
                    "\"; there are: " + names);
}

std::span<double> ParameterSet::tensor(std::string_view name) {
  const TensorInfo& info = find(name);
  return data().subspan(info.offset, info.size);
}

std::span<const double> ParameterSet::tensor(std::string_view name) const {
  const TensorInfo& info = find(name);
  return data().subspan(info.offset, info.size);
}

std::string ParameterSet::element_name(std::size_t number) const {
  for (const TensorInfo& tensor : tensors_) {
    if (number < tensor.offset || number >= tensor.offset + tensor.size) continue;
    std::string index;
    std::size_t rest = number - tensor.offset;
    for (std::size_t axis = tensor.shape.size(); axis-- > 0;) {
      index.insert(0, std::to_string(rest % tensor.shape[axis]) + (index.empty() ? "" : ","));
      rest /= tensor.shape[axis];
    }
    return tensor.name + "[" + index + "]";
  }
  throw ShapeError("there is no parameter number " + std::to_string(number));
}

void BoundParameters::throw_foreign() {
  throw TapeError(
      "these parameters are not bound to the current tape: bind the set to it, or make the tape "
      "they are bound to current with a TapeScope");
}

BoundParameters pick_row(const BoundParameters& table, std::size_t rows, std::size_t which) {
  if (rows == 0 || table.size() % rows != 0 || which >= rows)
    throw ShapeError("pick_row: row " + std::to_string(which) + " of " + std::to_string(rows) +
                     " in a table of " + std::to_string(table.size()) +
                     " parameters; rows count from 0");
  const std::size_t width = table.size() / rows;
  return table.slice(which * width, width);
}

BoundParameters bind(std::span<const Value> parameters) {
  if (parameters.empty()) return {};
  Tape& tape = Tape::current();
  const std::size_t first = tape.operand(parameters[0]);
  bool bound = first + parameters.size() <= tape.parameter_count();
  for (std::size_t i = 0; bound && i < parameters.size(); ++i)
    bound = tape.operand(parameters[i]) == first + i;
  if (!bound)
    throw TapeError(
        "bind: these Values are not consecutive parameters of the current tape: take the arguments "
        "as they came, or a part of them");
  return {tape.parameter_data() + first, first, parameters.size()};
}

namespace {

void print_first(std::ostream& out, std::span<const double> numbers) {
  constexpr std::size_t kShown = 4;
  for (std::size_t i = 0; i < std::min(numbers.size(), kShown); ++i)
    out << (i == 0 ? "" : ", ") << numbers[i];
  if (numbers.size() > kShown) out << ", ..";
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const ParameterSet& parameters) {
  out << "ParameterSet(";
  out << counted(parameters.size(), "parameter");
  out << ", ";
  out << counted(parameters.tensors().size(), "tensor");
  out << ')';
  std::size_t width = 0;
  for (const TensorInfo& tensor : parameters.tensors()) width = std::max(width, tensor.name.size());
  for (const TensorInfo& tensor : parameters.tensors()) {
    out << "\n  " << tensor.name << std::string(width + 2 - tensor.name.size(), ' ') << '[';
    for (std::size_t axis = 0; axis < tensor.shape.size(); ++axis)
      out << (axis == 0 ? "" : ", ") << tensor.shape[axis];
    out << "]  ";
    print_first(out, parameters.data().subspan(tensor.offset, tensor.size));
  }
  return out;
}

std::ostream& operator<<(std::ostream& out, const BoundParameters& parameters) {
  out << "BoundParameters(";
  out << counted(parameters.size(), "parameter");
  if (parameters.size() > 0) out << ": ";
  print_first(out, {parameters.data(), parameters.size()});
  return out << ')';
}

}  // namespace riserun::nn
