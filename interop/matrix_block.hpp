// A matrix operation as one node: its operands, its result and what its adjoint needs.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include <riserun/core/block.hpp>
#include <riserun/core/tape.hpp>
#include <riserun/core/value.hpp>

namespace riserun::eigen {

using Doubles = Eigen::MatrixXd;
using Values = Eigen::Matrix<Value, Eigen::Dynamic, Eigen::Dynamic>;
using VectorOfValues = Eigen::Matrix<Value, Eigen::Dynamic, 1>;

/// A matrix of Values or doubles as an operand: its numbers, and the node of each, column by column.
struct MatrixOperand {
  static constexpr std::uint32_t kConstant = 0xFFFFFFFF;
  Doubles data;
  std::vector<std::uint32_t> nodes{};  // kConstant where there is none; empty: all constant

  template <class Derived>
  explicit MatrixOperand(const Eigen::MatrixBase<Derived>& matrix)
      : data(matrix.rows(), matrix.cols()) {
    if constexpr (std::is_same_v<typename Derived::Scalar, Value>) {
      const Values values = matrix;  // expressions are evaluated once
      Tape& tape = Tape::current();
      for (Eigen::Index i = 0; i < values.size(); ++i) data.data()[i] = values.data()[i].data();
      if (!tape.records()) return;
      nodes.resize(static_cast<std::size_t>(values.size()));
      for (Eigen::Index i = 0; i < values.size(); ++i) {
        const Value value = values.data()[i];
        nodes[static_cast<std::size_t>(i)] = value.is_constant() ? kConstant : tape.operand(value);
      }
    } else {
      data = matrix.template cast<double>();
    }
  }
};

/// What a block keeps: the operands' nodes in the tape's terms, one after the other, and in the arena
/// the result (its outputs), then the operands' numbers.
class MatrixBlock {
 public:
  /// payload: rows and columns of the first operand, and of the second; the terms; an option.
  MatrixBlock(Tape& tape, const Block& block) : tape_(&tape), block_(&block) {}

  [[nodiscard]] Eigen::Index rows(int operand) const { return size(operand == 0 ? 0 : 2); }
  [[nodiscard]] Eigen::Index columns(int operand) const { return size(operand == 0 ? 1 : 3); }
  [[nodiscard]] std::uint64_t option() const { return block_->payload[5]; }

  [[nodiscard]] Doubles operand(int which) const {
    const double* const data =
        tape_->arena(block_->outputs + block_->count) + (which == 0 ? 0 : rows(0) * columns(0));
    return Eigen::Map<const Doubles>(data, rows(which), columns(which));
  }
  [[nodiscard]] Doubles result(Eigen::Index rows, Eigen::Index columns) const {
    return Eigen::Map<const Doubles>(tape_->arena(block_->outputs), rows, columns);
  }
  [[nodiscard]] Doubles gradient(Eigen::Index rows, Eigen::Index columns) const {
    return Eigen::Map<const Doubles>(tape_->gradients() + block_->first, rows, columns);
  }
  /// Whether any element of the operand has a gradient.
  [[nodiscard]] bool hangs(int which) const {
    const std::uint32_t* const nodes = this->nodes(which);
    return std::any_of(nodes, nodes + rows(which) * columns(which),
                       [](std::uint32_t node) { return node != MatrixOperand::kConstant; });
  }
  /// Adds to the gradients of an operand's elements; a constant has none.
  void add(int which, const Doubles& gradient) const {
    const std::uint32_t* const nodes = this->nodes(which);
    double* const gradients = tape_->gradients();
    for (Eigen::Index i = 0; i < gradient.size(); ++i)
      if (nodes[i] != MatrixOperand::kConstant) gradients[nodes[i]] += gradient.data()[i];
  }
  /// The gradient of a symmetric matrix of which the lower triangle alone was read.
  void add_to_lower(int which, const Doubles& gradient) const {
    Doubles lower = (gradient + gradient.transpose()).triangularView<Eigen::Lower>();
    lower.diagonal() = gradient.diagonal();
    add(which, lower);
  }
  [[nodiscard]] std::vector<Value> operands() const {
    std::vector<Value> all;
    for (int which = 0; which < 2; ++which)
      for (Eigen::Index i = 0; i < rows(which) * columns(which); ++i)
        if (const std::uint32_t node = nodes(which)[i]; node != MatrixOperand::kConstant)
          all.push_back(tape_->at(node));
    return all;
  }

 private:
  [[nodiscard]] Eigen::Index size(int place) const {
    return static_cast<Eigen::Index>(block_->payload[place]);
  }
  [[nodiscard]] const std::uint32_t* nodes(int which) const {
    return tape_->term_operands(block_->payload[4]) + (which == 0 ? 0 : rows(0) * columns(0));
  }

  Tape* tape_;
  const Block* block_;
};

/// For pictures; every element of the result hangs on all operands.
inline std::vector<Value> operands_of_block(const Tape& tape, const Block& block, std::uint32_t) {
  return MatrixBlock(const_cast<Tape&>(tape), block).operands();
}

/// Records one node for `result`, or makes constants of it where no operand hangs on anything.
inline Values record_block(const Block::Kind& kind, const Doubles& result, const MatrixOperand& a,
                           const MatrixOperand& b, std::uint64_t option = 0) {
  const auto hangs = [](const MatrixOperand& operand) {
    return std::ranges::any_of(operand.nodes,
                               [](std::uint32_t n) { return n != MatrixOperand::kConstant; });
  };
  if (result.size() == 0 || (!hangs(a) && !hangs(b))) return result.cast<Value>();
  Tape& tape = Tape::current();
  const auto count = static_cast<std::size_t>(result.size());
  const auto size_a = static_cast<std::size_t>(a.data.size());
  const auto size_b = static_cast<std::size_t>(b.data.size());
  const std::uint64_t outputs = tape.push_arena(count + size_a + size_b);
  double* const arena = tape.arena(outputs);
  std::copy_n(result.data(), count, arena);
  std::copy_n(a.data.data(), size_a, arena + count);
  std::copy_n(b.data.data(), size_b, arena + count + size_a);
  const std::uint64_t terms = tape.push_terms(size_a + size_b);
  std::uint32_t* nodes = tape.term_operands(terms);
  for (const MatrixOperand* operand : {&a, &b}) {
    const auto size = static_cast<std::size_t>(operand->data.size());
    if (operand->nodes.empty())
      std::fill_n(nodes, size, MatrixOperand::kConstant);
    else
      std::copy_n(operand->nodes.data(), size, nodes);
    nodes += size;
  }
  const auto word = [](Eigen::Index n) { return static_cast<std::uint64_t>(n); };
  const std::uint64_t payload[6] = {word(a.data.rows()),
                                    word(a.data.cols()),
                                    word(b.data.rows()),
                                    word(b.data.cols()),
                                    terms,
                                    option};
  const std::uint32_t first =
      tape.push_block(kind, static_cast<std::uint32_t>(count), outputs, payload);
  Values values(result.rows(), result.cols());
  for (Eigen::Index i = 0; i < result.size(); ++i)
    values.data()[i] = tape.node(result.data()[i], first + static_cast<std::uint32_t>(i));
  return values;
}

}  // namespace riserun::eigen
