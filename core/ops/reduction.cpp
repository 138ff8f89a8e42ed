#include <riserun/base/errors.hpp>
#include <riserun/core/ops/linear.hpp>
#include <riserun/core/ops/softmax.hpp>

#include <string>
#include <utility>
#include <vector>

namespace riserun {

namespace {

// Both after each other; the vector grows to the largest pair of this thread, then no allocation.
template <class T>
std::vector<T>& joined(std::string_view op, std::span<const T> a, std::span<const T> b) {
  if (a.size() != b.size())
    throw ShapeError(std::string(op) + ": the operands have " + std::to_string(a.size()) + " and " +
                     std::to_string(b.size()) + " elements; they must have the same number");
  thread_local std::vector<T> both;
  both.assign(a.begin(), a.end());
  both.insert(both.end(), b.begin(), b.end());
  return both;
}

template <class T>
std::span<const T> joined(std::string_view op, std::span<const T> a, std::span<const T> b, T c) {
  std::vector<T>& all = joined(op, a, b);
  all.push_back(c);
  return all;
}

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

namespace ops {

std::span<const Value> side_by_side(std::string_view op, std::span<const Value> a,
                                    std::span<const Value> b) {
  return joined(op, a, b);
}
std::span<const double> side_by_side(std::string_view op, std::span<const double> a,
                                     std::span<const double> b) {
  return joined(op, a, b);
}
std::span<const Value> side_by_side(std::string_view op, std::span<const Value> a,
                                    std::span<const Value> b, Value c) {
  return joined(op, a, b, c);
}
std::span<const double> side_by_side(std::string_view op, std::span<const double> a,
                                     std::span<const double> b, double c) {
  return joined(op, a, b, c);
}

}  // namespace ops

Value softmax_cross_entropy(std::span<const Value> scores, std::size_t label) {
  return apply<ops::SoftmaxCrossEntropy>(label_first(scores, label));
}

double softmax_cross_entropy(std::span<const double> scores, std::size_t label) {
  return ops::SoftmaxCrossEntropy::forward(label_first(scores, label));
}

}  // namespace riserun
