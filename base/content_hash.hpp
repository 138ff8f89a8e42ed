// 64 bits that tell whether two pieces of content are the same.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace riserun {

/// FNV-1a over 64-bit words, with a shift that carries high bits down (plain FNV over words would
/// let two flipped sign bits cancel), and finished by SplitMix64's mixer. Guards against accidents,
/// not against attackers.
class ContentHash {
 public:
  void add(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x00000100000001B3ULL;
    state_ ^= state_ >> 32;
  }
  /// The bits: 0.0 and -0.0 differ.
  void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
  /// The length too, so that "ab", "c" and "a", "bc" differ.
  void add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    std::size_t at = 0;
    if constexpr (std::endian::native == std::endian::little) {  // whole words as below, but fast
      for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, sizeof word);
        add(word);
      }
    }
    for (; at < text.size(); at += 8) {
      std::uint64_t word = 0;
      for (std::size_t i = at; i < text.size() && i < at + 8; ++i) {
        word |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[i])) << (8 * (i - at));
      }
      add(word);
    }
  }

  [[nodiscard]] std::uint64_t value() const {
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

}  // namespace riserun
