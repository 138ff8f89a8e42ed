// Scratch folders go with their scope, and those of killed processes with time.
#include <riserun/base/files/scratch_folder.hpp>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tests/plots/scratch.hpp"

namespace riserun::plots {
namespace {

namespace fs = std::filesystem;
using testing::Scratch;

/// The number of a process that has ended.
pid_t gone() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  int status = 0;
  ::waitpid(child, &status, 0);
  return child;
}

TEST(ScratchFolder, GoesWithItsScope) {
  fs::path path;
  {
    const ScratchFolder scratch;
    path = scratch.path();
    testing::write(path / "a", "x");
    EXPECT_TRUE(fs::is_directory(path));
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(ScratchFolder, WhatAKilledProcessLeftIsRemovedAndNothingElse) {
  const Scratch temporary;
  const std::string dead = "riserun-" + std::to_string(gone());
  const std::string left = dead + "-abcdef",
                    alive = "riserun-" + std::to_string(::getpid()) + "-abcdef";
  for (const std::string& name :
       {left, alive, dead + "-abcdefg", dead, std::string("riserun-plots-abcdef")})
    fs::create_directory(temporary / name);
  testing::write(temporary / left / "picture.svg", "<svg>");
  remove_left_scratch(temporary.path(), 1.0);
  EXPECT_TRUE(fs::exists(temporary / left)) << "it was used a moment ago";
  remove_left_scratch(temporary.path(), 0.0);
  EXPECT_FALSE(fs::exists(temporary / left));
  EXPECT_EQ(temporary.names().size(), 4u);
}

}  // namespace
}  // namespace riserun::plots
