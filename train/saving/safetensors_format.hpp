// What writing and reading safetensors share: the format's limits and names, and our checksum.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <riserun/train/saving/safetensors.hpp>

namespace riserun::train {

inline constexpr std::size_t kLengthBytes = 8;  // of the header's length, at the front
inline constexpr std::size_t kMostHeaderBytes = 100'000'000;  // the format's own limit
inline constexpr const char* kMetadata = "__metadata__";
inline constexpr const char* kChecksum = "riserun.checksum";

/// The number of elements of a shape, or nothing when it does not fit.
[[nodiscard]] std::optional<std::size_t> element_count(const std::vector<std::size_t>& shape);

/// 64 bits in hexadecimal over names, shapes, data and metadata, the checksum's own excepted.
[[nodiscard]] std::string checksum(const TensorFile& file);

}  // namespace riserun::train
