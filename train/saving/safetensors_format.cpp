#include <riserun/train/saving/safetensors_format.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

#include <riserun/base/content_hash.hpp>

namespace riserun::train {

std::optional<std::size_t> element_count(const std::vector<std::size_t>& shape) {
  std::size_t count = 1;
  for (std::size_t size : shape) {
    if (__builtin_mul_overflow(count, size, &count)) return std::nullopt;
  }
  return count;
}

std::string checksum(const TensorFile& file) {
  ContentHash hash;
  for (const auto& [key, value] : file.metadata) {
    if (key == kChecksum) continue;
    hash.add(std::string_view(key));
    hash.add(std::string_view(value));
  }
  for (const Tensor& tensor : file.tensors) {
    hash.add(std::string_view(tensor.name));
    hash.add(static_cast<std::uint64_t>(tensor.shape.size()));
    for (std::size_t size : tensor.shape) hash.add(static_cast<std::uint64_t>(size));
    for (double value : tensor.data) hash.add(value);
  }
  return fmt::format("{:016x}", hash.value());
}

}  // namespace riserun::train
