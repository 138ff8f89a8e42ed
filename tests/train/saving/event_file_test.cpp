// TensorBoard's files, read by a reader of its own and by protoc where there is one.
#include <riserun/train/saving/event_file.hpp>

#include <gtest/gtest.h>

#include <bit>
#include <cstdlib>
#include <limits>

#include <riserun/base/errors.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

/// Castagnoli's CRC bit by bit, as its definition has it.
std::uint32_t crc_by_definition(std::string_view bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) ? 0x82F63B78 : 0);
  }
  return crc ^ 0xffffffff;
}

template <class Word>
Word word_at(std::string_view bytes, std::size_t at) {
  Word word = 0;
  for (std::size_t i = 0; i < sizeof(Word); ++i)
    word |= static_cast<Word>(static_cast<unsigned char>(bytes.at(at + i))) << (8 * i);
  return word;
}

std::uint32_t unmasked(std::uint32_t masked) { return std::rotl(masked - 0xA282EAD8u, 15); }

/// The records' contents; their checksums must fit.
std::vector<std::string> records_of(const std::string& bytes) {
  std::vector<std::string> records;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto length = word_at<std::uint64_t>(bytes, at);
    EXPECT_EQ(unmasked(word_at<std::uint32_t>(bytes, at + 8)),
              crc_by_definition(bytes.substr(at, 8)));
    records.push_back(bytes.substr(at + 12, length));
    EXPECT_EQ(unmasked(word_at<std::uint32_t>(bytes, at + 12 + length)),
              crc_by_definition(records.back()));
    at += 16 + length;
  }
  return records;
}

struct Field {
  int number;
  std::uint64_t whole;  // of types 0, 1 and 5
  std::string bytes;    // of type 2
};

std::uint64_t varint(std::string_view message, std::size_t& at) {
  std::uint64_t value = 0;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(message.at(at++));
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
}

std::vector<Field> fields_of(std::string_view message) {
  std::vector<Field> fields;
  for (std::size_t at = 0; at < message.size();) {
    const std::uint64_t key = varint(message, at);
    Field field{static_cast<int>(key >> 3), 0, {}};
    switch (key & 7) {
      case 0:
        field.whole = varint(message, at);
        break;
      case 1:
        field.whole = word_at<std::uint64_t>(message, at);
        at += 8;
        break;
      case 5:
        field.whole = word_at<std::uint32_t>(message, at);
        at += 4;
        break;
      default: {
        const std::uint64_t size = varint(message, at);
        field.bytes = message.substr(at, size);
        at += size;
      }
    }
    fields.push_back(field);
  }
  return fields;
}

Field field(std::string_view message, int number) {
  for (const Field& found : fields_of(message))
    if (found.number == number) return found;
  return {0, 0, {}};
}

TEST(EventFile, ChecksumsAreCastagnolis) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283u);  // the check value of its catalogue
  EXPECT_EQ(crc32c(""), 0u);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAu);  // RFC 3720
  EXPECT_EQ(crc32c("riserun"), crc_by_definition("riserun"));
}

TEST(EventFile, AnIndependentReaderFindsTheNumbers) {
  const TemporaryFolder folder;
  EventFile file(folder.path(), 300);
  EXPECT_TRUE(file.path().filename().string().starts_with("events.out.tfevents."));
  file.add(301, {{"loss/train", 0.25}, {"loss/validation", -3e-5}});
  file.add(70000, {{"loss/train", std::numeric_limits<double>::quiet_NaN()}, {"x", 7}});
  const std::vector<std::string> events = records_of(content_of(file.path()));
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(field(events[0], 3).bytes, "brain.Event:2");
  EXPECT_GT(std::bit_cast<double>(field(events[0], 1).whole), 1.5e9);  // seconds since 1970
  // The start of a session at step 300: TensorBoard forgets what older files say beyond it.
  EXPECT_EQ(field(events[1], 2).whole, 300u);
  EXPECT_EQ(field(field(events[1], 7).bytes, 1).whole, 1u);
  EXPECT_EQ(field(events[2], 2).whole, 301u);
  const std::vector<Field> values = fields_of(field(events[2], 5).bytes);
  ASSERT_EQ(values.size(), 2u);
  EXPECT_EQ(field(values[0].bytes, 1).bytes, "loss/train");
  EXPECT_EQ(field(values[1].bytes, 1).bytes, "loss/validation");
  const auto number = [](const Field& value) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(field(value.bytes, 2).whole));
  };
  EXPECT_EQ(number(values[0]), 0.25f);
  EXPECT_EQ(number(values[1]), -3e-5f);
  const std::vector<Field> finite = fields_of(field(events[3], 5).bytes);
  ASSERT_EQ(finite.size(), 1u);  // NaN is left out
  EXPECT_EQ(field(finite[0].bytes, 1).bytes, "x");
  EXPECT_EQ(field(events[3], 2).whole, 70000u);
}

TEST(EventFile, AFlippedByteBreaksTheReader) {  // or the test above would prove little
  const std::string message = "a record";
  EXPECT_NE(crc_by_definition(message), crc_by_definition("b record"));
}

TEST(EventFile, ProtocDecodesIt) {
  if (std::system("protoc --version > /dev/null 2>&1") != 0)
    GTEST_SKIP() << "protoc is not installed (Debian package protobuf-compiler)";
  const TemporaryFolder folder;
  EventFile file(folder.path());
  file.add(12, {{"loss/train", 0.5}});
  (void)folder.with("event", records_of(content_of(file.path())).at(1));
  (void)folder.with("event.proto", R"(syntax = "proto3";
message Value { string tag = 1; float simple_value = 2; }
message Summary { repeated Value value = 1; }
message Event { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; }
)");
  const std::string command = "cd " + folder.path().string() +
                              " && protoc --decode=Event event.proto < event > text 2> errors";
  ASSERT_EQ(std::system(command.c_str()), 0) << content_of(folder / "errors");
  const std::string text = content_of(folder / "text");
  EXPECT_NE(text.find("step: 12\nsummary {\n  value {\n    tag: \"loss/train\"\n    "
                      "simple_value: 0.5\n  }\n}\n"),
            std::string::npos)
      << text;
}

TEST(EventFile, AFolderThatIsNoneIsAnError) {
  EXPECT_THROW(EventFile("/nowhere"), FileError);
  EXPECT_THROW(EventFile("/proc"), FileError);
}

}  // namespace
}  // namespace riserun::train
