#include <riserun/core/derivatives/second_order.hpp>

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/core/ops.hpp>
#include <riserun/core/replay.hpp>

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
    : tape_(tape), store_(tape.store()), operands_(2), partials_(2) {
  if (!tape.options().keep_constants)
    throw TapeError("second derivatives need a tape made with .keep_constants = true");
}

void SecondOrder::look_at(std::span<const std::uint32_t> roots) {
  reach_.find(store_, roots);
  knows_values_ = false;
}

std::size_t SecondOrder::memory() const {
  return reach_.memory() + values_.memory() + tangents_.memory() + gradients_.memory() +
         gradient_tangents_.memory() + eights_.memory();
}

bool SecondOrder::goes_forward(const Tape& tape) {
  return std::ranges::all_of(tape.store().blocks, [](const Block& block) {
    return block.kind->forward_tangents != nullptr;
  });
}

// ---- forward ------------------------------------------------------------------------------------

void SecondOrder::forward(std::span<const double> v) {
  tangents_.make_room(store_.size);
  double* const t = tangents_.data();
  std::ranges::copy(v, t);
  for (const std::uint32_t i : reach_.nodes()) {
    const auto [x0, x1] = store_.operands[i];
    const std::uint16_t op = store_.ops[i];
    if ((op & TapeStore::kSpecial) == 0) {
      t[i] = Tangent::along(t[x0], store_.dy_dx0[i]);
      if (x1 != i) t[i] += Tangent::along(t[x1], store_.dy_dx1[i]);
    } else if ((op & TapeStore::kRunNode) != 0) {
      t[i] = std::accumulate(t + x0, t + x0 + x1, 0.0);
    } else if ((op & TapeStore::kTermsNode) != 0) {
      const Terms terms = store_.terms(i);
      double sum = 0.0;
      for (std::uint32_t k = 0; k < terms.variables; ++k)
        sum += Tangent::along(t[terms.nodes[k]], terms.partials[k]);
      t[i] = sum;
    } else if ((op & TapeStore::kBlockNode) != 0) {
      const Block& block = store_.block(i);
      if (block.kind->forward_tangents == nullptr)
        throw TapeError("the fused node \"" + std::string(block.kind->name) +
                        "\" has no tangents, hence no second derivative");
      block.kind->forward_tangents(tape_, block, {t, nullptr, nullptr});
    } else {
      t[i] = 0.0;  // a variable that is no input
    }
  }
}

// ---- eight at once ------------------------------------------------------------------------------

eight::Arrays SecondOrder::eight_arrays() {
  eights_.make_room(std::size_t{eight::kAtOnce} * store_.size);
  return {.dy_dx0 = store_.dy_dx0,
          .dy_dx1 = store_.dy_dx1,
          .operands = store_.operands,
          .ops = store_.ops,
          .term_operands = store_.term_operands,
          .term_partials = store_.term_partials,
          .nodes = reach_.nodes().data(),
          .count = reach_.nodes().size(),
          .eights = eights_.data()};
}

const double* SecondOrder::forward_eight(std::uint32_t first) {
  const eight::Arrays arrays = eight_arrays();
  std::fill_n(arrays.eights, eight::kAtOnce * store_.first, 0.0);
  for (std::uint32_t k = 0; k < eight::kAtOnce && first + k < store_.first; ++k)
    arrays.eights[eight::kAtOnce * (first + k) + k] = 1.0;
  eight::sweeps(chosen_isa()).forward(arrays);
  return arrays.eights;
}

const double* SecondOrder::backward_eight(std::span<const std::uint32_t> roots) {
  const eight::Arrays arrays = eight_arrays();
  std::fill_n(arrays.eights, eight::kAtOnce * store_.first, 0.0);
  for (const std::uint32_t i : reach_.nodes())
    std::fill_n(arrays.eights + eight::kAtOnce * i, eight::kAtOnce, 0.0);
  for (std::size_t k = 0; k < roots.size(); ++k)
    if (roots[k] != 0xFFFFFFFFu) arrays.eights[eight::kAtOnce * roots[k] + k] = 1.0;
  eight::sweeps(chosen_isa()).backward(arrays);
  return arrays.eights;
}

// ---- backward -----------------------------------------------------------------------------------

std::span<const double> SecondOrder::backward(std::uint32_t root) {
  gradients_.make_room(store_.size);
  gradient_tangents_.make_room(store_.size);
  double* const g = gradients_.data();
  double* const h = gradient_tangents_.data();
  std::fill_n(g, store_.first, 0.0);
  std::fill_n(h, store_.first, 0.0);
  const std::span<const std::uint32_t> nodes = reach_.nodes();
  for (const std::uint32_t i : nodes) {
    const bool fused = (store_.ops[i] & TapeStore::kBlockNode) != 0;
    const std::uint32_t count = fused ? store_.block(i).count : 1;
    std::fill_n(g + i, count, 0.0);
    std::fill_n(h + i, count, 0.0);
  }
  g[root] = 1.0;
  for (std::size_t n = nodes.size(); n-- > 0;) {
    const std::uint32_t i = nodes[n];
    const std::uint16_t op = store_.ops[i];
    if ((op & TapeStore::kBlockNode) != 0) {
      const Block& block = store_.block(i);
      if (block.kind->backward_tangents == nullptr)
        throw TapeError("the fused node \"" + std::string(block.kind->name) +
                        "\" has no second derivative");
      block.kind->backward_tangents(tape_, block, {tangents_.data(), g, h});
    } else if ((op & TapeStore::kLeaf) == 0 && (g[i] != 0.0 || h[i] != 0.0)) {
      if ((op & TapeStore::kRunNode) != 0)
        for (std::uint32_t k = 0; k < store_.operands[i].x1; ++k)
          send(i, store_.operands[i].x0 + k, 1.0);
      else if ((op & TapeStore::kTermsNode) != 0)
        backward_variadic(i, op);
      else
        backward_op(i, op);
    }
  }
  return {h, store_.first};
}

/// The reached nodes' values, computed once where an op asks for one.
void SecondOrder::compute_values() {
  if (knows_values_) return;
  values_.make_room(store_.size);
  std::copy_n(store_.parameters, store_.first, values_.data());
  for (const std::uint32_t i : reach_.nodes()) {
    const bool fused = (store_.ops[i] & TapeStore::kBlockNode) != 0;
    const std::uint32_t end = i + (fused ? store_.block(i).count : 1);
    for (std::uint32_t k = i; k < end; ++k)
      values_[k] = Replay::value_of(store_, k, values_.data());
  }
  knows_values_ = true;
}

/// The part of the op's gradient that needs no second derivative.
void SecondOrder::send(std::uint32_t from, std::uint32_t to, double partial) {
  gradients_[to] += Tangent::along(gradients_[from], partial);
  gradient_tangents_[to] += Tangent::along(gradient_tangents_[from], partial);
}

/// partials_ from operands_ and the op's result.
void SecondOrder::bend(std::uint16_t op, Tangent y) {
  const std::uint16_t number = op & TapeStore::kOpNumber;
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
  const auto [x0, x1] = store_.operands[i];
  const bool both = x1 != i;
  send(i, x0, store_.dy_dx0[i]);
  if (both) send(i, x1, store_.dy_dx1[i]);

  const double g = gradients_[i];
  if (g == 0.0 || (tangents_[x0] == 0.0 && (!both || tangents_[x1] == 0.0))) return;
  const std::uint16_t number = op & TapeStore::kOpNumber;
  if (number == ops::Add::kNumber || number == ops::Subtract::kNumber ||
      number == ops::Negate::kNumber)
    return;  // straight lines
  if (number == ops::Multiply::kNumber) {
    if (!both) return;
    gradient_tangents_[x0] += Tangent::along(tangents_[x1], g);
    gradient_tangents_[x1] += Tangent::along(tangents_[x0], g);
    return;
  }
  compute_values();
  const bool left_constant = (op & TapeStore::kLeftConstant) != 0;
  operands_.resize(2);
  partials_.resize(2);
  operands_[left_constant] = at(x0);
  operands_[!left_constant] = both ? at(x1) : Tangent(store_.constant(i));
  bend(op, at(i));
  gradient_tangents_[x0] += Tangent::along(partials_[left_constant].derivative(), g);
  if (both) gradient_tangents_[x1] += Tangent::along(partials_[1].derivative(), g);
}

void SecondOrder::backward_variadic(std::uint32_t i, std::uint16_t op) {
  const Terms terms = store_.terms(i);
  const std::uint32_t* const x = terms.nodes;
  const double* const p = terms.partials;
  const std::uint32_t variables = terms.variables, count = variables + terms.constants;
  bool moves = false;
  for (std::uint32_t k = 0; k < variables; ++k) {
    send(i, x[k], p[k]);
    moves = moves || tangents_[x[k]] != 0.0;
  }
  const double g = gradients_[i];
  if (g == 0.0 || !moves) return;
  compute_values();
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
  bend(op, {store_.kept_value(i), tangents_[i]});
  each_variable([&](std::uint32_t k, std::uint32_t node) {
    gradient_tangents_[node] += Tangent::along(partials_[k].derivative(), g);
  });
}

// ---- a node's own -------------------------------------------------------------------------------

std::vector<double> SecondOrder::local_derivatives(Value value) {
  if (value.is_constant()) return {};
  const Tape& tape = Tape::recording();
  const TapeStore& store = tape.store();
  const std::uint64_t identity = tape.identity(value);
  // A run that has no node is the sum of a shorter one and its last term.
  if (static_cast<std::uint32_t>(identity) != 0) return {1.0, 1.0};
  const auto i = static_cast<std::uint32_t>(identity >> 32);
  const std::uint16_t op = store.ops[i];
  if ((op & (TapeStore::kLeaf | TapeStore::kBlockNode)) != 0) return {};
  if ((op & TapeStore::kTermsNode) != 0) {
    const Terms terms = store.terms(i);
    return {terms.partials, terms.partials + terms.variables};
  }
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if ((op & TapeStore::kLeftConstant) != 0) return {kNone, store.dy_dx0[i]};
  if ((op & TapeStore::kRightConstant) != 0) return {store.dy_dx0[i], kNone};
  if (store.operands[i].x1 == i) return {store.dy_dx0[i]};
  return {store.dy_dx0[i], store.dy_dx1[i]};
}

}  // namespace riserun
