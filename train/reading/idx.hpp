// IDX, the format of MNIST and its kin: an array of numbers behind a header of its sizes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace riserun::train {

/// The content of one file: values in row-major order.
struct IdxArray {
  std::vector<std::size_t> shape{};
  std::vector<double> values{};
  bool whole_numbers = false;  // the file's type is an integer
};

/// Whether the bytes begin as an IDX file does: two zeros, a type, a number of dimensions.
[[nodiscard]] bool is_idx(std::string_view bytes);

/// Reads all six types of the format (unsigned and signed byte, 16 and 32 bit integer, float,
/// double; big-endian). Throws DataError "images.idx: byte 3: ..." for a wrong header and for a
/// size other than the header's.
[[nodiscard]] IdxArray parse_idx(std::string_view bytes, const std::string& source);

}  // namespace riserun::train
