// Reads the bytes of a safetensors file, and trusts none of them.
#pragma once

#include <string>
#include <string_view>

#include <riserun/train/saving/safetensors.hpp>

namespace riserun::train {

/// parse_tensors() of safetensors.hpp, which says what it throws.
[[nodiscard]] TensorFile read_safetensors(std::string_view bytes, const std::string& source);

}  // namespace riserun::train
