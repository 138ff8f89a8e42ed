#include "core/ops/reduction.hpp"

#include <string>
#include <vector>

namespace riserun {

Value dot(std::span<const Value> a, std::span<const Value> b) {
  if (a.size() != b.size())
    throw ShapeError("dot: the operands have " + std::to_string(a.size()) + " and " +
                     std::to_string(b.size()) + " elements; they must have the same number");
  thread_local std::vector<Value> both;  // grows to the largest dot, then no allocation
  both.assign(a.begin(), a.end());
  both.insert(both.end(), b.begin(), b.end());
  return apply<ops::Dot>(std::span<const Value>(both));
}

namespace {

// The true class first, as the op wants it; the order of the others does not matter.
template <class T>
std::span<const T> label_first(std::span<const T> scores, std::size_t label) {
  if (label >= scores.size())
    throw ShapeError("softmax_cross_entropy: label " + std::to_string(label) + " of " +
                     std::to_string(scores.size()) + " scores; labels count from 0");
  thread_local std::vector<T> sorted;
  sorted.assign(scores.begin(), scores.end());
  std::swap(sorted[0], sorted[label]);
  return sorted;
}

}  // namespace

Value softmax_cross_entropy(std::span<const Value> scores, std::size_t label) {
  return apply<ops::SoftmaxCrossEntropy>(label_first(scores, label));
}

double softmax_cross_entropy(std::span<const double> scores, std::size_t label) {
  return ops::SoftmaxCrossEntropy::forward(label_first(scores, label));
}

}  // namespace riserun
