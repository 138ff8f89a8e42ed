#include <riserun/train/saving/safetensors_parser.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/train/saving/safetensors_format.hpp>

namespace riserun::train {
namespace {

using Json = nlohmann::json;

// The format is little-endian whatever the machine is.
std::uint64_t get_word(const char* bytes) {
  std::uint64_t word = 0;
  for (int i = 0; i < 8; ++i) {
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return word;
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

TensorFile read_safetensors(std::string_view bytes, const std::string& source) {
  return Parser(bytes, source).parse();
}

}  // namespace riserun::train
