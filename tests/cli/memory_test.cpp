// More memory than this process may have: refused before the work, with the figures.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

std::function<void()> addresses(rlim_t megabytes) {
  return [=] {
    const rlimit limit{megabytes << 20, megabytes << 20};
    ::setrlimit(RLIMIT_AS, &limit);
  };
}

void expect_refused(const Result& result, const std::string& what) {
  EXPECT_EQ(result.code, 1) << result.err;
  EXPECT_TRUE(contains(result.err, what)) << result.err;
  EXPECT_TRUE(contains(result.err, "GB of memory (") || contains(result.err, "MB of memory ("))
      << result.err;
  EXPECT_TRUE(contains(result.err, "ulimit -v")) << result.err;
}

// The sanitizers need terabytes of addresses.
#if !defined(__SANITIZE_ADDRESS__)
TEST(Memory, AStrayIndexOfLibsvmIsRefusedBeforeItsTableIsMade) {
  const Scratch scratch;
  const std::string data = scratch.write("stray.svm", "1 1:1\n0 300000000:1\n");
  const std::string run = scratch / "run";
  expect_refused(riserun({"train", data, "--out", run}, {.before = addresses(1000)}),
                 "2 rows of 300000000 features, zeros included, needs about");
  EXPECT_FALSE(fs::exists(run));
}

TEST(Memory, AModelIsCountedBeforeItIsMade) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  const Result huge = riserun({"train", kIris, "--hidden", "1000000,1000000", "--out", run},
                              {.before = addresses(1000)});
  expect_refused(huge, "training 4-1000000-1000000-3 on 150 rows needs about");
  EXPECT_TRUE(contains(huge.err, "smaller --hidden layers")) << huge.err;
  // The parameters alone, 80 MB, would fit; what training adds to them does not.
  const Result large =
      riserun({"train", kIris, "--hidden", "3000,3000", "--out", run}, {.before = addresses(700)});
  expect_refused(large, "their gradients");
  EXPECT_TRUE(contains(large.err, "the parameters 72 MB")) << large.err;
  EXPECT_FALSE(fs::exists(run));
  expect_refused(riserun({"train", kIris, "--cv", "3", "--hidden", "1000000,1000000", "--out", run},
                         {.before = addresses(1000)}),
                 "training 4-1000000-1000000-3");
}

TEST(Memory, GeneratedRowsAreCounted) {
  const Scratch scratch;
  expect_refused(riserun({"train", "moons:n=100000000", "--out", scratch / "run"},
                         {.before = addresses(1000)}),
                 "100000000 rows of 2 features");
}

TEST(Memory, TextThatAGzipFileGrowsToIsCounted) {
  const Scratch scratch;
  const std::string bomb = scratch / "bomb.csv.gz";
  ASSERT_EQ(std::system(("head -c 900000000 /dev/zero | tr '\\0' 1 | gzip -1 > " + bomb).c_str()),
            0);
  expect_refused(riserun({"train", bomb, "--out", scratch / "run"}, {.before = addresses(600)}),
                 "the decompressed text");
}

TEST(Memory, AModestRunIsNotRefused) {
  const Scratch scratch;
  const Result result = riserun(short_training(kIris, scratch / "run", {"--threads", "1"}),
                                {.before = addresses(300)});
  EXPECT_EQ(result.code, 0) << result.err;
}
#endif

}  // namespace
}  // namespace riserun::test
