// Output that cannot be written, threads that cannot be started: the run itself must not suffer.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

/// In the new process: each of the descriptors leads to a disc that is always full.
std::function<void()> full(std::vector<int> descriptors) {
  return [=] {
    const int disc = ::open("/dev/full", O_WRONLY);
    for (const int descriptor : descriptors) ::dup2(disc, descriptor);
    ::close(disc);
  };
}

std::function<void()> closed(std::vector<int> descriptors) {
  return [=] {
    for (const int descriptor : descriptors) ::close(descriptor);
  };
}

void expect_whole_run(const std::string& run) {
  EXPECT_TRUE(fs::exists(run + "/model.safetensors"));
  EXPECT_EQ(count(read(run + "/history.csv"), "\n"), 6);  // names and five epochs
  EXPECT_EQ(count(read(run + "/steps.csv"), "\n"), 76);   // names and five epochs of 15 batches
  EXPECT_TRUE(read(run + "/steps.csv").starts_with("step,epoch,loss,learning_rate\n1,"));
}

TEST(LostOutput, AFullDiscBehindStderrCostsNothing) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  const Result result =
      riserun(short_training(kIris, run, {"--record", "steps"}), {.before = full({STDERR_FILENO})});
  EXPECT_EQ(result.code, 0);
  expect_whole_run(run);
  EXPECT_EQ(riserun({"train", "--nonsense"}, {.before = full({STDERR_FILENO})}).code, 2);
  EXPECT_EQ(riserun({}, {.before = full({STDERR_FILENO})}).code, 2);
  EXPECT_EQ(riserun({"train", scratch / "none.csv"}, {.before = full({STDERR_FILENO})}).code, 1);
  EXPECT_EQ(riserun({"check", "exp"}, {.before = full({STDERR_FILENO})}).code, 0);
}

TEST(LostOutput, AFullDiscBehindStdoutIsSaidAtTheEnd) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  const Result result =
      riserun(short_training(kIris, run, {"--record", "steps"}), {.before = full({STDOUT_FILENO})});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "the results cannot be written to the output: No space left"))
      << result.err;
  expect_whole_run(run);
  const Result events = riserun(short_training(kIris, scratch / "events", {"--json"}),
                                {.before = full({STDOUT_FILENO, STDERR_FILENO})});
  EXPECT_EQ(events.code, 1);
  EXPECT_EQ(riserun({"check", "exp"}, {.before = full({STDOUT_FILENO})}).code, 1);
  EXPECT_TRUE(fs::exists(scratch / "events/model.safetensors"));
}

// A file that is opened later would be the next stderr, and be written full of messages.
TEST(LostOutput, ClosedStreamsTakeNoFilesPlace) {
  const Scratch scratch;
  for (const std::vector<int>& descriptors :
       std::vector<std::vector<int>>{{0}, {1}, {2}, {0, 1, 2}}) {
    const std::string run = scratch / ("run" + std::to_string(descriptors.size()) +
                                       std::to_string(descriptors.front()));
    EXPECT_EQ(
        riserun(short_training(kIris, run, {"--record", "steps"}), {.before = closed(descriptors)})
            .code,
        0);
    expect_whole_run(run);
  }
}

TEST(LostOutput, AReaderThatLeavesDoesNotEndTheRun) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  const Result result =
      riserun(short_training(kIris, run, {"--record", "steps", "--json"}), {.before = [] {
                int ends[2];
                if (::pipe(ends) != 0) ::_exit(126);
                ::dup2(ends[1], STDOUT_FILENO);
                ::close(ends[0]);
                ::close(ends[1]);
              }});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "Broken pipe")) << result.err;
  expect_whole_run(run);
}

TEST(LostOutput, AFileBeyondItsLimitIsAnErrorThatNamesIt) {
  const Scratch scratch;
  const Result result =
      riserun({"train", kIris, "--out", scratch / "run", "--quiet"}, {.before = [] {
                const rlimit limit{2'000, 2'000};
                ::setrlimit(RLIMIT_FSIZE, &limit);
              }});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "File too large")) << result.err;
}

// The sanitizers need terabytes of addresses.
#if !defined(__SANITIZE_ADDRESS__)
TEST(FewThreads, ALimitOnMemoryCostsThreadsAndNoBit) {
  const Scratch scratch;
  const auto arguments = [&](const char* name, const char* threads) {
    return short_training(kIris, scratch / name, {"--threads", threads, "--quiet"});
  };
  ASSERT_EQ(riserun(arguments("free", "4")).code, 0);
  const std::string model = read(scratch / "free/model.safetensors");
  // 24 stacks of 8 MiB do not fit into 160 MiB; the program and its libraries do. rsvg-convert may
  // not, so that it must not be found.
  const Result few =
      riserun(arguments("few", "24"), {.environment = {{"PATH", "/nonexistent"}}, .before = [] {
                                         const rlimit limit{160 << 20, 160 << 20};
                                         ::setrlimit(RLIMIT_AS, &limit);
                                       }});
  EXPECT_EQ(few.code, 0) << few.err;
  EXPECT_TRUE(contains(few.err, " of 24 threads can be started here")) << few.err;
  EXPECT_EQ(read(scratch / "few/model.safetensors"), model);
}
#endif

}  // namespace
}  // namespace riserun::test
