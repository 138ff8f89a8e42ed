// Named arrays of doubles in one file, in the safetensors format that other tools read too.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace riserun::train {

/// shape {2, 3}: data holds 6 values, row after row. shape {}: one value.
struct Tensor {
  std::string name{};
  std::vector<std::size_t> shape{};
  std::vector<double> data{};

  friend bool operator==(const Tensor&, const Tensor&) = default;
};

struct TensorFile {
  std::vector<Tensor> tensors{};                  // in file order
  std::map<std::string, std::string> metadata{};  // UTF-8
  bool checksum_verified = false;  // set by loading: the file had our checksum, and it fits

  /// The tensor of that name; throws DataError naming it when there is none.
  [[nodiscard]] const Tensor& tensor(std::string_view name) const;
  /// The metadata of that key; throws DataError naming it when there is none.
  [[nodiscard]] const std::string& text(std::string_view key) const;
};

/// The file's bytes: 8-byte little-endian header length, JSON header padded to 8 bytes, F64 data.
/// Metadata gains "riserun.checksum", 64 bits in hexadecimal over names, shapes, data and metadata.
/// Throws ShapeError when a shape and its data disagree, ConfigError for a name twice or reserved
/// or text that is not UTF-8.
[[nodiscard]] std::string format_tensors(const TensorFile& file);

/// Reads such bytes; `source` names them in messages. A file without our checksum is read unchecked
/// (checksum_verified tells); our checksum is taken out of metadata. Throws DataError for anything
/// malformed, cut short, changed, or of another number type than F64; never reads outside `bytes`
/// nor allocates beyond it.
[[nodiscard]] TensorFile parse_tensors(std::string_view bytes,
                                       const std::string& source = "tensors");

/// format_tensors, written atomically. Throws FileError too.
void save_tensors(const std::filesystem::path& path, const TensorFile& file);

/// parse_tensors on a whole file. Throws FileError when it cannot be read, DataError as above.
[[nodiscard]] TensorFile load_tensors(const std::filesystem::path& path);

}  // namespace riserun::train
