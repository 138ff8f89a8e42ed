// A run folder or a configuration that came from elsewhere: nothing outside of the folder changes,
// and nothing hangs.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

class HostileFolder : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(riserun(short_training(kIris, run_, {"--quiet", "--record", "steps"})).code, 0);
    for (const auto& entry : fs::directory_iterator(run_))
      if (entry.is_regular_file()) names_.push_back(entry.path().filename().string());
    ASSERT_GE(names_.size(), 8u);
  }

  /// Each file becomes a link to a file of its own outside, with the same content.
  void lead_all_outside() {
    fs::create_directory(scratch_ / "outside");
    for (const std::string& name : names_) {
      fs::rename(run_ + "/" + name, outside(name));
      fs::create_symlink(outside(name), run_ + "/" + name);
      content_[name] = read(outside(name));
    }
    static_cast<void>(scratch_.write("outside/.riserun-writable", "precious"));
    fs::create_symlink(outside(".riserun-writable"), run_ + "/.riserun-writable");
  }
  [[nodiscard]] std::string outside(const std::string& name) const {
    return scratch_ / ("outside/" + name);
  }
  void expect_nothing_changed_outside() const {
    for (const auto& [name, content] : content_) EXPECT_EQ(read(outside(name)), content) << name;
    EXPECT_EQ(read(outside(".riserun-writable")), "precious");
  }

  const Scratch scratch_;
  const std::string run_ = scratch_ / "run";
  std::vector<std::string> names_;
  std::map<std::string, std::string> content_;
};

TEST_F(HostileFolder, NoWriteFollowsALink) {
  lead_all_outside();
  const Result resumed = riserun({"train", "--resume", run_, "--epochs", "7", "--quiet"});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  expect_nothing_changed_outside();
  EXPECT_FALSE(fs::is_symlink(run_ + "/model.safetensors"));

  fs::remove(run_ + "/loss.svg");
  fs::create_symlink(outside("loss.svg"), run_ + "/loss.svg");
  EXPECT_EQ(riserun({"plot", run_, "--out", run_ + "/loss.svg"}).code, 0);
  expect_nothing_changed_outside();
}

TEST_F(HostileFolder, NoWriteGoesThroughALinkedFolder) {
  fs::rename(run_ + "/checkpoints", scratch_ / "outside");
  const std::string before = read(scratch_ / "outside/last.safetensors");
  fs::create_directory_symlink(scratch_ / "outside", run_ + "/checkpoints");
  const Result resumed = riserun({"train", "--resume", run_, "--epochs", "7", "--quiet"});
  EXPECT_EQ(resumed.code, 1);
  EXPECT_TRUE(contains(resumed.err, "checkpoints is a link")) << resumed.err;
  EXPECT_EQ(read(scratch_ / "outside/last.safetensors"), before);
}

TEST_F(HostileFolder, DataThatNeverEndAreRefused) {
  const std::string pipe = scratch_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const std::string config = read(run_ + "/config.toml");
  for (const std::string& data : {std::string("/dev/zero"), pipe}) {
    std::string hostile = config;
    hostile.replace(hostile.find(kIris), kIris.size(), data);
    static_cast<void>(scratch_.write("run/config.toml", hostile));
    const Result plot = riserun({"plot", run_, "--roc", scratch_ / "roc.svg"});
    EXPECT_EQ(plot.code, 1) << data;
    EXPECT_TRUE(contains(plot.err, "expected a file")) << plot.err;
  }
  EXPECT_EQ(riserun({"train", "/dev/zero", "--out", scratch_ / "zero"}).code, 1);
}

// A downloaded configuration must not choose what is overwritten.
TEST_F(HostileFolder, AConfigurationNamesNoOutput) {
  const std::string model = read(run_ + "/model.safetensors");
  for (const std::string& line : {"out = '" + run_ + "'\n", std::string("force = true\n")}) {
    const std::string config =
        scratch_.write("c.toml", "data = '" + kIris + "'\nepochs = 1\n" + line);
    const Result result = riserun({"train", "--config", config, "--out", scratch_ / "new"});
    EXPECT_EQ(result.code, 2) << line;
    EXPECT_TRUE(contains(result.err, "c.toml:3:1: ")) << result.err;
    EXPECT_FALSE(fs::exists(scratch_ / "new"));
  }
  EXPECT_EQ(read(run_ + "/model.safetensors"), model);
}

}  // namespace
}  // namespace riserun::test
