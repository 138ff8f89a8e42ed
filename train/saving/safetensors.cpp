#include <riserun/train/saving/safetensors.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <bit>
#include <cstdint>
#include <nlohmann/json.hpp>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/train/saving/safetensors_format.hpp>
#include <riserun/train/saving/safetensors_parser.hpp>

namespace riserun::train {
namespace {

using Json = nlohmann::json;

// The format is little-endian whatever the machine is.
void put_word(std::string& bytes, std::uint64_t word) {
  for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(word >> shift & 0xff);
}

Json header_of(const TensorFile& file) {
  Json header = Json::object();
  header[kMetadata] = file.metadata;
  header[kMetadata][kChecksum] = checksum(file);
  std::size_t offset = 0;
  for (const Tensor& tensor : file.tensors) {
    if (tensor.name == kMetadata || header.contains(tensor.name)) {
      throw ConfigError(fmt::format("the tensor name \"{}\" is {}", tensor.name,
                                    tensor.name == kMetadata ? "reserved" : "given twice"));
    }
    if (element_count(tensor.shape) != tensor.data.size()) {
      throw ShapeError(fmt::format("tensor \"{}\": a shape of [{}] does not hold {} values",
                                   tensor.name, fmt::join(tensor.shape, ", "), tensor.data.size()));
    }
    const std::size_t end = offset + tensor.data.size() * sizeof(double);
    header[tensor.name] = {
        {"dtype", "F64"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  return header;
}

}  // namespace

const Tensor& TensorFile::tensor(std::string_view name) const {
  for (const Tensor& candidate : tensors) {
    if (candidate.name == name) return candidate;
  }
  throw DataError(fmt::format("there is no tensor \"{}\"", name));
}

const std::string& TensorFile::text(std::string_view key) const {
  const auto found = metadata.find(std::string(key));
  if (found == metadata.end()) throw DataError(fmt::format("there is no metadata \"{}\"", key));
  return found->second;
}

std::string format_tensors(const TensorFile& file) {
  std::string header;
  try {
    header = header_of(file).dump();
  } catch (const Json::exception& error) {
    throw ConfigError(fmt::format("tensor names and metadata must be UTF-8 ({})", error.what()));
  }
  header.append((8 - header.size() % 8) % 8, ' ');
  std::size_t size = kLengthBytes + header.size();
  for (const Tensor& tensor : file.tensors) size += tensor.data.size() * sizeof(double);
  std::string bytes;
  bytes.reserve(size);
  put_word(bytes, header.size());
  bytes += header;
  for (const Tensor& tensor : file.tensors) {
    for (double value : tensor.data) put_word(bytes, std::bit_cast<std::uint64_t>(value));
  }
  return bytes;
}

TensorFile parse_tensors(std::string_view bytes, const std::string& source) {
  return read_safetensors(bytes, source);
}

void save_tensors(const std::filesystem::path& path, const TensorFile& file) {
  write_atomically(path, format_tensors(file));
}

TensorFile load_tensors(const std::filesystem::path& path) {
  return parse_tensors(read_file(path), path.string());
}

}  // namespace riserun::train
