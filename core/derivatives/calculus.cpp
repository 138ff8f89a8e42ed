#include <riserun/core/derivatives/calculus.hpp>

#include <algorithm>
#include <string>

#include <riserun/base/errors.hpp>

namespace riserun {

namespace {

// Whose destructor has run already when a function of static lifetime goes late.
thread_local constinit bool spares_are_gone = false;

constexpr std::size_t kSpares = 2;  // a function may ask for derivatives of an inner one

struct Spares {
  Spares() { works.reserve(kSpares); }
  ~Spares() { spares_are_gone = true; }
  std::vector<std::unique_ptr<CalculusWork>> works;
};

Spares& spares() {
  thread_local Spares all;
  return all;
}

}  // namespace

CalculusWork::Borrowed CalculusWork::borrow() {
  if (spares_are_gone || spares().works.empty()) return Borrowed(new CalculusWork);
  Borrowed work(spares().works.back().release());
  spares().works.pop_back();
  return work;
}

void CalculusWork::GiveBack::operator()(CalculusWork* work) const {
  std::unique_ptr<CalculusWork> own(work);
  if (spares_are_gone || spares().works.size() >= kSpares ||
      own->tape.memory() + own->second_order.memory() > kMostKept)
    return;
  own->tape.clear();
  spares().works.push_back(std::move(own));
}

std::span<const Value> RecordedFunction::bind_inputs() {
  Tape& tape = work_->tape;
  tape.bind(x_);
  work_->inputs.clear();
  for (std::size_t i = 0; i < x_.size(); ++i) work_->inputs.push_back(tape.parameter(i));
  return work_->inputs;
}

// A run gets its node now, so that the graph is final.
void RecordedFunction::settle_results() {
  for (const Value& result : results_)
    nodes_.push_back(result.is_constant() ? kNone : work_->tape.operand(result));
  looked_at_ = kNothing;
  static_cast<void>(second_order(kAll));
}

/// About one result, or about all.
SecondOrder& RecordedFunction::second_order(std::size_t which) {
  if (results_.size() == 1) which = kAll;
  if (looked_at_ == which) return work_->second_order;
  SecondOrder& sweep = which == kAll ? second_order(0, results_.size()) : second_order(which, 1);
  looked_at_ = which;
  return sweep;
}

/// About `count` results from the first on.
SecondOrder& RecordedFunction::second_order(std::size_t first, std::size_t count) {
  looked_at_ = kNothing;
  work_->roots.clear();
  for (const std::uint32_t node : std::span(nodes_).subspan(first, count))
    if (node != kNone) work_->roots.push_back(node);
  work_->second_order.look_at(work_->roots);
  return work_->second_order;
}

std::vector<double> RecordedFunction::gradient(std::size_t i) {
  Tape& tape = work_->tape;
  tape.zero_grad();
  tape.backward_to_parameters(results_[i]);
  const std::span<const double> all = tape.parameter_gradients();
  return {all.begin(), all.end()};
}

std::vector<double> RecordedFunction::vjp(std::span<const double> w) {
  if (w.size() != results_.size())
    throw ShapeError("vjp: f has " + std::to_string(results_.size()) + " results and w has " +
                     std::to_string(w.size()) + " elements; they must have the same number");
  Tape& tape = work_->tape;
  tape.zero_grad();
  tape.backward_to_parameters(results_, w);
  const std::span<const double> all = tape.parameter_gradients();
  return {all.begin(), all.end()};
}

std::vector<double> RecordedFunction::jvp(std::span<const double> v) {
  if (v.size() != x_.size())
    throw ShapeError("jvp: x has " + std::to_string(x_.size()) + " elements and v has " +
                     std::to_string(v.size()) + "; they must have the same number");
  SecondOrder& sweep = second_order(kAll);
  sweep.forward(v);
  std::vector<double> all;
  for (const std::uint32_t node : nodes_) all.push_back(node == kNone ? 0.0 : sweep.tangent(node));
  return all;
}

Matrix RecordedFunction::jacobian() {
  return results_.size() > 1 && second_order(kAll).takes_eight() ? jacobian_by_eight()
                                                                 : jacobian_one_by_one();
}

Matrix RecordedFunction::jacobian_one_by_one() {
  Matrix all(results_.size(), x_.size());
  if (all.rows <= all.columns || !SecondOrder::goes_forward(work_->tape)) {
    for (std::size_t i = 0; i < all.rows; ++i) std::ranges::copy(gradient(i), all.row(i).begin());
    return all;
  }
  std::vector<double> direction(x_.size(), 0.0);
  for (std::size_t j = 0; j < all.columns; ++j) {
    direction[j] = 1.0;
    const std::vector<double> column = jvp(direction);
    direction[j] = 0.0;
    for (std::size_t i = 0; i < all.rows; ++i) all(i, j) = column[i];
  }
  return all;
}

Matrix RecordedFunction::jacobian_by_eight() {
  constexpr std::size_t kEight = eight::kAtOnce;
  Matrix all(results_.size(), x_.size());
  if ((all.rows + kEight - 1) / kEight <= (all.columns + kEight - 1) / kEight) {
    for (std::size_t first = 0; first < all.rows; first += kEight) {
      const std::size_t count = std::min(kEight, all.rows - first);
      SecondOrder& sweep = all.rows <= kEight ? second_order(kAll) : second_order(first, count);
      const double* const eights = sweep.backward_eight(std::span(nodes_).subspan(first, count));
      for (std::size_t k = 0; k < count; ++k)
        for (std::size_t j = 0; j < all.columns; ++j) all(first + k, j) = eights[kEight * j + k];
    }
    return all;
  }
  SecondOrder& sweep = second_order(kAll);
  for (std::size_t first = 0; first < all.columns; first += kEight) {
    const std::size_t count = std::min(kEight, all.columns - first);
    const double* const eights = sweep.forward_eight(static_cast<std::uint32_t>(first));
    for (std::size_t i = 0; i < all.rows; ++i)
      if (nodes_[i] != kNone)
        std::copy_n(eights + kEight * std::size_t{nodes_[i]}, count, &all(i, first));
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
  SecondOrder& sweep = second_order(i);
  sweep.forward(v);
  const auto product = sweep.backward(nodes_[i]);
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
