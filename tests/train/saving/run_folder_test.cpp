#include <riserun/train/saving/run_folder.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <riserun/base/errors.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(RunFolder, IsMadeWithItsParents) {
  const TemporaryFolder folder;
  const RunFolder run(folder / "runs/today/first");
  run.write("history.csv", "epoch\n");
  EXPECT_EQ(content_of(folder / "runs/today/first/history.csv"), "epoch\n");
  EXPECT_EQ(run.file("model"), folder / "runs/today/first/model");
}

TEST(RunFolder, NothingIsLeftInItByMakingIt) {
  const TemporaryFolder folder;
  const RunFolder run(folder / "run");
  EXPECT_TRUE(std::filesystem::is_empty(run.path()));
}

TEST(RunFolder, AnEmptyFolderIsFine) {
  const TemporaryFolder folder;
  EXPECT_NO_THROW(RunFolder run(folder.path()));
}

TEST(RunFolder, AFolderWithSomethingInItIsRefused) {
  const TemporaryFolder folder;
  (void)folder.with("model.safetensors", "precious");
  EXPECT_THAT(message_of<FileError>([&] { RunFolder run(folder.path()); }),
              AllOf(HasSubstr(folder.path().string()), HasSubstr("not empty"), HasSubstr("`out`"),
                    HasSubstr("`force`")));
  EXPECT_EQ(content_of(folder / "model.safetensors"), "precious");
  EXPECT_EQ(folder.count(), 1);
}

TEST(RunFolder, UnlessAddingIsAskedFor) {
  const TemporaryFolder folder;
  (void)folder.with("notes", "mine");
  (void)folder.with("model", "old");
  const RunFolder run(folder.path(), ExistingFolder::add);
  run.write("model", "new");
  EXPECT_EQ(content_of(folder / "notes"), "mine");
  EXPECT_EQ(content_of(folder / "model"), "new");
}

TEST(RunFolder, AFileInItsPlaceIsRefused) {
  const TemporaryFolder folder;
  const auto file = folder.with("run", "x");
  EXPECT_THAT(message_of<FileError>([&] { RunFolder run(file, ExistingFolder::add); }),
              HasSubstr("is a file"));
  EXPECT_THAT(message_of<FileError>([&] { RunFolder run(file / "below"); }),
              HasSubstr("run/below"));
  EXPECT_THAT(message_of<FileError>([] { RunFolder run(""); }), HasSubstr("no name"));
}

TEST(RunFolder, UnwritableParentsAreRefusedAtOnce) {
  EXPECT_THAT(message_of<FileError>([] { RunFolder run("/proc/riserun/run"); }),
              HasSubstr("/proc/riserun/run"));
}

TEST(RunFolder, UnwritableFoldersAreRefusedAtOnce) {
  if (::geteuid() == 0) {
    // Root writes everywhere but in /proc, whose folders are not empty.
    EXPECT_THAT(message_of<FileError>([] { RunFolder run("/proc/self", ExistingFolder::add); }),
                HasSubstr("not writable"));
    return;
  }
  const TemporaryFolder folder;
  ASSERT_EQ(::chmod(folder.path().c_str(), 0500), 0);
  EXPECT_THAT(message_of<FileError>([&] { RunFolder run(folder.path()); }),
              HasSubstr("not writable"));
}

}  // namespace
}  // namespace riserun::train
