#include <riserun/core/derivatives/reach.hpp>

#include <algorithm>
#include <cstring>

#include <riserun/base/errors.hpp>

namespace riserun {

namespace {

constexpr std::uint32_t kAtOnce = 8;

void require_own(bool own) {
  if (!own) [[unlikely]]
    throw TapeError(
        "the function uses a Value of another tape: what it captures must be a plain number "
        "(value_of(v)), or be one of its arguments");
}

}  // namespace

void Reach::mark_operands(const TapeStore& store, std::uint32_t i) {
  const auto [x0, x1] = store.operands[i];
  const std::uint16_t op = store.ops[i];
  if ((op & TapeStore::kSpecial) == 0) {
    require_own(x0 < i && x1 <= i);
    marks_[x0] = marks_[x1] = 1;  // x1 may be i itself
  } else if ((op & TapeStore::kRunNode) != 0) {
    require_own(std::uint64_t{x0} + x1 <= i);
    std::fill_n(marks_.begin() + x0, x1, std::uint8_t{1});
  } else if ((op & TapeStore::kTermsNode) != 0) {
    const Terms terms = store.terms(i);
    for (std::uint32_t k = 0; k < terms.variables; ++k) {
      require_own(terms.nodes[k] < i);
      marks_[terms.nodes[k]] = 1;
    }
  }
}

void Reach::find(const TapeStore& store, std::span<const std::uint32_t> roots) {
  nodes_.clear();
  has_blocks_ = false;
  if (roots.empty()) return;
  std::uint32_t i = *std::ranges::max_element(roots) + 1;
  marks_.assign(i, 0);
  for (const std::uint32_t root : roots) marks_[root] = 1;
  while (i > store.first) {
    if (marks_[i - 1] == 0) {
      // Most often the next is far: eight are passed over at once.
      std::uint64_t eight = 1;
      if (i - store.first >= kAtOnce) std::memcpy(&eight, marks_.data() + i - kAtOnce, kAtOnce);
      i -= eight == 0 ? kAtOnce : 1;
      continue;
    }
    --i;
    if ((store.ops[i] & TapeStore::kBlockNode) != 0) {
      i = store.block(i).first;
      if (!has_blocks_) std::fill_n(marks_.begin(), i, std::uint8_t{1});
      has_blocks_ = true;
    } else {
      mark_operands(store, i);
    }
    nodes_.push_back(i);
  }
  std::ranges::reverse(nodes_);
}

}  // namespace riserun
