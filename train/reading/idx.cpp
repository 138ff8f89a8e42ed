#include <riserun/train/reading/idx.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <optional>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/large_pages.hpp>
#include <riserun/train/data/data_memory.hpp>

namespace riserun::train {
namespace {

constexpr std::size_t kMagicBytes = 4;
constexpr std::size_t kSizeBytes = 4;
constexpr std::size_t kMostDimensions = 8;

struct IdxType {
  unsigned char code;
  std::size_t bytes;
  bool whole;
};
constexpr std::array<IdxType, 6> kTypes{{{0x08, 1, true},
                                         {0x09, 1, true},
                                         {0x0B, 2, true},
                                         {0x0C, 4, true},
                                         {0x0D, 4, false},
                                         {0x0E, 8, false}}};

std::optional<IdxType> type_of(unsigned char code) {
  for (const IdxType& type : kTypes) {
    if (type.code == code) return type;
  }
  return std::nullopt;
}

unsigned char byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

/// `count` bytes from `at`, the most significant first.
std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < count; ++i) word = word << 8 | byte_at(bytes, at + i);
  return word;
}

double value_at(std::string_view bytes, std::size_t at, const IdxType& type) {
  const std::uint64_t word = big_endian(bytes, at, type.bytes);
  switch (type.code) {
    case 0x09:
      return static_cast<std::int8_t>(word);
    case 0x0B:
      return static_cast<std::int16_t>(word);
    case 0x0C:
      return static_cast<std::int32_t>(word);
    case 0x0D:
      return std::bit_cast<float>(static_cast<std::uint32_t>(word));
    case 0x0E:
      return std::bit_cast<double>(word);
    default:
      return static_cast<double>(word);
  }
}

[[noreturn]] void fail(const std::string& source, std::size_t byte, const std::string& message) {
  throw DataError(fmt::format("{}: byte {}: {}", source, byte + 1, message));
}

std::vector<std::size_t> shape_of(std::string_view bytes, const std::string& source) {
  const std::size_t dimensions = byte_at(bytes, 3);
  if (dimensions == 0 || dimensions > kMostDimensions) {
    fail(source, 3,
         fmt::format("expected 1 to {} dimensions, found {}", kMostDimensions, dimensions));
  }
  if (bytes.size() < kMagicBytes + kSizeBytes * dimensions) {
    fail(source, bytes.size(),
         fmt::format("the file ends within its header of {} sizes", dimensions));
  }
  std::vector<std::size_t> shape;
  for (std::size_t d = 0; d < dimensions; ++d) {
    const std::size_t at = kMagicBytes + kSizeBytes * d;
    shape.push_back(big_endian(bytes, at, kSizeBytes));
    if (shape.back() == 0) fail(source, at, fmt::format("size {} of {} is 0", d + 1, dimensions));
  }
  return shape;
}

/// The number of values; the sizes' product must be that of the bytes that follow the header.
std::size_t count_of(const std::vector<std::size_t>& shape, const IdxType& type,
                     std::string_view bytes, const std::string& source) {
  const std::size_t header = kMagicBytes + kSizeBytes * shape.size();
  std::size_t count = 1;
  bool fits = true;
  for (std::size_t size : shape) {
    fits = fits && size <= std::numeric_limits<std::size_t>::max() / type.bytes / count;
    if (fits) count *= size;
  }
  const std::size_t found = bytes.size() - header;
  if (fits && count * type.bytes == found) return count;
  fail(source, bytes.size() - 1,
       fmt::format("the header says {} values of {} byte{} each, and {} bytes follow it; the file "
                   "is {}",
                   fmt::join(shape, " x "), type.bytes, type.bytes == 1 ? "" : "s", found,
                   fits && count * type.bytes < found ? "longer than its header says"
                                                      : "cut short, or the header is wrong"));
}

}  // namespace

bool is_idx(std::string_view bytes) {
  return bytes.size() >= kMagicBytes && bytes[0] == '\0' && bytes[1] == '\0' &&
         byte_at(bytes, 2) >= 0x08 && byte_at(bytes, 2) <= 0x0E;
}

IdxArray parse_idx(std::string_view bytes, const std::string& source) {
  if (bytes.size() < kMagicBytes) {
    fail(source, bytes.size(), "the file ends within the four bytes that an IDX file begins with");
  }
  if (bytes[0] != '\0' || bytes[1] != '\0') {
    fail(source, 0,
         fmt::format("expected two zero bytes, as an IDX file begins, found {:02x} {:02x}",
                     byte_at(bytes, 0), byte_at(bytes, 1)));
  }
  const auto type = type_of(byte_at(bytes, 2));
  if (!type) {
    fail(source, 2,
         fmt::format("expected a type of IDX (08, 09, 0b, 0c, 0d or 0e), found {:02x}",
                     byte_at(bytes, 2)));
  }
  IdxArray array;
  array.whole_numbers = type->whole;
  array.shape = shape_of(bytes, source);
  const std::size_t count = count_of(array.shape, *type, bytes, source);
  const std::size_t header = kMagicBytes + kSizeBytes * array.shape.size();
  require_data_memory(source, array.shape[0], count / array.shape[0], 0);
  array.values.reserve(count);
  prefer_large_pages(array.values.data(), count * sizeof(double));
  for (std::size_t i = 0; i < count; ++i) {
    array.values.push_back(value_at(bytes, header + i * type->bytes, *type));
  }
  return array;
}

}  // namespace riserun::train
