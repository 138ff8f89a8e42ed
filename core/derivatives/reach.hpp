// `Reach`: the nodes that results depend on. A function may compute much that its result does not
// use (the distances to all centres but the nearest); derivatives need not look at it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <riserun/core/tape_store.hpp>

namespace riserun {

/// Keeps its memory from use to use.
class Reach {
 public:
  /// Finds all nodes that one of the roots depends on, the roots included. Throws TapeError when an
  /// operand is younger than its node: a Value of another tape was used.
  void find(const TapeStore& store, std::span<const std::uint32_t> roots);

  /// In ascending order, parameters left out; of a block, which is swept whole, its first node.
  [[nodiscard]] std::span<const std::uint32_t> nodes() const { return nodes_; }
  /// Whether fused nodes are among them. What these use is not looked up: all nodes before the last
  /// of them count as reached.
  [[nodiscard]] bool has_blocks() const { return has_blocks_; }
  [[nodiscard]] std::size_t memory() const {
    return marks_.capacity() + nodes_.capacity() * sizeof(nodes_[0]);
  }

 private:
  void mark_operands(const TapeStore& store, std::uint32_t i);

  std::vector<std::uint8_t> marks_;
  std::vector<std::uint32_t> nodes_;
  bool has_blocks_ = false;
};

}  // namespace riserun
