#include <riserun/base/files/folder_lock.hpp>

#include <gtest/gtest.h>

#include <memory>

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

}  // namespace
}  // namespace riserun::train
