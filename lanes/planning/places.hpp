// Where the numbers of a recording lie in a plan's memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

/// A constant or parameter that ops read: it has the same value in every lane of its place.
struct Fixed {
  std::uint32_t at;
  std::uint32_t parameter;  // its number, where it is one
  double value;             // of a constant
};

/// Gives out places, each a pack of eight doubles. A number takes as many places beside each other
/// as packs are evaluated together. The point's inputs lie first, in their order.
class Places {
 public:
  /// The recording must outlive it.
  Places(const Recording& recording, std::size_t packs);

  /// The first of the places for so many numbers beside each other. Throws TapeError when there is
  /// no room.
  std::uint32_t take(std::size_t numbers);
  /// Where an operand lies. Constants and parameters get a place when they are first asked for; a
  /// node must have one already.
  std::uint32_t of(Ref ref);
  void set(std::uint32_t node, std::uint32_t place) { nodes_[node] = place; }
  /// The place kept for the node, else a new one.
  std::uint32_t for_node(std::uint32_t node) { return has(node) ? nodes_[node] : take(1); }
  [[nodiscard]] bool has(std::uint32_t node) const { return nodes_[node] != kNone; }

  /// Gives nodes that have no place yet places beside each other.
  void reserve_row(std::span<const Ref> nodes);
  /// Where the operands begin, if they lie beside each other in this order.
  std::optional<std::uint32_t> row_of(std::span<const Ref> refs);

  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] const std::vector<Fixed>& constants() const { return constants_; }
  [[nodiscard]] const std::vector<Fixed>& parameters() const { return parameters_; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  const Recording& recording_;
  std::size_t packs_;
  std::uint32_t size_ = 0;
  std::vector<std::uint32_t> nodes_;
  std::map<std::uint32_t, std::uint32_t> fixed_;  // by their Ref's bits
  std::vector<Fixed> constants_, parameters_;
};

}  // namespace riserun::lanes
