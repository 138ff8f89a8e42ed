#include <riserun/core/replay.hpp>

#include <limits>
#include <utility>

#include <riserun/core/op_table.hpp>

namespace riserun {
namespace {

/// Of a unary or binary op whose operands' values are in x.
double value_of_op(const TapeStore& store, std::uint32_t i, const double* x) {
  const OpEntry& entry = op_entry(store.ops[i] & TapeStore::kOpNumber);
  if (entry.evaluate == nullptr) return std::numeric_limits<double>::quiet_NaN();
  const auto [x0, x1] = store.operands[i];
  double both[2] = {x[x0], x1 == i ? store.constant(i) : x[x1]};
  if ((store.ops[i] & TapeStore::kLeftConstant) != 0) std::swap(both[0], both[1]);
  return entry.evaluate(both);
}

}  // namespace

double Replay::value_of(const TapeStore& store, std::uint32_t i, const double* x) {
  const std::uint16_t op = store.ops[i];
  if (i < store.first) return store.parameters[i];
  if ((op & TapeStore::kBlockNode) != 0) {
    const Block& block = store.block(i);
    return store.arena[block.outputs + (i - block.first)];
  }
  if ((op & TapeStore::kSpecial) != 0) return store.kept_value(i);
  return value_of_op(store, i, x);
}

const std::vector<double>& Replay::values(const TapeStore& store, std::uint32_t count) {
  while (values_.size() < count)
    values_.push_back(value_of(store, static_cast<std::uint32_t>(values_.size()), values_.data()));
  return values_;
}

}  // namespace riserun
