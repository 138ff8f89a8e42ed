#include <riserun/core/derivatives/calculus.hpp>

#include <algorithm>
#include <string>

#include <riserun/base/errors.hpp>

namespace riserun {

std::vector<Value> RecordedFunction::bind_inputs() {
  tape_.bind(x_);
  std::vector<Value> inputs;
  inputs.reserve(x_.size());
  for (std::size_t i = 0; i < x_.size(); ++i) inputs.push_back(tape_.parameter(i));
  return inputs;
}

// A run gets its node now, so that the graph is final.
void RecordedFunction::settle_results() {
  for (const Value& result : results_)
    nodes_.push_back(result.is_constant() ? kNone : tape_.operand(result));
  SecondOrder::require_own_operands(tape_);
}

std::vector<double> RecordedFunction::gradient(std::size_t i) {
  tape_.zero_grad();
  tape_.backward_to_parameters(results_[i]);
  const std::span<const double> all = tape_.parameter_gradients();
  return {all.begin(), all.end()};
}

SecondOrder& RecordedFunction::second_order() {
  if (second_order_ == nullptr) second_order_ = std::make_unique<SecondOrder>(tape_);
  return *second_order_;
}

Matrix RecordedFunction::jacobian() {
  Matrix all(results_.size(), x_.size());
  if (all.rows <= all.columns || !SecondOrder::goes_forward(tape_)) {
    for (std::size_t i = 0; i < all.rows; ++i) std::ranges::copy(gradient(i), all.row(i).begin());
    return all;
  }
  std::vector<double> direction(x_.size(), 0.0);
  for (std::size_t j = 0; j < all.columns; ++j) {
    direction[j] = 1.0;
    second_order().forward(direction);
    direction[j] = 0.0;
    for (std::size_t i = 0; i < all.rows; ++i)
      if (nodes_[i] != kNone) all(i, j) = second_order().tangent(nodes_[i]);
  }
  return all;
}

std::vector<double> RecordedFunction::hessian_vector_product(std::span<const double> v,
                                                             std::size_t i) {
  if (v.size() != x_.size())
    throw ShapeError("hessian_vector_product: x has " + std::to_string(x_.size()) +
                     " elements and v has " + std::to_string(v.size()) +
                     "; they must have the same number");
  if (nodes_[i] == kNone) return std::vector<double>(x_.size(), 0.0);
  second_order().forward(v);
  const auto product = second_order().backward(nodes_[i]);
  return {product.begin(), product.end()};
}

Matrix RecordedFunction::hessian(std::size_t i) {
  Matrix all(x_.size(), x_.size());
  std::vector<double> direction(x_.size(), 0.0);
  for (std::size_t j = 0; j < all.rows; ++j) {
    direction[j] = 1.0;
    std::ranges::copy(hessian_vector_product(direction, i), all.row(j).begin());
    direction[j] = 0.0;
  }
  return all;
}

}  // namespace riserun
