#include <riserun/base/files/disk_room.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include <riserun/base/errors.hpp>

namespace riserun {
namespace {

const std::vector<MemoryPart> kParts{{"the model", 2e6}, {"checkpoints", 8e6}};

TEST(DiskRoom, WhatFitsIsSilent) {
  EXPECT_NO_THROW(require_disk_room("runs/a", 10e6, kParts, "make room"));
  EXPECT_NO_THROW(require_disk_room("/", {{"a byte", 1.0}}, "make room"));
  EXPECT_NO_THROW(require_disk_room("/no/such/folder", kParts, "make room"));
}

TEST(DiskRoom, WhatDoesNotIsSaidWithItsParts) {
  try {
    require_disk_room("runs/a", 9.9e6, kParts, "make room");
    ADD_FAILURE() << "10 MB do not fit into 9.9";
  } catch (const FileError& error) {
    EXPECT_STREQ(error.what(),
                 "runs/a: about 10.0 MB will be written there (checkpoints 8.0 MB, the model 2.0 "
                 "MB), and 9.9 MB are free; make room");
  }
  EXPECT_THROW(require_disk_room("/", {{"too much", 1e30}}, "make room"), FileError);
}

}  // namespace
}  // namespace riserun
