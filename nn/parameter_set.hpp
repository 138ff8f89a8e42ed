// `ParameterSet`: named tensors in one flat array of doubles, and the same seen as Values on a
// tape.
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/base/aligned.hpp>
#include <riserun/core/tape.hpp>
#include <riserun/core/value.hpp>

namespace riserun::nn {

/// One named block of a ParameterSet; `offset` and `size` count doubles.
struct TensorInfo {
  std::string name;
  std::vector<std::size_t> shape;
  std::size_t offset = 0;
  std::size_t size = 0;
};

/// What a trainer trains: flat doubles, so that reduction and update are loops over one array.
class ParameterSet {
 public:
  /// Appends a tensor of zeros and returns its offset. Throws ConfigError when the name is taken or
  /// a dimension is 0.
  std::size_t add(std::string name, std::vector<std::size_t> shape);
  /// Appends a tensor of one axis holding `values`.
  std::size_t add(std::string name, std::span<const double> values);
  /// Numbers in braces could be meant as values, and would be cut to whole dimensions: hand values
  /// over as std::array{0.1, 0.2}.
  template <std::floating_point T>
  std::size_t add(std::string name, std::initializer_list<T> values) = delete;

  [[nodiscard]] std::size_t size() const { return data_.size(); }
  [[nodiscard]] std::span<double> data() { return data_; }
  [[nodiscard]] std::span<const double> data() const { return data_; }
  [[nodiscard]] const std::vector<TensorInfo>& tensors() const { return tensors_; }
  /// The elements of one tensor. Throws ConfigError naming the tensors there are.
  [[nodiscard]] std::span<double> tensor(std::string_view name);
  [[nodiscard]] std::span<const double> tensor(std::string_view name) const;
  /// The tensor that holds element `number`, and "name[index,...]" of the element, for messages.
  [[nodiscard]] std::string element_name(std::size_t number) const;

 private:
  [[nodiscard]] const TensorInfo& find(std::string_view name) const;
  AlignedDoubles data_;
  std::vector<TensorInfo> tensors_;
};

/// "ParameterSet(65 parameters, 4 tensors)", and for each tensor a line of its name, its shape and its
/// first few numbers, with as many digits as the stream shows; without a line's end.
std::ostream& operator<<(std::ostream& out, const ParameterSet& parameters);

/// Parameters as Values: the first slots of a tape they were bound to. Light: copy it freely.
class BoundParameters {
 public:
  BoundParameters() = default;
  BoundParameters(const double* data, std::size_t first, std::size_t count)
      : data_(data), first_(first), count_(count) {}

  [[nodiscard]] std::size_t size() const { return count_; }
  /// The i-th parameter, i < size(), on the current tape.
  [[nodiscard]] Value operator[](std::size_t i) const {
    return Tape::parameter(data_[i], first_ + i);
  }
  [[nodiscard]] BoundParameters slice(std::size_t offset, std::size_t count) const {
    return {data_ + offset, first_ + offset, count};
  }
  [[nodiscard]] const double* data() const { return data_; }
  /// The number of the first element among the tape's parameters, which is its gradient slot.
  [[nodiscard]] std::size_t first() const { return first_; }
  /// Throws TapeError unless these are parameters of the current tape, or it records nothing: a
  /// fused node sends gradients to their slots.
  void require_current() const {
    const Tape& tape = Tape::current();
    if (tape.records() && (data_ - first_ != tape.parameter_data() ||
                           first_ + count_ > tape.parameter_count())) [[unlikely]]
      throw_foreign();
  }

 private:
  [[noreturn]] static void throw_foreign();

  const double* data_ = nullptr;
  std::size_t first_ = 0, count_ = 0;
};

/// "BoundParameters(65 parameters: 0.5, -1, 2, ..)".
std::ostream& operator<<(std::ostream& out, const BoundParameters& parameters);

/// Row `which` of a table of parameters, `rows` rows one after the other: an embedding. Throws
/// ShapeError where there is no such row. (lanes::pick_row is the same for a loss that is
/// recorded.)
[[nodiscard]] BoundParameters pick_row(const BoundParameters& table, std::size_t rows,
                                       std::size_t which);

/// Binds a set to an empty tape: its elements become the tape's first slots. The set must outlive
/// the tape's use and keep its size.
[[nodiscard]] inline BoundParameters bind(const ParameterSet& parameters, Tape& tape) {
  tape.bind(parameters.data());
  return {parameters.data().data(), 0, parameters.size()};
}

/// The same for parameters that the current tape is bound to already, such as the arguments of a
/// function whose Hessian is asked for. Throws TapeError unless they are the tape's parameters, in
/// their order, without gaps.
[[nodiscard]] BoundParameters bind(std::span<const Value> parameters);

}  // namespace riserun::nn
