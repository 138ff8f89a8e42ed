#include <riserun/train/saving/event_file.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <chrono>
#include <cmath>

#include <riserun/base/errors.hpp>

namespace riserun::train {
namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

template <class Word>
void put_little_endian(std::string& bytes, Word word) {
  for (std::size_t i = 0; i < sizeof(Word); ++i) bytes += static_cast<char>(word >> (8 * i) & 0xff);
}

constexpr std::array<std::uint32_t, 256> kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0x82F63B78u : 0u);
    table[i] = crc;
  }
  return table;
}();

/// TFRecords mask it, for a checksum of data that hold checksums is weak.
std::uint32_t masked_crc(std::string_view bytes) {
  return std::rotr(crc32c(bytes), 15) + 0xA282EAD8u;
}

// Protocol buffers' wire format: a field's number and type, then its content.
void put_varint(std::string& message, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) message += static_cast<char>((value & 0x7f) | 0x80);
  message += static_cast<char>(value);
}
void put_whole(std::string& message, int field, std::int64_t value) {
  put_varint(message, static_cast<std::uint64_t>(field) << 3);
  put_varint(message, static_cast<std::uint64_t>(value));
}
void put_double(std::string& message, int field, double value) {
  put_varint(message, static_cast<std::uint64_t>(field) << 3 | 1);
  put_little_endian(message, std::bit_cast<std::uint64_t>(value));
}
void put_float(std::string& message, int field, float value) {
  put_varint(message, static_cast<std::uint64_t>(field) << 3 | 5);
  put_little_endian(message, std::bit_cast<std::uint32_t>(value));
}
void put_bytes(std::string& message, int field, std::string_view value) {
  put_varint(message, static_cast<std::uint64_t>(field) << 3 | 2);
  put_varint(message, value.size());
  message += value;
}

// tensorflow/core/util/event.proto and framework/summary.proto.
namespace event {
constexpr int kWallTime = 1, kStep = 2, kFileVersion = 3, kSummary = 5, kSessionLog = 7;
}
constexpr int kSummaryValue = 1, kValueTag = 1, kValueSimple = 2, kSessionStatus = 1;
constexpr std::int64_t kSessionStart = 1;

std::string new_event(long step) {
  std::string message;
  put_double(message, event::kWallTime, now());
  if (step != 0) put_whole(message, event::kStep, step);
  return message;
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  std::uint32_t crc = ~0u;
  for (const char c : bytes)
    crc = crc >> 8 ^ kCrcTable[(crc ^ static_cast<unsigned char>(c)) & 0xff];
  return ~crc;
}

EventFile::EventFile(const std::filesystem::path& folder, long first_step)
    : path_(folder /
            fmt::format("events.out.tfevents.{:.0f}.{}.riserun", std::floor(now()), ::getpid())),
      file_(path_, std::ios::binary | std::ios::app) {
  std::string version = new_event(0);
  put_bytes(version, event::kFileVersion, "brain.Event:2");
  write(version);
  if (first_step == 0) return;
  std::string start = new_event(first_step), log;
  put_whole(log, kSessionStatus, kSessionStart);
  put_bytes(start, event::kSessionLog, log);
  write(start);
}

void EventFile::add(long step, const std::vector<std::pair<std::string, double>>& scalars) {
  std::string summary;
  for (const auto& [name, x] : scalars) {
    if (!std::isfinite(x)) continue;
    std::string value;
    put_bytes(value, kValueTag, name);
    put_float(value, kValueSimple, static_cast<float>(x));
    put_bytes(summary, kSummaryValue, value);
  }
  std::string message = new_event(step);
  put_bytes(message, event::kSummary, summary);
  write(message);
}

void EventFile::write(std::string_view event) {
  std::string length;
  put_little_endian(length, static_cast<std::uint64_t>(event.size()));
  std::string record = length;
  put_little_endian(record, masked_crc(length));
  record += event;
  put_little_endian(record, masked_crc(event));
  file_ << record << std::flush;
  if (!file_) throw FileError(fmt::format("{}: cannot be written", path_.string()));
}

}  // namespace riserun::train
