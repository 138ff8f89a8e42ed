// Options that would do nothing are usage errors; a configuration file may hold them all.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

const std::string kIris = RISERUN_SOURCE_DIR "/examples/data/iris.csv";

Result train(const std::string& data, const std::string& out, std::vector<std::string> more) {
  more.insert(more.begin(), {"train", data, "--out", out, "--epochs", "2", "--quiet"});
  return riserun(more);
}

TEST(IdleOptions, AreUsageErrorsThatSayWhy) {
  const Scratch scratch;
  using Words = std::vector<std::string>;
  for (const auto& [options, message] : std::vector<std::pair<Words, std::string>>{
           {{"--optimizer", "adam", "--momentum", "0.5"},
            "--momentum does nothing with --optimizer adam; its own momentum is --beta1"},
           {{"--optimizer", "adagrad", "--momentum", "0.9"}, "sgd and rmsprop have a momentum"},
           {{"--optimizer", "sgd", "--beta1", "0.9"},
            "--beta1 does nothing with --optimizer sgd; it is for adam"},
           {{"--optimizer", "rmsprop", "--beta2", "0.9"}, "it is for adam and adamw"},
           {{"--decay", "0.9"}, "it is for rmsprop"},
           {{"--optimizer", "sgd", "--epsilon", "1e-6"},
            "it is for adam, adamw, rmsprop and adagrad"},
           {{"--optimizer", "adam", "--weight-decay", "0.1"}, "it is for adamw, and --l2"},
           {{"--optimizer", "sgd", "--nesterov", "--momentum", "0"},
            "--nesterov does nothing with --momentum 0"},
           {{"--schedule", "constant", "--lr-end", "0.1"},
            "--lr-end does nothing with --schedule constant; it is for linear, cosine, one_cycle"},
           {{"--lr-start", "0.1"}, "it is for one_cycle"},
           {{"--lr-peak", "0.5"}, "it is for one_cycle"},
           {{"--lr-every", "0.5"}, "--schedule linear; it is for step and exponential"},
           {{"--lr-factor", "0.5"}, "it is for step, exponential and plateau"},
           {{"--schedule", "step", "--lr-patience", "3"}, "it is for plateau"},
           {{"--hidden", "", "--dropout", "0.2"}, "without hidden layers"},
           {{"--hidden", "", "--activation", "tanh"}, "such as --hidden 64,32"},
           {{"--huber-delta", "2"}, "with the softmax loss; it is for --loss huber"},
           {{"--missing", "mean", "--missing-value", "3"}, "it is for --missing constant"},
           {{"--validation-file", kIris, "--validation", "0.3"}, "beside --validation-file"},
           {{"--validation", "0", "--metrics", "f1"}, "without rows for validation"},
           {{"--cv", "2", "--keep", "best"}, "--keep does nothing with --cv"},
           {{"--cv", "2", "--validation", "0.3"}, "--validation does nothing with --cv"},
           {{"--cv", "2", "--record", "steps"}, "--record does nothing with --cv"},
           {{"--cv", "2", "--snapshots", "1"}, "--snapshots does nothing with --cv"},
           {{"--cv", "2", "--tensorboard"}, "--tensorboard does nothing with --cv"},
           {{"--cv", "2", "--checkpoint-every", "5"}, "--checkpoint-every does nothing"}}) {
    const Result result = train(kIris, scratch / "run", options);
    EXPECT_EQ(result.code, 2) << message << result.err;
    EXPECT_TRUE(contains(result.err, message)) << result.err;
    EXPECT_FALSE(std::filesystem::exists(scratch / "run")) << message;
  }
}

TEST(IdleOptions, OfTheTaskAndTheFormat) {
  const Scratch scratch;
  const std::string numbers = RISERUN_SOURCE_DIR "/examples/data/diabetes.csv";
  const std::string sparse = scratch.write("d.svm", "1 1:2 2:3\n0 1:1 2:5\n1 1:4\n0 2:1\n");
  for (const auto& [data, option, message] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {numbers, "--stratify", "--stratify does nothing in a regression"},
           {numbers, "--top-k=2", "--top-k does nothing in a regression"},
           {sparse, "--header=yes", "--header does nothing with LIBSVM data; it is for CSV"},
           {sparse, "--label=first", "--label does nothing with LIBSVM data"},
           {"moons:n=50", "--separator=tab", "--separator does nothing with a generator"},
           {"moons:n=50", "--format=csv", "--format does nothing with a generator; it is for"}}) {
    const Result result = train(data, scratch / "run", {option});
    EXPECT_EQ(result.code, 2) << message << result.err;
    EXPECT_TRUE(contains(result.err, message)) << result.err;
  }
}

// What says the truth about the run is no mistake: none of what there is none of.
TEST(IdleOptions, ThatSayWhatIsSoAreTaken) {
  const Scratch scratch;
  for (const std::vector<std::string>& options : std::vector<std::vector<std::string>>{
           {"--hidden", "", "--dropout", "0", "--activation", "linear"},
           {"--optimizer", "adam", "--weight-decay", "0", "--nesterov=false"},
           {"--cv", "2", "--keep", "last", "--snapshots", "0"},
           {"--validation", "0", "--metrics", "none"}}) {
    const Result result = train(kIris, scratch / "run", options);
    EXPECT_EQ(result.code, 0) << options[2] << result.err;
    std::filesystem::remove_all(scratch / "run");
  }
}

// A run's own file holds a value of every setting.
TEST(IdleOptions, OfAFileAreTaken) {
  const Scratch scratch;
  ASSERT_EQ(train(kIris, scratch / "run", {"--optimizer", "adam", "--hidden", ""}).code, 0);
  const std::string config = read(scratch / "run/config.toml");
  ASSERT_TRUE(contains(config, "\nmomentum = ")) << config;
  ASSERT_TRUE(contains(config, "\nlr-every = ")) << config;
  const Result again = riserun(
      {"train", "--config", scratch / "run/config.toml", "--out", scratch / "again", "--quiet"});
  EXPECT_EQ(again.code, 0) << again.err;
  const Result resumed =
      riserun({"train", "--resume", scratch / "run", "--quiet", "--epochs", "4"});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  // Beside a file, too, the command line's own options must count.
  const Result refused = riserun({"train", "--config", scratch / "run/config.toml", "--momentum",
                                  "0.5", "--out", scratch / "other"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_TRUE(contains(refused.err, "--momentum does nothing")) << refused.err;
}

}  // namespace
}  // namespace riserun::test
