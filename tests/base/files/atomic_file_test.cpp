#include <riserun/base/files/atomic_file.hpp>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#if __has_include(<sys/sysmacros.h>)
#include <sys/sysmacros.h>  // makedev, which other systems have in sys/types.h
#endif

#include <atomic>
#include <thread>
#include <vector>

#include <riserun/base/errors.hpp>
#include "tests/train/thrown_message.hpp"

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

// Who leaves a link in a folder must not choose the file that is overwritten.
TEST(AtomicFile, ALinkIsReplacedAndWhatItPointsToStays) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "elsewhere");
  const fs::path real = folder.with("elsewhere/real", "old");
  fs::create_symlink("elsewhere/real", folder / "link");
  fs::create_symlink("later", folder / "dangling");
  fs::create_symlink("circle", folder / "circle");
  fs::create_symlink("/dev/null", folder / "device");
  for (const char* name : {"link", "dangling", "circle", "device"}) {
    write_atomically(folder / name, "new");
    EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(folder / name))) << name;
    EXPECT_EQ(content_of(folder / name), "new") << name;
  }
  EXPECT_EQ(content_of(real), "old");
  EXPECT_FALSE(fs::exists(folder / "later"));
}

// /dev/stdout is a link to whatever the output is.
TEST(AtomicFile, TheSystemsOwnLinksAreFollowed) {
  const TemporaryFolder folder;
  const fs::path file = folder.with("output", "");
  const int descriptor = ::open(file.c_str(), O_WRONLY);
  write_atomically("/proc/self/fd/" + std::to_string(descriptor), "results");
  ::close(descriptor);
  EXPECT_EQ(content_of(file), "results");
}

TEST(InnerFolder, IsMadeAndIsNoLink) {
  const TemporaryFolder folder;
  make_inner_folder(folder / "checkpoints");
  make_inner_folder(folder / "checkpoints");
  EXPECT_TRUE(fs::is_directory(folder / "checkpoints"));
  fs::create_directory_symlink("checkpoints", folder / "link");
  EXPECT_THAT(message_of<FileError>([&] { make_inner_folder(folder / "link"); }),
              HasSubstr("link is a link"));
  folder.with("file", "");
  EXPECT_THROW(make_inner_folder(folder / "file"), FileError);
}

// Never a real device here: were the guard to break, a test run by root would rename a file over
// /dev/null.
TEST(AtomicFile, PipesAreWrittenToAndStayPipes) {
  const TemporaryFolder folder;
  const fs::path pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  // Open for both, so that nobody waits for the other end; the bytes fit the pipe's buffer.
  const int reader = ::open(pipe.c_str(), O_RDWR | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  write_atomically(pipe, "through");
  char bytes[16] = {};
  EXPECT_EQ(::read(reader, bytes, sizeof bytes), 7);
  ::close(reader);
  EXPECT_STREQ(bytes, "through");
  EXPECT_TRUE(fs::is_fifo(pipe));
  EXPECT_EQ(folder.count(), 1);
}

TEST(AtomicFile, AFullDeviceIsReported) {
  const TemporaryFolder folder;
  fs::path full = "/dev/full";
  if (::geteuid() == 0) {  // a twin of the device, which may be lost
    full = folder / "full";
    if (::mknod(full.c_str(), S_IFCHR | 0666, makedev(1, 7)) != 0)
      GTEST_SKIP() << "no device can be made here";
  }
  const int usable = ::open(full.c_str(), O_WRONLY);
  if (usable < 0) GTEST_SKIP() << "no device for a full disk here";
  ::close(usable);
  EXPECT_THAT(message_of<FileError>([&] { write_atomically(full, "x"); }),
              AllOf(HasSubstr("full"), HasSubstr("No space left")));
  EXPECT_TRUE(fs::is_character_file(full));
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
              AllOf(HasSubstr("none/f"), HasSubstr("No such file"), HasSubstr("name a folder")));
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

TEST(AtomicFile, KilledAtAnyMomentTheFileIsWhole) {
  const TemporaryFolder folder;
  const fs::path path = folder / "model";
  const std::string a(300'000, 'a'), b(300'000, 'b');
  write_atomically(path, a);
  for (int round = 0; round < 20; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      for (;;) {
        write_atomically(path, b);
        write_atomically(path, a);
      }
    }
    ::usleep(static_cast<useconds_t>(500 + 437 * round));
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    const std::string seen = content_of(path);
    ASSERT_TRUE(seen == a || seen == b) << seen.size() << " bytes";
  }
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

TEST(AtomicFile, WhatKilledProcessesLeftBehindCanBeDeleted) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);  // there is no such process any more
  const TemporaryFolder folder;
  const std::string dead = std::to_string(child), alive = std::to_string(::getpid());
  (void)folder.with(".riserun-" + dead + "-0.tmp", "x");
  (void)folder.with(".riserun-" + dead + "-17.tmp", "x");
  (void)folder.with(".riserun-" + alive + "-3.tmp", "of a process that writes");
  (void)folder.with(".riserun-" + dead + "-0.tmp.mine", "x");
  (void)folder.with(".riserun-" + dead + "-a.tmp", "x");
  (void)folder.with(".riserun-" + dead + "-17", "x");
  (void)folder.with("riserun-" + dead + "-0.tmp", "x");
  (void)folder.with(".notes-" + dead + ".tmp", "x");
  remove_left_behind(folder.path());
  EXPECT_EQ(folder.count(), 6);
  EXPECT_EQ(content_of(folder / (".riserun-" + alive + "-3.tmp")), "of a process that writes");
  EXPECT_NO_THROW(remove_left_behind(folder / "none"));
}

}  // namespace
}  // namespace riserun::train
