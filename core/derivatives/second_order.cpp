#include <riserun/core/derivatives/second_order.hpp>

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/core/ops.hpp>

namespace riserun {

namespace {

constexpr std::size_t kOpNumbers = 1024;

/// By the op's number; null for an op that computes in double only.
TangentPartials partials_of(std::uint16_t number) {
  static const auto kBuiltin = [] {
    std::array<TangentPartials, kOpNumbers> table{};
    BuiltinOps::for_each([&]<class Op>() { table[op_number<Op>] = tangent_partials<Op>(); });
    return table;
  }();
  const TangentPartials own = op_entry(number).partials;
  return own != nullptr ? own : kBuiltin[number];
}

}  // namespace

SecondOrder::SecondOrder(Tape& tape)
    : tape_(tape),
      tangents_(tape.size_),
      gradients_(tape.size_),
      gradient_tangents_(tape.size_),
      operands_(2),
      partials_(2) {
  if (!tape.options_.keep_constants)
    throw TapeError("second derivatives need a tape made with .keep_constants = true");
  if (tape.size_ != 0) static_cast<void>(tape.replayed(tape.size_ - 1));
}

void SecondOrder::require_own_operands(const Tape& tape) {
  for (std::uint32_t i = tape.first_; i < tape.size_; ++i) {
    const auto [x0, x1] = tape.operands_[i];
    const std::uint16_t op = tape.ops_[i];
    bool own = true;
    if ((op & Tape::kSpecial) == 0) {
      own = x0 < i && x1 <= i;
    } else if ((op & Tape::kRunNode) != 0) {
      own = x0 + x1 <= i;
    } else if ((op & Tape::kVariadicNode) != 0) {
      const std::uint32_t* const x =
          tape.term_operands(std::bit_cast<std::uint64_t>(tape.dy_dx1_[i]));
      own = std::all_of(x, x + x0, [i](std::uint32_t node) { return node < i; });
    }
    if (!own)
      throw TapeError(
          "the function uses a Value of another tape: what it captures must be a plain number "
          "(value_of(v)), or be one of its arguments");
  }
}

bool SecondOrder::goes_forward(const Tape& tape) {
  return std::ranges::all_of(
      tape.blocks_, [](const Block& block) { return block.kind->forward_tangents != nullptr; });
}

// ---- forward ------------------------------------------------------------------------------------

void SecondOrder::forward(std::span<const double> v) {
  double* const t = tangents_.data();
  std::ranges::copy(v, t);
  for (std::uint32_t i = tape_.first_; i < tape_.size_; ++i) {
    const auto [x0, x1] = tape_.operands_[i];
    const std::uint16_t op = tape_.ops_[i];
    if ((op & Tape::kSpecial) == 0) {
      t[i] = Tangent::along(t[x0], tape_.dy_dx0_[i]);
      if (x1 != i) t[i] += Tangent::along(t[x1], tape_.dy_dx1_[i]);
    } else if ((op & Tape::kRunNode) != 0) {
      t[i] = std::accumulate(t + x0, t + x0 + x1, 0.0);
    } else if ((op & Tape::kVariadicNode) != 0) {
      const auto begin = std::bit_cast<std::uint64_t>(tape_.dy_dx1_[i]);
      double sum = 0.0;
      for (std::uint64_t k = begin; k < begin + x0; ++k)
        sum += Tangent::along(t[tape_.term_operands_[k]], tape_.term_partials_[k]);
      t[i] = sum;
    } else if ((op & Tape::kBlockNode) != 0) {
      const Block& block = tape_.blocks_[x0];
      if (block.kind->forward_tangents == nullptr)
        throw TapeError("the fused node \"" + std::string(block.kind->name) +
                        "\" has no tangents, hence no second derivative");
      block.kind->forward_tangents(tape_, block, {t, nullptr, nullptr});
      i = block.first + block.count - 1;
    } else {
      t[i] = 0.0;  // a variable that is no input
    }
  }
}

// ---- backward -----------------------------------------------------------------------------------

std::span<const double> SecondOrder::backward(std::uint32_t root) {
  std::ranges::fill(gradients_, 0.0);
  std::ranges::fill(gradient_tangents_, 0.0);
  gradients_[root] = 1.0;
  for (std::uint32_t i = root + 1; i > tape_.first_;) {
    --i;
    const std::uint16_t op = tape_.ops_[i];
    if ((op & Tape::kBlockNode) != 0) {
      const Block& block = tape_.blocks_[tape_.operands_[i].x0];
      if (block.kind->backward_tangents == nullptr)
        throw TapeError("the fused node \"" + std::string(block.kind->name) +
                        "\" has no second derivative");
      block.kind->backward_tangents(
          tape_, block, {tangents_.data(), gradients_.data(), gradient_tangents_.data()});
      i = block.first;
    } else if ((op & Tape::kLeaf) == 0 && (gradients_[i] != 0.0 || gradient_tangents_[i] != 0.0)) {
      if ((op & Tape::kRunNode) != 0)
        for (std::uint32_t k = 0; k < tape_.operands_[i].x1; ++k)
          send(i, tape_.operands_[i].x0 + k, 1.0);
      else if ((op & Tape::kVariadicNode) != 0)
        backward_variadic(i, op);
      else
        backward_op(i, op);
    }
  }
  return {gradient_tangents_.data(), tape_.first_};
}

/// The part of the op's gradient that needs no second derivative.
void SecondOrder::send(std::uint32_t from, std::uint32_t to, double partial) {
  gradients_[to] += Tangent::along(gradients_[from], partial);
  gradient_tangents_[to] += Tangent::along(gradient_tangents_[from], partial);
}

/// partials_ from operands_ and the op's result.
void SecondOrder::bend(std::uint16_t op, Tangent y) {
  const std::uint16_t number = op & Tape::kOpNumber;
  if (known_.size() <= number) known_.resize(number + 1u, nullptr);
  TangentPartials& partials = known_[number];
  if (partials == nullptr) partials = partials_of(number);
  if (partials == nullptr)
    throw TapeError("the op \"" + std::string(op_entry(number).info->name) +
                    "\" has no second derivative: it computes in double only (has_twin = false)");
  try {
    partials(operands_, y, partials_);
  } catch (const TapeError& error) {
    throw TapeError("the op \"" + std::string(op_entry(number).info->name) + "\": " + error.what());
  }
}

void SecondOrder::backward_op(std::uint32_t i, std::uint16_t op) {
  const auto [x0, x1] = tape_.operands_[i];
  const bool both = x1 != i;
  send(i, x0, tape_.dy_dx0_[i]);
  if (both) send(i, x1, tape_.dy_dx1_[i]);

  const double g = gradients_[i];
  if (g == 0.0 || (tangents_[x0] == 0.0 && (!both || tangents_[x1] == 0.0))) return;
  const bool left_constant = (op & Tape::kLeftConstant) != 0;
  operands_.resize(2);
  partials_.resize(2);
  operands_[left_constant] = at(x0);
  operands_[!left_constant] = both ? at(x1) : Tangent(tape_.dy_dx1_[i]);
  bend(op, at(i));
  gradient_tangents_[x0] += Tangent::along(partials_[left_constant].derivative(), g);
  if (both) gradient_tangents_[x1] += Tangent::along(partials_[1].derivative(), g);
}

void SecondOrder::backward_variadic(std::uint32_t i, std::uint16_t op) {
  const auto begin = std::bit_cast<std::uint64_t>(tape_.dy_dx1_[i]);
  const std::uint32_t* const x = tape_.term_operands(begin);
  const double* const p = tape_.term_partials_ + begin;
  const std::uint32_t variables = tape_.operands_[i].x0;
  const std::uint32_t count = variables + tape_.operands_[i].x1;
  bool moves = false;
  for (std::uint32_t k = 0; k < variables; ++k) {
    send(i, x[k], p[k]);
    moves = moves || tangents_[x[k]] != 0.0;
  }
  const double g = gradients_[i];
  if (g == 0.0 || !moves) return;
  operands_.resize(count);
  partials_.assign(count, Tangent());
  // The constants come after the variables, each with its position among all operands.
  const auto each_variable = [&](auto&& visit) {
    std::uint32_t variable = 0, constant = variables;
    for (std::uint32_t k = 0; k < count; ++k)
      if (constant < count && x[constant] == k)
        operands_[k] = p[constant++];
      else
        visit(k, x[variable++]);
  };
  each_variable([&](std::uint32_t k, std::uint32_t node) { operands_[k] = at(node); });
  bend(op, {tape_.dy_dx0_[i], tangents_[i]});
  each_variable([&](std::uint32_t k, std::uint32_t node) {
    gradient_tangents_[node] += Tangent::along(partials_[k].derivative(), g);
  });
}

// ---- a node's own -------------------------------------------------------------------------------

std::vector<double> SecondOrder::local_derivatives(Value value) {
  if (value.is_constant()) return {};
  const Tape& tape = Tape::recording();
  const std::uint64_t identity = tape.identity(value);
  // A run that has no node is the sum of a shorter one and its last term.
  if (static_cast<std::uint32_t>(identity) != 0) return {1.0, 1.0};
  const auto i = static_cast<std::uint32_t>(identity >> 32);
  const std::uint16_t op = tape.ops_[i];
  if ((op & (Tape::kLeaf | Tape::kBlockNode)) != 0) return {};
  if ((op & Tape::kVariadicNode) != 0) {
    const double* const begin = tape.term_partials_ + std::bit_cast<std::uint64_t>(tape.dy_dx1_[i]);
    return {begin, begin + tape.operands_[i].x0};
  }
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if ((op & Tape::kLeftConstant) != 0) return {kNone, tape.dy_dx0_[i]};
  if ((op & Tape::kRightConstant) != 0) return {tape.dy_dx0_[i], kNone};
  if (tape.operands_[i].x1 == i) return {tape.dy_dx0_[i]};
  return {tape.dy_dx0_[i], tape.dy_dx1_[i]};
}

}  // namespace riserun
