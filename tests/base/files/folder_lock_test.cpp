#include <riserun/base/files/folder_lock.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <thread>

#include <riserun/base/errors.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

TEST(FolderLock, HoldsAFolderUntilItIsGone) {
  const TemporaryFolder folder;
  auto first = std::make_unique<FolderLock>(folder.path());
  EXPECT_THROW(FolderLock(folder.path()), FileError);
  first.reset();
  EXPECT_NO_THROW(FolderLock(folder.path()));
  EXPECT_NO_THROW(FolderLock(folder.path() / "absent"));  // what uses it will say so
}

// A process that was killed is gone only a moment after kill() returned.
TEST(FolderLock, WaitsAMomentForAProcessThatIsEnding) {
  const TemporaryFolder folder;
  auto first = std::make_unique<FolderLock>(folder.path());
  std::thread ending([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    first.reset();
  });
  EXPECT_NO_THROW(FolderLock(folder.path()));
  ending.join();
}

}  // namespace
}  // namespace riserun::train
