// The pixels of a PNG, as far as rsvg-convert writes them: 8 bits a channel, not interlaced.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace riserun::plots::testing {

struct Png {
  std::size_t width = 0, height = 0, channels = 0;  // 3 channels: RGB; 4: with opacity
  std::vector<unsigned char> bytes = {};            // row after row

  /// "#rrggbb".
  [[nodiscard]] std::string color(std::size_t x, std::size_t y) const {
    std::string text = "#";
    for (std::size_t i = 0; i < 3; ++i) {
      const unsigned char byte = bytes.at((y * width + x) * channels + i);
      for (const int digit : {byte >> 4, byte & 15}) text += "0123456789abcdef"[digit];
    }
    return text;
  }
  /// How many pixels of the rows from `top` to before `bottom` have this colour.
  [[nodiscard]] std::size_t count(std::string_view wanted, std::size_t top,
                                  std::size_t bottom) const {
    std::size_t found = 0;
    for (std::size_t y = top; y < std::min(bottom, height); ++y)
      for (std::size_t x = 0; x < width; ++x) found += color(x, y) == wanted ? 1 : 0;
    return found;
  }
};

/// Throws std::runtime_error for what is no whole PNG of that kind.
inline Png decode_png(std::string_view file) {
  const auto require = [](bool holds, const char* what) {
    if (!holds) throw std::runtime_error(std::string("PNG: ") + what);
  };
  const auto number = [&](std::size_t at) {
    std::size_t value = 0;
    for (const char c : file.substr(at, 4)) value = value * 256 + static_cast<unsigned char>(c);
    return value;
  };
  require(file.starts_with("\x89PNG\r\n\x1a\n") && file.size() > 33, "no signature");
  Png png{.width = number(16), .height = number(20)};
  require(file[24] == 8 && (file[25] == 2 || file[25] == 6) && file[28] == 0, "another kind");
  png.channels = file[25] == 2 ? 3 : 4;
  std::string packed;
  std::string_view kind;
  for (std::size_t at = 8; kind != "IEND"; at += 12 + number(at)) {
    require(at + 12 <= file.size(), "it ends early");
    kind = file.substr(at + 4, 4);
    if (kind == "IDAT") packed += file.substr(at + 8, number(at));
  }
  const std::size_t row = png.width * png.channels;
  std::vector<unsigned char> lines(png.height * (row + 1));
  uLongf size = lines.size();
  require(::uncompress(lines.data(), &size, reinterpret_cast<const Bytef*>(packed.data()),
                       packed.size()) == Z_OK &&
              size == lines.size(),
          "damaged pixels");
  // Each row begins with the filter that its bytes were predicted by.
  png.bytes.resize(png.height * row);
  for (std::size_t y = 0; y < png.height; ++y) {
    for (std::size_t i = 0; i < row; ++i) {
      const auto byte_at = [&](bool is_left, bool is_up) -> int {
        if ((is_left && i < png.channels) || (is_up && y == 0)) return 0;
        return png.bytes[(is_up ? y - 1 : y) * row + (is_left ? i - png.channels : i)];
      };
      const int left = byte_at(true, false), up = byte_at(false, true),
                corner = byte_at(true, true);
      const int from_left = std::abs(up - corner), from_up = std::abs(left - corner);
      const int from_corner = std::abs(left + up - 2 * corner);
      const int paeth = from_left <= from_up && from_left <= from_corner ? left
                        : from_up <= from_corner                         ? up
                                                                         : corner;
      const std::array<int, 5> predicted{0, left, up, (left + up) / 2, paeth};
      png.bytes[y * row + i] = static_cast<unsigned char>(lines[y * (row + 1) + 1 + i] +
                                                          predicted.at(lines[y * (row + 1)]));
    }
  }
  return png;
}

}  // namespace riserun::plots::testing
