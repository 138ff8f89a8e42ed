// IDX files as text, for tests.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace riserun::train {

inline void append_big_endian(std::string& out, std::uint64_t word, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(word >> (8 * i) & 0xFF);
}

/// The header of a file of this type and these sizes.
inline std::string idx_header(unsigned char type, const std::vector<std::uint32_t>& shape) {
  std::string out{'\0', '\0', static_cast<char>(type), static_cast<char>(shape.size())};
  for (std::uint32_t size : shape) append_big_endian(out, size, 4);
  return out;
}

/// Unsigned bytes.
inline std::string idx_bytes(const std::vector<std::uint32_t>& shape,
                             const std::vector<int>& values) {
  std::string out = idx_header(0x08, shape);
  for (int value : values) out += static_cast<char>(value);
  return out;
}

/// Three images of two bytes, and their labels.
inline const std::string kImages = idx_bytes({3, 2}, {0, 10, 20, 30, 40, 50});
inline const std::string kLabels = idx_bytes({3}, {1, 0, 1});

}  // namespace riserun::train
