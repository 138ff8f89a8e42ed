#include <riserun/lanes/recording/recorded_functions.hpp>

#include <string>
#include <string_view>

#include <riserun/base/errors.hpp>
#include <riserun/lanes/recording/recorded_parameters.hpp>

namespace riserun::lanes {
namespace {

void require_same_size(std::string_view op, std::span<const Number> a, std::span<const Number> b) {
  if (a.size() != b.size())
    throw ShapeError(std::string(op) + ": the operands have " + std::to_string(a.size()) + " and " +
                     std::to_string(b.size()) + " elements; they must have the same number");
}

// The value of a constant label.
double require_below(const Label& label, std::size_t count, std::string_view op,
                     std::string_view things) {
  const double which = label.number().constant();
  if (!(which >= 0 && which < static_cast<double>(count)))
    throw ShapeError(std::string(op) + ": label " + std::to_string(which) + " of " +
                     std::to_string(count) + " " + std::string(things) + "; labels count from 0");
  return which;
}

// The scores and then the label, which is noted as a choice among them.
std::vector<Number> with_label(std::string_view op, std::span<const Number> scores,
                               const Label& label) {
  if (scores.empty()) throw ShapeError(std::string(op) + ": there are no scores");
  std::vector<Number> all(scores.begin(), scores.end());
  if (label.number().is_constant()) {
    require_below(label, scores.size(), op, "scores");
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

std::vector<Number> pick_row(const Parameters& table, std::size_t rows, const Label& label) {
  if (rows == 0 || table.size() % rows != 0)
    throw ShapeError("pick_row: " + std::to_string(table.size()) + " parameters are no table of " +
                     std::to_string(rows) + " rows");
  const std::size_t width = table.size() / rows;
  std::vector<Number> row;
  row.reserve(width);
  if (label.number().is_constant()) {
    const auto which = static_cast<std::size_t>(require_below(label, rows, "pick_row", "rows"));
    for (std::size_t c = 0; c < width; ++c) row.push_back(table[which * width + c]);
    return row;
  }
  Recording& recording = Recording::current();
  const Ref chosen = label.number().ref();
  recording.add_label(chosen, rows);
  for (std::size_t c = 0; c < width; ++c)
    row.emplace_back(recording.add_lookup(chosen, table[c].ref().index(), width, rows));
  return row;
}

Number softmax_cross_entropy(std::span<const Number> scores, const Label& label) {
  return apply<own::LabelledCrossEntropy>(with_label("softmax_cross_entropy", scores, label));
}

Number softmax_cross_entropy(std::span<const Number> scores, std::size_t label) {
  return softmax_cross_entropy(scores, Label(Number(label)));
}

Mask is_largest(std::span<const Number> scores, const Label& label) {
  return Mask(apply<own::IsLargest>(with_label("is_largest", scores, label)));
}

}  // namespace riserun::lanes
