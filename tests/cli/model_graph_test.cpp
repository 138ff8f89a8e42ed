// riserun graph MODEL DATA: the graph of a trained model on one row.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

/// A run folder of that many hidden neurons; the rows are two clouds in x and y.
class ModelGraph : public testing::Test {
 protected:
  void SetUp() override { data_ = scratch_.write("clouds.csv", two_clouds(20)); }

  std::string train(const std::string& hidden, const std::vector<std::string>& more = {}) {
    const std::string run = scratch_ / ("run-" + hidden);
    std::vector<std::string> arguments{"train", data_,     "--hidden", hidden, "--epochs",
                                       "2",     "--quiet", "--out",    run};
    arguments.insert(arguments.end(), more.begin(), more.end());
    EXPECT_EQ(riserun(arguments).code, 0);
    return run;
  }
  Result graph(const std::string& model, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"graph", model, data_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto draws = [](const std::string& word) {
      return word == "--out" || word == "--frames";
    };
    if (std::ranges::none_of(arguments, draws)) arguments.emplace_back("--dot");
    return riserun(arguments);
  }

  const Scratch scratch_;
  std::string data_;
};

TEST_F(ModelGraph, ASmallModelIsDrawnNumberByNumber) {
  const std::string run = train("2", {"--activation", "tanh"});
  const Result result = graph(run, {"--row", "17"});
  ASSERT_EQ(result.code, 0) << result.err;
  for (const char* part :
       {"{ x |", "{ y |", "{ w1[2→1] |", "{ b2[2] |", "{ h1[1] |", "{ L |", "label=\"tanh\"",
        "label=\"cross entropy\"", "row 17 of clouds.csv: class"})
    EXPECT_TRUE(contains(result.out, part)) << part << " in\n" << result.out;
  // 2 x 2 weights, products and sums of two neurons; a weighted sum is one sum of three.
  EXPECT_EQ(count(result.out, "label=\"*\""), 8);
  EXPECT_EQ(count(result.out, "label=\"+\""), 4);
  EXPECT_TRUE(contains(result.err, "layer 1: 2 tanh")) << result.err;
  EXPECT_EQ(result.out, graph(run + "/model.safetensors", {"--row", "17"}).out);
  EXPECT_NE(result.out, graph(run, {"--row", "18"}).out);
}

// The loss that the graph ends with is the one that predict reports for that row.
TEST_F(ModelGraph, ItsLossIsTheModelsOwn) {
  const std::string run = train("2");
  const std::string rows = two_clouds(20);
  const std::size_t header = rows.find('\n') + 1;
  const std::string first = scratch_.write("one.csv", rows.substr(0, rows.find('\n', header) + 1));
  const Result predicted = riserun({"predict", run, first});
  const std::size_t at = predicted.err.find("loss ") + 5;
  const std::string loss = predicted.err.substr(at, predicted.err.find(',', at) - at);
  EXPECT_TRUE(contains(graph(run).out, "{ L | data " + loss)) << loss << graph(run).out;
}

TEST_F(ModelGraph, LargerModelsNeuronByNeuronThenLayerByLayer) {
  const Result neurons = graph(train("16,16"));
  ASSERT_EQ(neurons.code, 0) << neurons.err;
  EXPECT_TRUE(contains(neurons.out, "{ h2[16] |"));
  EXPECT_EQ(count(neurons.out, "shape=record"), 2 + 16 + 16 + 2 + 1);
  EXPECT_EQ(count(neurons.out, "penwidth=") >= 2 * 16 + 16 * 16 + 16 * 2, true);
  const Result layers = graph(train("64,32"));
  ASSERT_EQ(layers.code, 0) << layers.err;
  EXPECT_EQ(count(layers.out, "shape=record"), 5);
  for (const char* part : {"layer\\ 2:\\ 64\\ →\\ 32,\\ relu", "of 64 active", "W 64×32: \\|W\\|",
                           "label=\"softmax\"", "{ loss |"})
    EXPECT_TRUE(contains(layers.out, part)) << part << " in\n" << layers.out;
  EXPECT_EQ(count(graph(train("2"), {"--detail", "layers"}).out, "shape=record"), 4);
}

TEST_F(ModelGraph, FullDrawsEveryNumberAndSaysWhereDotEnds) {
  const std::string run = train("96,96", {"--epochs", "1"});
  const Result refused = graph(run, {"--detail", "ops"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_TRUE(contains(refused.err, "more than 500 nodes")) << refused.err;
  EXPECT_TRUE(contains(refused.err, "--full")) << refused.err;
  EXPECT_EQ(graph(run, {"--full", "--out", scratch_ / "full.dot"}).code, 0);
  EXPECT_GT(count(read(scratch_ / "full.dot"), "shape=record"), 10'000);
  const Result endless = graph(run, {"--full", "--out", scratch_ / "full.svg"});
  EXPECT_EQ(endless.code, 1);
  EXPECT_TRUE(contains(endless.err, "sfdp") || contains(endless.err, "graphviz")) << endless.err;
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "full.svg"));
}

// The numbers in the graph of a regression are in the unit that it is trained in, and say so.
TEST_F(ModelGraph, AnOutputOfARegressionSaysItsUnit) {
  const std::string rows = scratch_.write("numbers.csv", "x,price\n1,100.5\n2,200\n3,330\n4,410\n");
  const auto table = [&](const std::string& scaling) {
    EXPECT_EQ(riserun({"train", rows, "--hidden", "2", "--epochs", "2", "--quiet", "--target-scale",
                       scaling, "--out", scratch_ / scaling, "--force"})
                  .code,
              0);
    return riserun({"graph", scratch_ / scaling, rows, "--output", "price"}).out;
  };
  EXPECT_TRUE(contains(table("standard"), "\nprice, standardised ")) << table("standard");
  EXPECT_TRUE(contains(table("standard"), "price 100.5, the model says ")) << "in the file's unit";
  EXPECT_TRUE(contains(table("none"), "\nprice ")) << table("none");
  const Result wrong = riserun({"graph", scratch_ / "none", rows, "--output", "x"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_TRUE(contains(wrong.err, "no such output; it has one, \"price\"")) << wrong.err;
}

TEST_F(ModelGraph, OptionsThatDoNothingAreRefused) {
  const auto error = [](std::vector<std::string> more) {
    more.insert(more.begin(), {"graph", "tanh(x)", "--at", "x=1"});
    const Result result = riserun(more);
    EXPECT_EQ(result.code, 2) << more.back();
    return result.err;
  };
  EXPECT_TRUE(contains(error({"--detail", "layers"}), "--detail does nothing with an expression"));
  EXPECT_TRUE(contains(error({"--header", "yes"}), "--header does nothing without DATA"));
  EXPECT_TRUE(contains(error({"--full", "--detail", "ops"}), "leave --detail away"));
}

TEST_F(ModelGraph, AnOutputInsteadOfTheLoss) {
  const std::string run = train("2");
  const Result output = graph(run, {"--output", "right"});
  const Result wrong = graph(run, {"--output", "rihgt"});
  EXPECT_EQ(wrong.code, 2) << wrong.err;
  EXPECT_TRUE(contains(wrong.err, "did you mean \"right\"?")) << wrong.err;
  EXPECT_FALSE(contains(output.out, "{ L |"));
  // Without labels there is no loss to differentiate.
  const std::string unlabelled = scratch_.write("new.csv", "x,y\n0.5,1\n");
  const Result plain = riserun({"graph", run, unlabelled});
  EXPECT_EQ(plain.code, 0) << plain.err;
  EXPECT_TRUE(contains(plain.out, "row 1 of new.csv: the model says")) << plain.out;
  EXPECT_FALSE(contains(plain.out, "cross entropy"));
}

TEST_F(ModelGraph, StepByStep) {
  const std::string run = train("1", {"--activation", "tanh"});
  const Result result = graph(run, {"--frames", scratch_ / "s.dot"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(read(scratch_ / "s-02.dot"), "L hands dL/dL = 1.0000 on through"));
}

TEST_F(ModelGraph, MistakesAreNamed) {
  const std::string run = train("2");
  const Result row = graph(run, {"--row", "41"});
  EXPECT_EQ(row.code, 2);
  EXPECT_TRUE(contains(row.err, "has 40 rows")) << row.err;
  EXPECT_EQ(graph(run, {"--row", "0"}).code, 2);
  const Result swapped = riserun({"graph", data_, run});
  EXPECT_EQ(swapped.code, 2);
  EXPECT_TRUE(contains(swapped.err, "the model comes first")) << swapped.err;
  const Result alone = riserun({"graph", run});
  EXPECT_EQ(alone.code, 2);
  EXPECT_TRUE(contains(alone.err, "DATA")) << alone.err;
  const Result columns = riserun({"graph", run, scratch_.write("z.csv", "x,z,kind\n1,2,a\n")});
  EXPECT_EQ(columns.code, 1);
  EXPECT_TRUE(contains(columns.err, "\"y\"")) << columns.err;
  EXPECT_EQ(graph(run, {"--at", "x=1"}).code, 2);
  EXPECT_EQ(riserun({"graph", "x*x", "--at", "x=1", "--row", "2"}).code, 2);
  const Result no_dot = riserun({"graph", run, data_, "--out", scratch_ / "a.svg"},
                                {.environment = {{"PATH", "/nonexistent"}}});
  EXPECT_EQ(no_dot.code, 1);
  EXPECT_TRUE(contains(no_dot.err, "graphviz")) << no_dot.err;
}

}  // namespace
}  // namespace riserun::test
