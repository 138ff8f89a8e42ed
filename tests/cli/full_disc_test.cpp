// Discs that are full, folders that are read-only: an error that says so, and what was there stays.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

/// No process started here can make a file larger than this; writing beyond it fails as on a full
/// disc does.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limited{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limited);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, SIG_DFL);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
};

TEST(FullDisc, ACheckpointThatDoesNotFitLeavesTheOneBefore) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  ASSERT_EQ(riserun({"train", kIris, "--out", run, "--epochs", "2", "--quiet"}).code, 0);
  const std::string last = read(run + "/checkpoints/last.safetensors");
  const std::string model = read(run + "/model.safetensors");
  {
    const FileSizeLimit limit(20'000);  // enough for the texts, not for the arrays
    const Result full =
        riserun({"train", "--resume", run, "--epochs", "4", "--quiet", "--checkpoint-every", "1"});
    EXPECT_EQ(full.code, 1);
    EXPECT_TRUE(contains(full.err, "cannot write ")) << full.err;
    EXPECT_TRUE(contains(full.err, "checkpoints/")) << full.err;
    EXPECT_TRUE(contains(full.err, "File too large")) << full.err;
    EXPECT_TRUE(contains(full.err, "riserun train --resume " + run)) << full.err;
  }
  EXPECT_EQ(read(run + "/checkpoints/last.safetensors"), last);
  EXPECT_EQ(read(run + "/model.safetensors"), model);
  const Result room = riserun({"train", "--resume", run, "--epochs", "4", "--quiet"});
  EXPECT_EQ(room.code, 0) << room.err;
  EXPECT_EQ(count(read(run + "/history.csv"), "\n"), 5);
}

// A model of 1.6 MB and its checkpoints do not fit into a disc of 3 MB: said before the training.
TEST(FullDisc, ADiscThatIsTooSmallIsToldBeforeTheTraining) {
  const Scratch scratch;
  const std::string run = scratch / "disc/run";
  std::filesystem::create_directory(scratch / "disc");
  const std::string disc = "mount -t tmpfs -o size=3m none " + (scratch / "disc");
  if (std::system(("unshare -rm sh -c '" + disc + "' 2>/dev/null").c_str()) != 0)
    GTEST_SKIP() << "no file system can be mounted here";
  const auto train = [&](const std::string& hidden) {
    const std::string log = scratch / ("log" + hidden);
    const std::string command = std::string(RISERUN_PROGRAM) + " train " + kIris + " --hidden " +
                                hidden + " --epochs 1 --out " + run + " > " + log + " 2>&1";
    const int status = std::system(("unshare -rm sh -c '" + disc + " && " + command + "'").c_str());
    return Result{.code = WEXITSTATUS(status), .out = read(log), .err = {}};
  };
  const Result small = train("400,480");
  EXPECT_EQ(small.code, 1);
  EXPECT_TRUE(contains(small.out, "will be written there (checkpoints ")) << small.out;
  EXPECT_TRUE(contains(small.out, "nothing was trained")) << small.out;
  EXPECT_FALSE(contains(small.out, "epoch")) << small.out;
  EXPECT_EQ(train("8").code, 0);
}

TEST(FullDisc, PredictionsThatDoNotFitLeaveTheOldOnes) {
  const Scratch scratch;
  ASSERT_EQ(riserun({"train", kIris, "--out", scratch / "run", "--epochs", "1", "--quiet"}).code,
            0);
  const std::string out = scratch.write("p.csv", "old\n");
  const FileSizeLimit limit(100);
  const Result full = riserun({"predict", scratch / "run", kIris, "--out", out});
  EXPECT_EQ(full.code, 1);
  EXPECT_EQ(read(out), "old\n");
  EXPECT_FALSE(contains(full.err, "wrote")) << full.err;
}

TEST(FullDisc, ADeviceThatIsFullIsNoSuccess) {
  const Scratch scratch;
  ASSERT_EQ(riserun({"train", kIris, "--out", scratch / "run", "--epochs", "1", "--quiet"}).code,
            0);
  const Result full = riserun({"predict", scratch / "run", kIris, "--out", "/dev/full"});
  EXPECT_EQ(full.code, 1);
  EXPECT_TRUE(contains(full.err, "/dev/full: No space left on device")) << full.err;
}

TEST(ReadOnlyFolder, ARunInItCannotGoOnAndStaysAsItIs) {
  if (::geteuid() == 0) GTEST_SKIP() << "root writes into read-only folders";
  const Scratch scratch;
  const std::string run = scratch / "run";
  ASSERT_EQ(riserun({"train", kIris, "--out", run, "--epochs", "1", "--quiet"}).code, 0);
  ASSERT_EQ(::chmod(run.c_str(), 0500), 0);
  const Result result = riserun({"train", "--resume", run, "--epochs", "2"});
  ::chmod(run.c_str(), 0700);
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "not writable")) << result.err;
}

}  // namespace
}  // namespace riserun::test
