#include <riserun/base/files/file_bytes.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zlib.h>

#include <thread>

#include <riserun/base/errors.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::HasSubstr;

std::filesystem::path gzipped(const TemporaryFolder& folder, const std::string& text) {
  const std::filesystem::path path = folder / "text.gz";
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  EXPECT_EQ(gzclose(file), Z_OK);
  return path;
}

TEST(FileBytes, ReadsEveryByte) {
  const TemporaryFolder folder;
  const std::string bytes("a\0\r\n\xff", 5);
  EXPECT_EQ(read_file(folder.with("f", bytes)), bytes);
  EXPECT_EQ(read_file(folder.with("empty", "")), "");
  EXPECT_EQ(read_text_file(folder.with("f", bytes)), bytes);
  const std::string large(3'000'001, 'x');
  EXPECT_EQ(read_file(folder.with("large", large)), large);
}

TEST(FileBytes, ReadsFilesWithoutASize) {
  EXPECT_THAT(read_file("/proc/self/status"), HasSubstr("Name:"));
}

TEST(FileBytes, ReadsPipesToTheirEnd) {
  const TemporaryFolder folder;
  const std::filesystem::path pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const std::string text(200'000, 'y');
  std::thread writer([&] { std::ofstream(pipe) << text; });
  const std::string read = read_text_file(pipe);
  writer.join();
  EXPECT_EQ(read, text);
  EXPECT_EQ(read_text_file("/dev/null"), "");
}

TEST(FileBytes, WhatMayNeverEndIsRefusedAtOnce) {
  const TemporaryFolder folder;
  const std::filesystem::path pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(message_of<FileError>([&] { (void)read_file(pipe); }), HasSubstr("it is a pipe"));
  EXPECT_THAT(message_of<FileError>([&] { (void)read_file("/dev/null"); }),
              HasSubstr("it is a device"));
  EXPECT_THAT(message_of<FileError>([&] { (void)read_text_file("/dev/zero"); }),
              HasSubstr("it is a device"));
  EXPECT_THAT(message_of<FileError>([&] { require_regular_file(folder.path()); }),
              HasSubstr("it is a folder"));
  EXPECT_NO_THROW(require_regular_file(folder / "nothing"));
}

TEST(FileBytes, GzipIsKnownByItsContent) {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 300'000; ++i) text += std::to_string(i) + ",";
  const std::filesystem::path path = gzipped(folder, text);
  EXPECT_EQ(read_text_file(path), text);
  const std::filesystem::path renamed = folder / "text.csv";
  std::filesystem::rename(path, renamed);
  EXPECT_EQ(read_text_file(renamed), text);
  EXPECT_EQ(read_text_file(gzipped(folder, "")), "");
}

TEST(FileBytes, ShortenedGzipIsRefused) {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 2000; ++i) text += std::to_string(i * 7919) + ",";
  const std::string whole = content_of(gzipped(folder, text));
  for (const std::size_t size : {std::size_t{2}, std::size_t{9}, std::size_t{12}, whole.size() / 2,
                                 whole.size() - 9, whole.size() - 1}) {
    const std::filesystem::path cut = folder.with("cut.gz", whole.substr(0, size));
    EXPECT_THAT(message_of<FileError>([&] { (void)read_text_file(cut); }),
                HasSubstr("damaged or cut short"))
        << size;
  }
}

TEST(FileBytes, DamagedGzipIsRefused) {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 2000; ++i) text += std::to_string(i * 7919) + ",";
  std::string bytes = content_of(gzipped(folder, text));
  bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] ^ 1);  // the stored CRC
  const std::filesystem::path bad = folder.with("bad.gz", bytes);
  EXPECT_THAT(message_of<FileError>([&] { (void)read_text_file(bad); }), HasSubstr("bad.gz"));
}

TEST(FileBytes, WhatCannotBeReadIsNamed) {
  const TemporaryFolder folder;
  EXPECT_THAT(message_of<FileError>([&] { (void)read_file(folder / "none.csv"); }),
              testing::AllOf(HasSubstr("none.csv"), HasSubstr("No such file")));
  EXPECT_THAT(message_of<FileError>([&] { (void)read_file(folder.path()); }),
              HasSubstr("is a folder"));
  EXPECT_THAT(message_of<FileError>([&] { (void)read_text_file(folder.with("f", "x") / "below"); }),
              HasSubstr("Not a directory"));
}

}  // namespace
}  // namespace riserun::train
