// `Labels`: the texts that users gave to nodes of a tape.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace riserun {

/// By a node's identity (Tape::identity), whose high 32 bits are an index that rewinding frees.
class Labels {
 public:
  /// The text of a node; empty where it has none.
  [[nodiscard]] std::string_view of(std::uint64_t identity) const;
  void set(std::uint64_t identity, std::string_view text);
  /// Forgets those of the nodes from `size` on.
  void drop_from(std::uint32_t size) {
    while (!labels_.empty() && (labels_.back().first >> 32) >= size) labels_.pop_back();
  }
  /// Bytes allocated, the texts apart.
  [[nodiscard]] std::size_t memory() const { return labels_.capacity() * sizeof(labels_[0]); }

 private:
  std::vector<std::pair<std::uint64_t, std::string>> labels_;  // sorted by identity
};

}  // namespace riserun
