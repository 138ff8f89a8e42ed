#include "lanes/functions.hpp"

#include <string>
#include <string_view>

#include "core/errors.hpp"

namespace riserun::lanes {
namespace {

void require_same_size(std::string_view op, std::span<const Number> a, std::span<const Number> b) {
  if (a.size() != b.size())
    throw ShapeError(std::string(op) + ": the operands have " + std::to_string(a.size()) + " and " +
                     std::to_string(b.size()) + " elements; they must have the same number");
}

// The scores and then the label, which is noted as a choice among them.
std::vector<Number> with_label(std::string_view op, std::span<const Number> scores,
                               const Label& label) {
  if (scores.empty()) throw ShapeError(std::string(op) + ": there are no scores");
  std::vector<Number> all(scores.begin(), scores.end());
  if (label.number().is_constant()) {
    if (!(label.number().constant() >= 0 &&
          label.number().constant() < static_cast<double>(scores.size())))
      throw ShapeError(std::string(op) + ": label " + std::to_string(label.number().constant()) +
                       " of " + std::to_string(scores.size()) + " scores; labels count from 0");
  } else {
    Recording::current().add_label(label.number().ref(), scores.size());
  }
  all.push_back(label.number());
  return all;
}

Number sum_of_products(std::span<const Number> a, std::span<const Number> b, Number sum) {
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

Number dot(std::span<const Number> a, std::span<const Number> b) {
  require_same_size("dot", a, b);
  return sum_of_products(a, b, 0.0);
}

Number affine(std::span<const Number> weights, std::span<const Number> x, const Number& bias) {
  require_same_size("affine", weights, x);
  return sum_of_products(weights, x, bias);
}

Number squared_distance(std::span<const Number> a, std::span<const Number> b) {
  require_same_size("squared_distance", a, b);
  Number sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

Number pick(std::span<const Number> scores, const Label& label) {
  return apply<own::Pick>(with_label("pick", scores, label));
}

Number softmax_cross_entropy(std::span<const Number> scores, const Label& label) {
  return apply<own::LabelledCrossEntropy>(with_label("softmax_cross_entropy", scores, label));
}

Mask is_largest(std::span<const Number> scores, const Label& label) {
  return Mask(apply<own::IsLargest>(with_label("is_largest", scores, label)));
}

}  // namespace riserun::lanes
