// Data that cannot be used: each gets a message that says where, and no run folder.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <ostream>
#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

struct BadData {
  std::string name, content, message;
  friend std::ostream& operator<<(std::ostream& out, const BadData& data) {
    return out << data.name;
  }
};

class TrainOnBadData : public testing::TestWithParam<BadData> {};

TEST_P(TrainOnBadData, SaysWhereAndExits1) {
  const Scratch scratch;
  const std::string file = scratch.write("data.csv", GetParam().content);
  const Result result = riserun({"train", file, "--missing", "refuse", "--out", scratch / "run"});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, GetParam().message)) << result.err;
  EXPECT_TRUE(contains(result.err, "data.csv")) << result.err;
  EXPECT_EQ(result.out, "");
  EXPECT_FALSE(fs::exists(scratch / "run"));
}

INSTANTIATE_TEST_SUITE_P(
    All, TrainOnBadData,
    testing::Values(BadData{"Empty", "", "empty"}, BadData{"HeaderOnly", "x,y,kind\n", "data.csv"},
                    BadData{"Ragged", "x,y,kind\n1,2,a\n3,b\n5,6,a\n", "data.csv:3"},
                    BadData{"TextInANumberColumn", "x,y,kind\n1,2,a\n3,abc,b\n5,6,a\n",
                            "data.csv:3:3: expected a number, found \"abc\""},
                    BadData{"NaN", "x,y,kind\n1,nan,a\n3,4,b\n", "data.csv:2:3"},
                    BadData{"Infinity", "x,y,kind\n1,2,a\n-inf,4,b\n", "data.csv:3:1"},
                    BadData{"EmptyField", "x,y,kind\n1,2,a\n3,,b\n", "data.csv:3:3"},
                    BadData{"OneClassOnly", "x,y,kind\n1,2,a\n3,4,a\n5,6,a\n7,8,a\n", "class"}),
    [](const auto& one) { return one.param.name; });

TEST(BadData, AMissingFileIsNamed) {
  const Scratch scratch;
  const Result result = riserun({"train", scratch / "no.csv", "--out", scratch / "run"});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, scratch / "no.csv")) << result.err;
  EXPECT_TRUE(contains(result.err, "No such file")) << result.err;
  EXPECT_FALSE(fs::exists(scratch / "run"));
}

TEST(BadData, WithoutAFileTheArgumentIsAskedFor) {
  const Result result = riserun({"train"});
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(contains(result.err, "DATA is required")) << result.err;
}

TEST(BadData, AnUnknownLabelColumnIsNamedWithTheNearest) {
  const Scratch scratch;
  const std::string file = scratch.write("data.csv", two_clouds(5));
  const Result result = riserun({"train", file, "--label", "kidn", "--out", scratch / "run"});
  EXPECT_EQ(result.code, 2);  // the name came with the command, not with the data
  EXPECT_TRUE(contains(result.err, "did you mean \"kind\"?")) << result.err;
}

// A name in a column of numbers is a mistake of the file, or of what the column was taken for.
TEST(BadData, AWordAmongNumbersSaysWhatTheColumnMayBe) {
  const Scratch scratch;
  std::string rows;
  for (int i = 0; i < 20; ++i) rows += std::to_string(i % 7) + (i % 2 == 0 ? ",4,a\n" : ",5,b\n");
  const auto train = [&](const std::string& text, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"train", scratch.write("data.csv", text), "--quiet", "--epochs", "1",
                               "--force", "--out", scratch / "run"});
    return riserun(more);
  };
  const Result named = train("x,size,kind\n" + rows + "1,red,a\n");
  EXPECT_EQ(named.code, 1);
  EXPECT_TRUE(contains(named.err,
                       "data.csv:22:3: expected a number, found \"red\" (field 2, \"size\"); if "
                       "the column holds names: --column size=category, or leave it out: --ignore "
                       "size\n"))
      << named.err;
  // A name that the shell would take apart, and none at all: by number.
  EXPECT_TRUE(contains(train("x,the size,kind\n" + rows + "1,red,a\n").err,
                       "--column 2=category, or leave it out: --ignore 2\n"));
  EXPECT_TRUE(contains(train(rows + "1,red,a\n").err, "--ignore 2\n"));
  // Doing so helps.
  EXPECT_EQ(train("x,size,kind\n" + rows + "1,red,a\n", {"--column", "size=category"}).code, 0);
  EXPECT_EQ(train("x,size,kind\n" + rows + "1,red,a\n", {"--ignore", "size"}).code, 0);
  // predict has no such options.
  const Result predicted =
      riserun({"predict", scratch / "run", scratch.write("p.csv", "x\nred\n")});
  EXPECT_EQ(predicted.code, 1);
  EXPECT_TRUE(contains(predicted.err, "found \"red\" (field 1, \"x\")\n")) << predicted.err;
}

TEST(BadData, TheLabelCannotBeIgnored) {
  const Scratch scratch;
  const std::string file = scratch.write("data.csv", two_clouds(5));
  const Result result = riserun({"train", file, "--ignore", "kind", "--out", scratch / "run"});
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(contains(result.err,
                       "column 3, \"kind\", is to be left out (--ignore), and it is the "
                       "label to learn (--label last); say which column is the label"))
      << result.err;
}

TEST(BadData, ALossThatTheDataCannotHaveIsNamed) {
  const Scratch scratch;
  const std::string file = scratch.write("abc.csv", "x,kind\n1,a\n2,b\n3,c\n4,a\n5,b\n6,c\n");
  const Result result = riserun({"train", file, "--loss", "binary", "--out", scratch / "run"});
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(contains(result.err, "--loss binary is for two classes")) << result.err;
  EXPECT_FALSE(fs::exists(scratch / "run"));
}

TEST(BadData, AModelThatDoesNotFitTheDataSaysWhatIsMissing) {
  const Scratch scratch;
  const std::string data = scratch.write("clouds.csv", two_clouds(20));
  ASSERT_EQ(riserun({"train", data, "--epochs", "1", "--out", scratch / "run"}).code, 0);
  const std::string other = scratch.write("other.csv", "x,z\n1,2\n");
  const Result result = riserun({"predict", scratch / "run", other});
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_TRUE(contains(result.err, "\"y\"")) << result.err;
  EXPECT_TRUE(contains(result.err, "other.csv")) << result.err;
}

TEST(BadData, AFileThatIsNoModelIsNamed) {
  const Scratch scratch;
  const std::string data = scratch.write("clouds.csv", two_clouds(3));
  const Result result = riserun({"predict", data, data});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "clouds.csv")) << result.err;
  const Result missing = riserun({"predict", scratch / "no.safetensors", data});
  EXPECT_EQ(missing.code, 1);
  EXPECT_TRUE(contains(missing.err, "no.safetensors")) << missing.err;
}

TEST(BadData, PredictSaysWhatWasGivenInsteadOfAModel) {
  const Scratch scratch;
  const std::string data = scratch.write("clouds.csv", two_clouds(20)), run = scratch / "run";
  ASSERT_EQ(riserun({"train", data, "--epochs", "1", "--out", run}).code, 0);
  for (const std::string& model : {run, run + "/model.safetensors"}) {
    const Result swapped = riserun({"predict", data, model});
    EXPECT_EQ(swapped.code, 2);
    EXPECT_TRUE(contains(swapped.err,
                         fmt::format("the model comes first, then the data: {} {}", model, data)))
        << swapped.err;
  }
  const auto error = [&](const std::string& folder) {
    const Result result = riserun({"predict", folder, data});
    EXPECT_EQ(result.code, 1);
    return result.err;
  };
  ASSERT_EQ(riserun({"train", data, "--cv", "2", "--epochs", "1", "--out", scratch / "cv"}).code,
            0);
  EXPECT_TRUE(contains(error(scratch / "cv"), "a cross-validation")) << error(scratch / "cv");
  EXPECT_TRUE(contains(error(scratch / "cv"), "cv/fold-1"));
  EXPECT_EQ(riserun({"predict", scratch / "cv/fold-1", data}).code, 0);
  ASSERT_EQ(riserun({"train", data, "--lr", "find", "--out", scratch / "find"}).code, 0);
  EXPECT_TRUE(contains(error(scratch / "find"), "search for a learning rate"));
  std::filesystem::remove(run + "/model.safetensors");
  EXPECT_TRUE(contains(error(run), "riserun train --resume " + run)) << error(run);
  EXPECT_TRUE(contains(error(scratch.path().string()), "it is no run folder"));
}

// The predictions never take the place of what they are made from.
TEST(BadData, PredictionsDoNotOverwriteModelOrData) {
  const Scratch scratch;
  const std::string data = scratch.write("data.csv", two_clouds(5)), run = scratch / "run";
  ASSERT_EQ(riserun({"train", data, "--epochs", "1", "--quiet", "--out", run}).code, 0);
  const std::string model = run + "/model.safetensors", before = read(model);
  std::filesystem::create_symlink(data, scratch.path() / "link.csv");
  for (const std::string& out :
       {model, run + "/../run/model.safetensors", data, scratch / "link.csv"}) {
    const Result result = riserun({"predict", run, data, "--out", out});
    EXPECT_EQ(result.code, 2) << out;
    EXPECT_TRUE(contains(result.err, "would overwrite; name another file")) << result.err;
  }
  EXPECT_EQ(read(model), before);
  EXPECT_EQ(read(data), two_clouds(5));
  for (int twice = 0; twice < 2; ++twice)
    EXPECT_EQ(riserun({"predict", run, data, "--out", scratch / "p.csv"}).code, 0);
}

TEST(BadData, SizesWithoutCommasAreAnsweredWithCommas) {
  for (const char* sizes : {"16-16", "16x16", "16 16"}) {
    const Result result = riserun({"train", "moons:", "--hidden", sizes});
    EXPECT_EQ(result.code, 2);
    EXPECT_TRUE(contains(result.err, "as --hidden 16,16")) << result.err;
  }
}

// A model that was trained without them cannot fill gaps; predict has no option for it.
TEST(BadData, PredictAdvisesNothingThatItLacks) {
  const Scratch scratch;
  const std::string data = scratch.write("clouds.csv", two_clouds(20));
  ASSERT_EQ(riserun({"train", data, "--epochs", "1", "--out", scratch / "run"}).code, 0);
  const Result result =
      riserun({"predict", scratch / "run", scratch.write("gap.csv", "x,y\n1,\n")});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "gap.csv:2:3: ")) << result.err;
  EXPECT_TRUE(contains(result.err, "train with --missing mean")) << result.err;
}

TEST(BadData, AMistypedGeneratorIsNamed) {
  const Result result = riserun({"train", "moon:n=500"});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "did you mean the generator \"moons:n=500\"?")) << result.err;
}

TEST(BadData, ADamagedModelIsRefused) {
  const Scratch scratch;
  const std::string data = scratch.write("clouds.csv", two_clouds(20));
  ASSERT_EQ(riserun({"train", data, "--epochs", "1", "--out", scratch / "run"}).code, 0);
  std::string bytes = read(scratch / "run/model.safetensors");
  bytes[bytes.size() - 3] ^= 1;
  const Result changed = riserun({"predict", scratch.write("m.safetensors", bytes), data});
  EXPECT_EQ(changed.code, 1);
  EXPECT_TRUE(contains(changed.err, "m.safetensors")) << changed.err;
  bytes.resize(bytes.size() - 8);
  EXPECT_EQ(riserun({"predict", scratch.write("m.safetensors", bytes), data}).code, 1);
}

TEST(BadData, PredictionsThatCannotBeWrittenAreAFailure) {
  const Scratch scratch;
  const std::string data = scratch.write("clouds.csv", two_clouds(20));
  ASSERT_EQ(riserun({"train", data, "--epochs", "1", "--out", scratch / "run"}).code, 0);
  const Result result = riserun({"predict", scratch / "run", data, "--out", data + "/p.csv"});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "p.csv")) << result.err;
}

TEST(BadData, SettingsThatCannotGoTogetherAreUsageErrors) {
  const Scratch scratch;
  const std::string data = scratch.write("clouds.csv", two_clouds(5));
  const auto run = [&](std::vector<std::string> more) {
    std::vector<std::string> all{"train", data, "--out", scratch / "run"};
    all.insert(all.end(), more.begin(), more.end());
    const Result result = riserun(all);
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_FALSE(fs::exists(scratch / "run"));
    return result.err;
  };
  EXPECT_TRUE(contains(run({"--task", "regression", "--loss", "softmax"}), "--loss mse"));
  EXPECT_TRUE(contains(run({"--momentum", "1"}), "momentum"));
  EXPECT_TRUE(contains(run({"--label", "none"}), "--label none"));
  EXPECT_TRUE(contains(run({"--separator", "wrong"}), "--separator"));
  EXPECT_TRUE(contains(run({"--hidden", "8,0"}), "--hidden"));
}

}  // namespace
}  // namespace riserun::test
