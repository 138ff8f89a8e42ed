#include "train/atomic_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include "core/errors.hpp"
#include "temporary_folder.hpp"

namespace riserun::train {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

TEST(AtomicFile, WritesAndReplaces) {
  const TemporaryFolder folder;
  const fs::path path = folder / "model";
  write_atomically(path, std::string_view("a\0b", 3));
  EXPECT_EQ(content_of(path), std::string("a\0b", 3));
  write_atomically(path, "");
  EXPECT_EQ(content_of(path), "");
  const std::string large(5'000'000, 'z');
  write_atomically(path, large);
  EXPECT_EQ(content_of(path), large);
  EXPECT_EQ(folder.count(), 1);
}

TEST(AtomicFile, NamesWithoutAFolder) {
  const TemporaryFolder folder;
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  write_atomically("plain", "x");
  fs::current_path(before);
  EXPECT_EQ(content_of(folder / "plain"), "x");
}

TEST(AtomicFile, TheLongestNamePossible) {
  const TemporaryFolder folder;
  const fs::path path = folder / std::string(255, 'n');
  write_atomically(path, "x");
  EXPECT_EQ(content_of(path), "x");
}

TEST(AtomicFile, KeepsTheMode) {
  const TemporaryFolder folder;
  const fs::path path = folder.with("secret", "old");
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  write_atomically(path, "new");
  struct stat facts {};
  ASSERT_EQ(::stat(path.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600u);
}

TEST(AtomicFile, LinksStayLinks) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "elsewhere");
  const fs::path real = folder.with("elsewhere/real", "old");
  fs::create_symlink("elsewhere/real", folder / "link");
  fs::create_symlink(folder / "link", folder / "link2");
  write_atomically(folder / "link2", "new");
  EXPECT_EQ(content_of(real), "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_TRUE(fs::is_symlink(folder / "link2"));
}

TEST(AtomicFile, CircularLinksAreRefused) {
  const TemporaryFolder folder;
  fs::create_symlink("b", folder / "a");
  fs::create_symlink("a", folder / "b");
  EXPECT_THROW(write_atomically(folder / "a", "x"), FileError);
}

// As root a rename over /dev/null would succeed, and the machine would have lost its null device.
TEST(AtomicFile, DevicesAreWrittenToAndStayDevices) {
  write_atomically("/dev/null", "x");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(AtomicFile, AFullDeviceIsReported) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  EXPECT_THAT(message_of<FileError>([] { write_atomically("/dev/full", "x"); }),
              AllOf(HasSubstr("/dev/full"), HasSubstr("No space left")));
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

// Runs in a process of its own, for the limit cannot be lifted again by everybody.
int write_with_little_room(const TemporaryFolder& folder) {
  ::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{1000, 1000};
  if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
  try {
    write_atomically(folder / "model", std::string(5000, 'n'));
  } catch (const FileError& error) {
    const std::string message = error.what();
    const bool says = message.find("model") != std::string::npos &&
                      message.find("File too large") != std::string::npos;
    return says ? 0 : 3;
  }
  return 1;
}

TEST(AtomicFileDeathTest, RunningOutOfRoomKeepsTheOldFile) {
  const TemporaryFolder folder;
  (void)folder.with("model", "old");
  EXPECT_EXIT(::_exit(write_with_little_room(folder)), testing::ExitedWithCode(0), "");
  EXPECT_EQ(content_of(folder / "model"), "old");
  EXPECT_EQ(folder.count(), 1);  // and no temporary file is left
}

TEST(AtomicFile, WhereNothingCanBeWritten) {
  const TemporaryFolder folder;
  EXPECT_THAT(message_of<FileError>([&] { write_atomically(folder / "none" / "f", "x"); }),
              AllOf(HasSubstr("none/f"), HasSubstr("No such file")));
  EXPECT_THAT(message_of<FileError>([&] { write_atomically(folder.with("file", "") / "f", "x"); }),
              HasSubstr("Not a directory"));
  EXPECT_THAT(message_of<FileError>([&] { write_atomically(folder.path(), "x"); }),
              HasSubstr("directory"));
  EXPECT_THROW(write_atomically("", "x"), FileError);
  EXPECT_THROW(write_atomically("/proc/riserun", "x"), FileError);
}

TEST(AtomicFile, AFileLeftByAKilledProcessIsNoObstacle) {
  const TemporaryFolder folder;
  for (int i = 0; i < 200; ++i) {
    (void)folder.with(".riserun-" + std::to_string(::getpid()) + "-" + std::to_string(i) + ".tmp",
                      "half");
  }
  write_atomically(folder / "model", "new");
  EXPECT_EQ(content_of(folder / "model"), "new");
  EXPECT_EQ(folder.count(), 201);
}

TEST(AtomicFile, ReadersSeeOneVersionOrTheOther) {
  const TemporaryFolder folder;
  const fs::path path = folder / "model";
  const std::string a(100'000, 'a'), b(150'000, 'b');
  write_atomically(path, a);
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 0; i < 50; ++i) write_atomically(path, i % 2 == 0 ? b : a);
    done = true;
  });
  int torn = 0;
  while (!done) {
    const std::string seen = content_of(path);
    if (seen != a && seen != b) ++torn;
  }
  writer.join();
  EXPECT_EQ(torn, 0);
}

TEST(AtomicFile, ThreadsDoNotDisturbEachOther) {
  const TemporaryFolder folder;
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back(
        [&folder, i] { write_atomically(folder / std::to_string(i), std::string(1000, 'x')); });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(folder.count(), 4);
}

}  // namespace
}  // namespace riserun::train
