#include <riserun/plots/writing/plot_file.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <riserun/base/errors.hpp>
#include "tests/plots/scratch.hpp"

namespace riserun::plots {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::read;
using testing::Scratch;
using testing::write;

TEST(AtomicFile, WritesAndReplaces) {
  const Scratch folder;
  write_file(folder / "a", "one");
  EXPECT_EQ(read(folder / "a"), "one");
  write_file(folder / "a", "two");
  EXPECT_EQ(read(folder / "a"), "two");
  EXPECT_THAT(folder.names(), ElementsAre("a"));
}

TEST(AtomicFile, UncommittedGoesAwayAndLeavesTheOld) {
  const Scratch folder;
  write(folder / "a", "old");
  {
    const TemporaryFile file(folder / "a");
    file.write("new");
    EXPECT_EQ(read(folder / "a"), "old");
    EXPECT_EQ(read(file.path()), "new");
  }
  EXPECT_EQ(read(folder / "a"), "old");
  EXPECT_THAT(folder.names(), ElementsAre("a"));
}

TEST(AtomicFile, FolderMustExist) {
  const Scratch folder;
  EXPECT_THROW(write_file(folder / "absent" / "a", "x"), FileError);
  write(folder / "file", "");
  EXPECT_THROW(write_file(folder / "file" / "a", "x"), FileError);
  EXPECT_THAT(folder.names(), ElementsAre("file"));
}

TEST(AtomicFile, OnlyRegularFilesAreReplaced) {
  const Scratch folder;
  std::filesystem::create_directory(folder / "folder");
  EXPECT_THROW(write_file(folder / "folder", "x"), FileError);
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_THROW(write_file(folder / "pipe", "x"), FileError);
  EXPECT_TRUE(std::filesystem::is_fifo(folder / "pipe"));
}

TEST(AtomicFile, ALinkStaysALink) {
  const Scratch folder;
  write(folder / "target", "old");
  std::filesystem::create_symlink("target", folder / "link");
  write_file(folder / "link", "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
  EXPECT_EQ(read(folder / "target"), "new");
}

TEST(AtomicFile, LongestNames) {
  const Scratch folder;
  write_file(folder / std::string(255, 'n'), "x");
  EXPECT_THAT(folder.names(), ElementsAre(std::string(255, 'n')));
}

TEST(AtomicFile, NameWithoutAFolder) {
  const Scratch folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  write_file("a", "x");
  std::filesystem::current_path(before);
  EXPECT_EQ(read(folder / "a"), "x");
}

}  // namespace
}  // namespace riserun::plots
