#include <riserun/train/saving/safetensors.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include <riserun/base/content_hash.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/base/files/file_bytes.hpp>

namespace riserun::train {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kMostHeaderBytes = 100'000'000;  // the format's own limit
constexpr const char* kMetadata = "__metadata__";
constexpr const char* kChecksum = "riserun.checksum";

// The format is little-endian whatever the machine is.
void put_word(std::string& bytes, std::uint64_t word) {
  for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(word >> shift & 0xff);
}

std::uint64_t get_word(const char* bytes) {
  std::uint64_t word = 0;
  for (int i = 0; i < 8; ++i) {
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return word;
}

/// The number of elements, or nothing when it does not fit.
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

/// Reads one file's bytes; the members are what every check needs for its message.
class Parser {
 public:
  Parser(std::string_view bytes, const std::string& source) : bytes_(bytes), source_(source) {}

  TensorFile parse() {
    const Json header = read_header();
    TensorFile file;
    if (header.contains(kMetadata)) read_metadata(header[kMetadata], file);
    std::vector<Entry> entries;
    for (const auto& [name, facts] : header.items()) {
      if (name != kMetadata) entries.push_back(read_entry(name, facts));
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
      return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::size_t expected = 0;
    for (Entry& entry : entries) {
      if (entry.begin != expected) {
        fail(fmt::format("the data of \"{}\" begin at {}, expected {}", entry.tensor.name,
                         entry.begin, expected));
      }
      expected = entry.end;
      read_data(entry);
      file.tensors.push_back(std::move(entry.tensor));
    }
    if (expected != data_.size()) {
      fail(fmt::format("the tensors take {} bytes of data, found {}", expected, data_.size()));
    }
    check(file);
    return file;
  }

 private:
  struct Entry {
    Tensor tensor;
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  [[noreturn]] void fail(const std::string& message) const {
    throw DataError(
        fmt::format("{}: {}; the file is damaged or no model of ours", source_, message));
  }

  Json read_header() {
    if (bytes_.size() < kLengthBytes) {
      fail(fmt::format("expected at least {} bytes, found {}", kLengthBytes, bytes_.size()));
    }
    const std::uint64_t length = get_word(bytes_.data());
    if (length > bytes_.size() - kLengthBytes || length > kMostHeaderBytes) {
      fail(fmt::format("the header's length is given as {} in a file of {} bytes", length,
                       bytes_.size()));
    }
    const std::string_view text = bytes_.substr(kLengthBytes, static_cast<std::size_t>(length));
    data_ = bytes_.substr(kLengthBytes + static_cast<std::size_t>(length));
    if (!text.starts_with('{')) fail("the header is no JSON object");
    // The parser would take it for the end, in the padding as anywhere.
    if (text.find('\0') != std::string_view::npos) fail("the header holds a zero byte");
    // Of a key that comes twice the parser keeps the last; counting is how we notice.
    std::size_t keys = 0;
    const auto count_keys = [&](int, Json::parse_event_t event, Json&) {
      keys += event == Json::parse_event_t::key ? 1 : 0;
      return true;
    };
    Json header;
    try {
      header = Json::parse(text, count_keys);
    } catch (const Json::exception& error) {
      constexpr std::size_t kMost = 200;  // the message repeats what it stumbled over
      fail(fmt::format("the header is no JSON ({})",
                       std::string_view(error.what()).substr(0, kMost)));
    }
    std::size_t kept = header.size();
    for (const Json& value : header) kept += value.is_object() ? value.size() : 0;
    if (kept != keys) fail("the header has a name twice, or objects within objects");
    return header;
  }

  void read_metadata(const Json& metadata, TensorFile& file) const {
    if (!metadata.is_object()) fail("the metadata are no JSON object");
    for (const auto& [key, value] : metadata.items()) {
      if (!value.is_string()) fail(fmt::format("the metadata \"{}\" are no text", key));
      file.metadata[key] = value.get<std::string>();
    }
  }

  [[nodiscard]] std::size_t size_at(const Json& value, const std::string& name) const {
    if (!value.is_number_unsigned())
      fail(fmt::format("\"{}\" has a size that is no whole number", name));
    return value.get<std::size_t>();
  }

  [[nodiscard]] Entry read_entry(const std::string& name, const Json& facts) const {
    const bool complete = facts.is_object() && facts.size() == 3 && facts.contains("dtype") &&
                          facts.contains("shape") && facts.contains("data_offsets") &&
                          facts["dtype"].is_string() && facts["shape"].is_array() &&
                          facts["data_offsets"].is_array() && facts["data_offsets"].size() == 2;
    if (!complete) fail(fmt::format("\"{}\" lacks its dtype, shape or data_offsets", name));
    const auto& type = facts["dtype"].get_ref<const std::string&>();
    if (type != "F64") {
      throw DataError(fmt::format("{}: \"{}\" holds {}; only F64 is read here: convert it", source_,
                                  name, type));
    }
    Entry entry;
    entry.tensor.name = name;
    for (const Json& size : facts["shape"]) entry.tensor.shape.push_back(size_at(size, name));
    entry.begin = size_at(facts["data_offsets"][0], name);
    entry.end = size_at(facts["data_offsets"][1], name);
    if (entry.begin > entry.end || entry.end > data_.size()) {
      fail(fmt::format("the data of \"{}\" lie at {} to {}, outside the {} bytes there are", name,
                       entry.begin, entry.end, data_.size()));
    }
    const auto count = element_count(entry.tensor.shape);
    const std::size_t size = entry.end - entry.begin;
    if (size % sizeof(double) != 0 || count != size / sizeof(double)) {
      fail(fmt::format("a shape of [{}] for \"{}\" does not fit its {} bytes",
                       fmt::join(entry.tensor.shape, ", "), name, size));
    }
    return entry;
  }

  void read_data(Entry& entry) const {
    entry.tensor.data.reserve((entry.end - entry.begin) / sizeof(double));
    for (std::size_t at = entry.begin; at < entry.end; at += sizeof(double)) {
      entry.tensor.data.push_back(std::bit_cast<double>(get_word(data_.data() + at)));
    }
  }

  void check(TensorFile& file) const {
    const auto given = file.metadata.find(kChecksum);
    if (given == file.metadata.end()) return;
    const std::string computed = checksum(file);
    if (given->second != computed) {
      fail(fmt::format("the checksum is {}, the content's is {}", given->second, computed));
    }
    file.metadata.erase(given);
    file.checksum_verified = true;
  }

  std::string_view bytes_;
  std::string_view data_;
  const std::string& source_;
};

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
  return Parser(bytes, source).parse();
}

void save_tensors(const std::filesystem::path& path, const TensorFile& file) {
  write_atomically(path, format_tensors(file));
}

TensorFile load_tensors(const std::filesystem::path& path) {
  return parse_tensors(read_file(path), path.string());
}

}  // namespace riserun::train
