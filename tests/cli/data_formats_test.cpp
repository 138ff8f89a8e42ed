// riserun train and predict on every format, parts from files, and files that cannot be used.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include "tests/cli/run_riserun.hpp"
#include "tests/train/reading/idx_bytes.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;
using train::idx_bytes;

Result train_on(const Scratch& scratch, const std::string& data,
                const std::vector<std::string>& more = {}) {
  std::vector<std::string> all{"train", data,       "--out", scratch / "run", "--hidden",
                               "4",     "--epochs", "20",    "--quiet",       "--force"};
  all.insert(all.end(), more.begin(), more.end());
  return riserun(all);
}

/// 40 images of two pixels; the label is which of them is brighter. MNIST's names.
std::string write_images(const Scratch& scratch, const std::string& part) {
  std::vector<int> pixels, labels;
  for (int i = 0; i < 40; ++i) {
    pixels.insert(pixels.end(), {i * 5, i % 2 == 0 ? 255 : 0});
    labels.push_back(i % 2);
  }
  static_cast<void>(scratch.write(part + "-labels-idx1-ubyte", idx_bytes({40}, labels)));
  return scratch.write(part + "-images-idx3-ubyte", idx_bytes({40, 1, 2}, pixels));
}

std::string sparse(int rows) {
  std::string text;
  for (int i = 0; i < rows; ++i)
    text += i % 2 == 0 ? "+1 1:" + std::to_string(i % 5) + " 3:1\n" : "-1 2:1 # remark\n";
  return text;
}

TEST(DataFormats, IdxFindsItsLabelsForTrainingTestAndPrediction) {
  const Scratch scratch;
  const std::string images = write_images(scratch, "train"), test = write_images(scratch, "t10k");
  const Result trained =
      train_on(scratch, images, {"--test-file", test, "--batch", "4", "--epochs", "80"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_TRUE(contains(trained.out, "40 rows, 2 features, 2 classes")) << trained.out;
  EXPECT_TRUE(contains(trained.out, "accuracy 100.0 % (40 of 40)")) << trained.out;
  const Result predicted = riserun({"predict", scratch / "run", test});
  EXPECT_TRUE(predicted.out.starts_with("label\n0\n1\n0\n")) << predicted.out;
  EXPECT_TRUE(contains(predicted.err, "accuracy 100.0 %")) << predicted.err;
  // Numbers instead of classes, and labels named.
  const std::string labels = scratch.write("other", read(scratch / "train-labels-idx1-ubyte"));
  EXPECT_EQ(train_on(scratch, images, {"--task", "regression", "--labels", labels}).code, 0);
}

TEST(DataFormats, LibsvmWithFewerFeaturesInTheOtherFiles) {
  const Scratch scratch;
  const std::string data = scratch.write("a.svm", sparse(40));
  const std::string narrow = scratch.write("b.svm", "-1 2:1\n+1 1:3\n");
  const Result trained = train_on(scratch, data, {"--validation-file", narrow});
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_TRUE(contains(trained.out, "40 to train, 2 to validate")) << trained.out;
  EXPECT_EQ(riserun({"predict", scratch / "run", narrow}).code, 0);
  const std::string wide = scratch.write("c.svm", "-1 2:1 7:1\n");
  const Result refused = train_on(scratch, data, {"--validation-file", wide});
  EXPECT_TRUE(contains(refused.err, "c.svm:1:8: found index 7, and the model has 3 features"));
  EXPECT_EQ(train_on(scratch, data, {"--features", "9"}).code, 0);
  EXPECT_EQ(riserun({"predict", scratch / "run", wide}).code, 0);
}

TEST(DataFormats, SeveralNumbersFromLibsvm) {
  const Scratch scratch;
  std::string text;
  for (int i = 0; i < 30; ++i)
    text += std::to_string(i) + ',' + std::to_string(-i) + " 1:" + std::to_string(i) + '\n';
  const std::string data = scratch.write("a.svm", text);
  ASSERT_EQ(train_on(scratch, data, {"--task", "regression"}).code, 0);
  EXPECT_TRUE(riserun({"predict", scratch / "run", data}).out.starts_with("y1,y2\n"));
}

TEST(DataFormats, GeneratorsNeedNoFile) {
  const Scratch scratch;
  for (const char* name :
       {"moons:n=60,noise=0", "circles:n=60", "spirals:n=60,classes=3", "xor:"}) {
    ASSERT_EQ(train_on(scratch, name).code, 0) << name;
    EXPECT_EQ(riserun({"predict", scratch / "run", name}).code, 0) << name;
  }
  EXPECT_EQ(train_on(scratch, "moons:n=x").code, 2);
}

TEST(DataFormats, MissingValuesAreFilledTheSameWayInPrediction) {
  const Scratch scratch;
  // One gap alone, of which no input tells.
  std::string csv = "a,b,kind\n";
  for (int i = 0; i < 40; ++i)
    csv += (i == 0 ? "?" : std::to_string(i)) + ',' + std::to_string(i % 2) + ',' +
           (i % 2 == 0 ? "u\n" : "v\n");
  const std::string data = scratch.write("gaps.csv", csv);
  const Result refused = train_on(scratch, data, {"--missing", "refuse"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_TRUE(contains(refused.err, "gaps.csv:2:1: expected a number, found \"?\"")) << refused.err;
  // By itself the median is put in, and the summary says so.
  const Result filled = train_on(scratch, data);
  ASSERT_EQ(filled.code, 0) << filled.err;
  EXPECT_TRUE(contains(read(scratch / "run/summary.txt"), "missing values: median"));
  EXPECT_TRUE(contains(read(scratch / "run/config.toml"), "median"));
  ASSERT_EQ(train_on(scratch, data, {"--missing", "constant", "--missing-value", "7"}).code, 0);
  const auto predicted = [&](const char* rows) {
    return riserun({"predict", scratch / "run", scratch.write("new.csv", rows), "--proba"}).out;
  };
  EXPECT_EQ(predicted("a,b\n,1\n"), predicted("a,b\n7,1\n"));
  EXPECT_NE(predicted("a,b\n,1\n"), predicted("a,b\n30,1\n"));
}

TEST(DataFormats, AChangedFileIsNoticedByItsConfiguration) {
  const Scratch scratch;
  const std::string data = scratch.write("a.csv", two_clouds(20));
  ASSERT_EQ(train_on(scratch, data).code, 0);
  const std::vector<std::string> again{"train",  "--config",    scratch / "run/config.toml",
                                       "--out",  scratch / "b", "--force",
                                       "--quiet"};
  EXPECT_EQ(riserun(again).code, 0);
  static_cast<void>(scratch.write("a.csv", two_clouds(21)));
  const Result changed = riserun(again);
  EXPECT_EQ(changed.code, 1);
  EXPECT_TRUE(contains(changed.err, "the content has changed: its hash is ")) << changed.err;
  const std::string config = read(scratch / "run/config.toml");
  const std::size_t hash = config.find("data-hash = '") + 13;
  EXPECT_TRUE(contains(changed.err, config.substr(hash, 16))) << changed.err;
  std::vector<std::string> all_the_same = again;
  all_the_same.insert(all_the_same.end(), {"--data-hash", "any"});
  EXPECT_EQ(riserun(all_the_same).code, 0);
  std::vector<std::string> given = again;
  given.push_back(data);
  EXPECT_EQ(riserun(given).code, 0);
}

struct BadFile {
  std::string name, file, content, message;
  friend std::ostream& operator<<(std::ostream& out, const BadFile& bad) { return out << bad.name; }
};
class UnusableFile : public testing::TestWithParam<BadFile> {};

TEST_P(UnusableFile, SaysWhereAndExits1) {
  const Scratch scratch;
  static_cast<void>(scratch.write("x-labels", idx_bytes({2}, {0, 1})));
  const std::string file = scratch.write(GetParam().file, GetParam().content);
  const Result result = train_on(scratch, file);
  EXPECT_EQ(result.code, 1) << result.out;
  EXPECT_TRUE(contains(result.err, file)) << result.err;
  EXPECT_TRUE(contains(result.err, GetParam().message)) << result.err;
  EXPECT_FALSE(fs::exists(scratch / "run"));
}

// "1,2,u\n" gzipped, and cut.
const std::string kCutGzip("\x1f\x8b\x08\0\0\0\0\0\0\x03\x33\xd4\x31\xd2", 14);

INSTANTIATE_TEST_SUITE_P(
    All, UnusableFile,
    testing::Values(
        BadFile{"CutGzip", "a.csv.gz", kCutGzip, "damaged or cut short"},
        BadFile{"IdxMagic", "x-images", std::string("\0\0\x0a\x01\0\0\0\1x", 9), "a type of IDX"},
        BadFile{"IdxSize", "x-images", idx_bytes({2, 2}, {1, 2, 3}), "cut short"},
        BadFile{"IdxCounts", "x-images", idx_bytes({3, 1}, {1, 2, 3}), "has 2 labels"},
        BadFile{"IdxWithoutLabels", "pixels", idx_bytes({3, 1}, {1, 2, 3}), "--labels FILE"},
        BadFile{"LibsvmOrder", "a.svm", "1 1:1\n0 2:1 1:1\n", ":2:7: expected an index above 2"},
        BadFile{"OpenQuote", "a.csv", "x,k\n1,\"u\n2,v\n", ":2:3: the quote"},
        BadFile{"Zero", "a.csv", std::string("x,k\n1,u\n\0,v\n", 12), "binary"},
        BadFile{"Ragged", "a.tsv", "x\tk\n1\tu\n2\n", ":3:1: expected 2 fields, found 1"},
        BadFile{"Crlf", "a.csv", "x,k\r\n1,u\r\nz,v\r\n", ":3:1: expected a number"},
        BadFile{"Mark", "a.csv",
                "\xEF\xBB\xBF"
                "x,k\n1,u\nz,v",
                ":3:1: expected a number"}),
    [](const auto& one) { return one.param.name; });

TEST(DataFormats, AnUnknownClassInTheValidationFileIsNamed) {
  const Scratch scratch;
  const std::string data = scratch.write("a.csv", two_clouds(20));
  const std::string other = scratch.write("v.csv", "x,y,kind\n1,2,middle\n");
  const Result result = train_on(scratch, data, {"--validation-file", other});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "v.csv:2:5: unknown class \"middle\"")) << result.err;
  const std::string bare = scratch.write("v.csv", "x,y\n1,2\n");
  EXPECT_TRUE(contains(train_on(scratch, data, {"--test-file", bare}).err, "needs the label too"));
}

TEST(DataFormats, PredictsWhatComesOnStdin) {
  const Scratch scratch;
  const std::string data = scratch.write("clouds.csv", two_clouds(20)), run = scratch / "run";
  ASSERT_EQ(riserun({"train", data, "--epochs", "1", "--quiet", "--out", run}).code, 0);
  const std::string expected = riserun({"predict", run, data}).out;
  ASSERT_EQ(count(expected, "\n"), 41);
  const Result piped = riserun({"predict", run, "-", "--out", "-"}, {.input = data});
  EXPECT_EQ(piped.code, 0) << piped.err;
  EXPECT_EQ(piped.out, expected);
  EXPECT_FALSE(std::filesystem::exists("-"));
  const Result nothing = riserun({"predict", run, "-"});
  EXPECT_EQ(nothing.code, 1);
  EXPECT_TRUE(contains(nothing.err, "/dev/stdin: the file is empty")) << nothing.err;
}

// One number of a single row says nothing about its comma; the option does.
TEST(DataFormats, DecimalCommas) {
  const Scratch scratch;
  std::string text = "x;y;kind\n";
  for (int i = 0; i < 20; ++i)
    text += std::to_string(i) + ",25;0,5;" + (i < 10 ? "small\n" : "large\n");
  const std::string data = scratch.write("eu.csv", text), run = scratch / "run";
  const Result trained = riserun({"train", data, "--epochs", "30", "--quiet", "--out", run});
  ASSERT_EQ(trained.code, 0) << trained.err;
  const std::string one = scratch.write("one.csv", "x;y\n2,125;1\n");
  const Result unclear = riserun({"predict", run, one});
  EXPECT_EQ(unclear.code, 1);
  EXPECT_TRUE(contains(unclear.err, "one.csv:2:1: \"2,125\" can be")) << unclear.err;
  EXPECT_EQ(riserun({"predict", run, one, "--decimal", "comma"}).out, "kind\nsmall\n");
  EXPECT_EQ(riserun({"train", data, "--decimal", "point", "--out", scratch / "other"}).code, 1);
}

// Of rows that all have one number there is no R2 to speak of.
TEST(DataFormats, FiguresOfASingleRow) {
  const Scratch scratch;
  const std::string rows = scratch.write("n.csv", "x,price\n1,100.5\n2,200\n3,330\n4,410\n");
  ASSERT_EQ(riserun({"train", rows, "--quiet", "--epochs", "1", "--out", scratch / "run"}).code, 0);
  const std::string figures =
      riserun({"predict", scratch / "run", scratch.write("one.csv", "x,price\n2,150.5\n")}).err;
  EXPECT_TRUE(contains(figures, "price: RMSE ")) << figures;
  EXPECT_FALSE(contains(figures, "nan")) << figures;
}

// Tables written with row numbers: their model would know nothing but the order of the rows.
TEST(DataFormats, AColumnThatCountsTheRowsIsLeftOutOrWarnedAbout) {
  const Scratch scratch;
  const auto train = [&](const std::string& name, bool counts, bool alone,
                         std::vector<std::string> more = {}) {
    std::string text = name + (alone ? ",kind\n" : ",x,kind\n");
    if (name.empty()) text.clear();
    for (int i = 1; i <= 20; ++i)
      text += std::to_string(counts ? i : i / 2) +
              (alone ? "," : "," + std::to_string(i % 4) + ",") + (i <= 10 ? "a\n" : "b\n");
    more.insert(more.begin(), {"train", scratch.write("rows.csv", text), "--epochs", "1", "--quiet",
                               "--force", "--out", scratch / "run"});
    Result result = riserun(more);
    EXPECT_EQ(result.code, 0) << result.err;
    return result;
  };
  EXPECT_TRUE(contains(train("id", true, false).out, "left out: id (numbers the rows)"));
  EXPECT_TRUE(contains(train("", true, false).out, "left out: 1 (numbers the rows)"));
  EXPECT_FALSE(contains(train("id", false, false).out, "left out"));
  EXPECT_FALSE(contains(train("id", true, true).out, "left out")) << "the only feature is meant";
  EXPECT_FALSE(contains(train("id", true, false, {"--column", "id=number"}).out, "left out"));
  // A time may count the rows, too.
  const Result time = train("t", true, false);
  EXPECT_FALSE(contains(time.out, "left out"));
  EXPECT_TRUE(contains(time.err, "\"t\" counts the rows")) << time.err;
  EXPECT_EQ(train("t", false, false).err, "");
}

}  // namespace
}  // namespace riserun::test
