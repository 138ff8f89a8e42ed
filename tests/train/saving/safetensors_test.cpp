#include <riserun/train/saving/safetensors.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::HasSubstr;

TensorFile small_file() {
  return {.tensors = {{.name = "weight", .shape = {2, 3}, .data = {1, 2.5, -3, 4e100, 0, -0.0}},
                      {.name = "bias", .shape = {2}, .data = {0.1, 0.2}},
                      {.name = "scale", .shape = {}, .data = {7}},
                      {.name = "none", .shape = {0, 4}, .data = {}}},
          .metadata = {{"classes", "[\"ä\", \"b\"]"}, {"empty", ""}}};
}

/// A file with this header, not padded, and this many bytes of data.
std::string handmade(const std::string& header, std::size_t data_bytes = 0) {
  std::string bytes;
  for (int shift = 0; shift < 64; shift += 8)
    bytes += static_cast<char>(header.size() >> shift & 0xff);
  return bytes + header + std::string(data_bytes, '\0');
}

std::string failure_of_safetensors(const std::string& bytes) {
  return message_of<DataError>([&] { (void)parse_tensors(bytes, "model"); });
}

TEST(Safetensors, RoundTrip) {
  const TensorFile file = small_file();
  const TensorFile read = parse_tensors(format_tensors(file));
  EXPECT_EQ(read.tensors.size(), 4u);
  for (const Tensor& tensor : file.tensors) {
    const Tensor& other = read.tensor(tensor.name);
    EXPECT_EQ(other.shape, tensor.shape);
    ASSERT_EQ(other.data.size(), tensor.data.size());
    for (std::size_t i = 0; i < tensor.data.size(); ++i) {
      EXPECT_EQ(std::bit_cast<std::uint64_t>(other.data[i]),
                std::bit_cast<std::uint64_t>(tensor.data[i]));
    }
  }
  EXPECT_EQ(read.metadata, file.metadata);
  EXPECT_TRUE(read.checksum_verified);
  EXPECT_EQ(format_tensors(read), format_tensors(parse_tensors(format_tensors(read))));
}

TEST(Safetensors, ValuesThatAreNoNumbersKeepTheirBits) {
  const double nan = std::bit_cast<double>(0x7FF8000000001234ULL);
  const TensorFile file{
      .tensors = {{.name = "t",
                   .shape = {3},
                   .data = {nan, -std::numeric_limits<double>::infinity(), 5e-324}}}};
  const Tensor read = parse_tensors(format_tensors(file)).tensors.at(0);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(read.data[0]), 0x7FF8000000001234ULL);
  EXPECT_EQ(read.data[1], -std::numeric_limits<double>::infinity());
  EXPECT_EQ(read.data[2], 5e-324);
}

TEST(Safetensors, NoTensorsAtAll) {
  const TensorFile read = parse_tensors(format_tensors({}));
  EXPECT_TRUE(read.tensors.empty());
  EXPECT_TRUE(read.metadata.empty());
}

// The layout as the format's description has it, byte by byte.
TEST(Safetensors, BytesAreAsTheFormatSays) {
  const std::string bytes =
      format_tensors({.tensors = {{.name = "t", .shape = {1, 2}, .data = {1.0, -2.0}}}});
  const auto length =
      static_cast<unsigned char>(bytes[0]) + 256 * static_cast<unsigned char>(bytes[1]);
  EXPECT_EQ(bytes.substr(2, 6), std::string(6, '\0'));
  EXPECT_EQ(length % 8, 0);
  const std::string header = bytes.substr(8, static_cast<std::size_t>(length));
  EXPECT_THAT(header, testing::StartsWith("{\"__metadata__\":{\"riserun.checksum\":\""));
  EXPECT_THAT(header,
              HasSubstr("\"t\":{\"data_offsets\":[0,16],\"dtype\":\"F64\",\"shape\":[1,2]}"));
  EXPECT_EQ(bytes.substr(8 + static_cast<std::size_t>(length)),
            std::string("\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\xc0", 16));
}

TEST(Safetensors, ReadsFilesOfOtherTools) {
  const TensorFile read = parse_tensors(
      handmade("{\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[16,24]},"
               "\"a\":{\"dtype\":\"F64\",\"shape\":[2,1],\"data_offsets\":[0,16]}}   ",
               24));
  ASSERT_EQ(read.tensors.size(), 2u);
  EXPECT_EQ(read.tensors[0].name, "a");  // in the order of the data
  EXPECT_EQ(read.tensors[1].data, std::vector<double>{0.0});
  EXPECT_FALSE(read.checksum_verified);
}

TEST(Safetensors, SavesAndLoads) {
  const TemporaryFolder folder;
  save_tensors(folder / "model.safetensors", small_file());
  EXPECT_EQ(load_tensors(folder / "model.safetensors").tensor("bias").data,
            (std::vector<double>{0.1, 0.2}));
  EXPECT_THROW((void)load_tensors(folder / "none"), FileError);
  EXPECT_THROW((void)load_tensors(folder.path()), FileError);
  EXPECT_THAT(
      message_of<DataError>([&] { (void)load_tensors(folder.with("text", "hello, world")); }),
      HasSubstr("text: "));
}

TEST(Safetensors, WhatIsNotThereIsNamed) {
  const TensorFile file = small_file();
  EXPECT_EQ(file.text("empty"), "");
  EXPECT_THAT(message_of<DataError>([&] { (void)file.tensor("wieght"); }), HasSubstr("\"wieght\""));
  EXPECT_THAT(message_of<DataError>([&] { (void)file.text("task"); }), HasSubstr("\"task\""));
}

TEST(Safetensors, WhatCannotBeWrittenIsRefused) {
  EXPECT_THROW((void)format_tensors({.tensors = {{.name = "t", .shape = {2}, .data = {1}}}}),
               ShapeError);
  EXPECT_THROW(
      (void)format_tensors(
          {.tensors = {{.name = "t", .shape = {std::size_t{1} << 40, std::size_t{1} << 40}}}}),
      ShapeError);
  EXPECT_THROW(
      (void)format_tensors({.tensors = {{.name = "t", .data = {1}}, {.name = "t", .data = {1}}}}),
      ConfigError);
  EXPECT_THROW((void)format_tensors({.tensors = {{.name = "__metadata__", .data = {1}}}}),
               ConfigError);
  EXPECT_THROW((void)format_tensors({.tensors = {{.name = "\xff", .data = {1}}}}), ConfigError);
  EXPECT_THROW((void)format_tensors({.metadata = {{"key", "\xff"}}}), ConfigError);
}

// ---- damaged files ------------------------------------------------------------------------

TEST(Safetensors, EveryCutIsNoticed) {
  const std::string bytes = format_tensors(small_file());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    // A copy of exactly this size, so that a sanitizer sees any read behind it.
    const std::vector<char> cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_THROW((void)parse_tensors({cut.data(), cut.size()}), DataError) << size;
  }
  EXPECT_THROW((void)parse_tensors(bytes + '\0'), DataError);
}

// The only change that passes is one that hides the checksum's own key, or none at all.
TEST(Safetensors, EveryFlippedBitIsNoticed) {
  const std::string bytes = format_tensors(small_file());
  int unnoticed = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      try {
        const TensorFile read = parse_tensors(changed);
        if (!read.checksum_verified) continue;  // the key, or "__metadata__" itself, was hit
        ++unnoticed;
        EXPECT_EQ(read.tensors, parse_tensors(bytes).tensors) << at << " bit " << bit;
        EXPECT_EQ(read.metadata, parse_tensors(bytes).metadata) << at << " bit " << bit;
      } catch (const DataError&) {
      }
    }
  }
  EXPECT_LE(unnoticed, 32);  // bits of padding that turn one blank into another
}

TEST(Safetensors, EveryByteReplacedIsHarmless) {
  const std::string bytes = format_tensors(small_file());
  Random random(3);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int round = 0; round < 8; ++round) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(random.below(256));
      changed[random.below(bytes.size())] = static_cast<char>(random.below(256));
      try {
        for (const Tensor& tensor : parse_tensors(changed).tensors) {
          std::size_t count = 1;
          for (std::size_t size : tensor.shape) count *= size;
          EXPECT_EQ(count, tensor.data.size());
        }
      } catch (const DataError&) {
      }
    }
  }
}

TEST(Safetensors, AHeaderLengthThatIsALie) {
  std::string bytes = format_tensors(small_file());
  for (const int high : {0x01, 0x7f, 0x80, 0xff}) {
    bytes[7] = static_cast<char>(high);
    EXPECT_THAT(failure_of_safetensors(bytes), HasSubstr("header's length"));
  }
  EXPECT_THAT(failure_of_safetensors(std::string(8, '\xff')), HasSubstr("18446744073709551615"));
}

TEST(Safetensors, MalformedHeaders) {
  const auto tensor = [](const std::string& facts) {
    return handmade("{\"t\":" + facts + "}", 16);
  };
  EXPECT_THAT(failure_of_safetensors(handmade("")), HasSubstr("no JSON object"));
  EXPECT_THAT(failure_of_safetensors(handmade("[]")), HasSubstr("no JSON object"));
  EXPECT_THAT(failure_of_safetensors(handmade("{")), HasSubstr("no JSON"));
  EXPECT_THAT(failure_of_safetensors(handmade("{\"a\":\"\xff\"}")), HasSubstr("no JSON"));
  EXPECT_THAT(failure_of_safetensors(handmade("{\"__metadata__\":[]}")), HasSubstr("metadata"));
  EXPECT_THAT(failure_of_safetensors(handmade("{\"__metadata__\":{\"a\":1}}")),
              HasSubstr("metadata \"a\""));
  EXPECT_THAT(failure_of_safetensors(tensor("3")), HasSubstr("lacks"));
  EXPECT_THAT(failure_of_safetensors(tensor("{\"dtype\":\"F64\",\"shape\":[2]}")),
              HasSubstr("lacks"));
  EXPECT_THAT(
      failure_of_safetensors(tensor("{\"dtype\":64,\"shape\":[2],\"data_offsets\":[0,16]}")),
      HasSubstr("lacks"));
  EXPECT_THAT(failure_of_safetensors(
                  tensor("{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16,32]}")),
              HasSubstr("lacks"));
  EXPECT_THAT(
      failure_of_safetensors(tensor("{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}")),
      HasSubstr("holds F32; only F64"));
  EXPECT_THAT(
      failure_of_safetensors(tensor("{\"dtype\":\"F64\",\"shape\":[-2],\"data_offsets\":[0,16]}")),
      HasSubstr("whole number"));
  EXPECT_THAT(
      failure_of_safetensors(tensor("{\"dtype\":\"F64\",\"shape\":[2.0],\"data_offsets\":[0,16]}")),
      HasSubstr("whole number"));
  EXPECT_THAT(failure_of_safetensors(
                  tensor("{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,\"16\"]}")),
              HasSubstr("whole number"));
  EXPECT_THAT(
      failure_of_safetensors(tensor("{\"dtype\":\"F64\",\"shape\":[3],\"data_offsets\":[0,16]}")),
      HasSubstr("does not fit"));
  EXPECT_THAT(
      failure_of_safetensors(tensor(
          "{\"dtype\":\"F64\",\"shape\":[4294967296,4294967296,2],\"data_offsets\":[0,16]}")),
      HasSubstr("does not fit"));
  EXPECT_THAT(
      failure_of_safetensors(tensor("{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[16,0]}")),
      HasSubstr("outside"));
  EXPECT_THAT(
      failure_of_safetensors(tensor("{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[8,24]}")),
      HasSubstr("outside"));
  EXPECT_THAT(
      failure_of_safetensors(tensor("{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}")),
      HasSubstr("begin at 8"));
  EXPECT_THAT(
      failure_of_safetensors(tensor("{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}")),
      HasSubstr("found 16"));
  EXPECT_THAT(
      failure_of_safetensors(tensor("{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,12]}")),
      HasSubstr("does not fit"));
}

TEST(Safetensors, TensorsThatOverlapAreRefused) {
  EXPECT_THAT(failure_of_safetensors(
                  handmade("{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]},"
                           "\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}",
                           16)),
              HasSubstr("begin at 8, expected 16"));
}

TEST(Safetensors, NamesThatComeTwiceAreRefused) {
  const std::string tensor = "\"a\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]}";
  EXPECT_THAT(failure_of_safetensors(handmade("{" + tensor + "," + tensor + "}", 8)),
              HasSubstr("twice"));
  EXPECT_THAT(failure_of_safetensors(handmade("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}")),
              HasSubstr("twice"));
}

TEST(Safetensors, DeepNestingIsNoTrouble) {
  EXPECT_THROW((void)parse_tensors(handmade("{\"a\":" + std::string(200'000, '['))), DataError);
  EXPECT_THROW((void)parse_tensors(handmade("{\"a\":" + std::string(100'000, '[') +
                                            std::string(100'000, ']') + "}")),
               DataError);
}

}  // namespace
}  // namespace riserun::train
