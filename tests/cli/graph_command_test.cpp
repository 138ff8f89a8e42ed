// riserun graph: the lecture's numbers, pictures, and errors that point at their place.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

const std::string kNeuron = "n = x1*w1 + x2*w2 + b; o = tanh(n)";
const std::string kAt = "x1=2,x2=0,w1=-3,w2=1,b=6.8813735870195432";

TEST(GraphCommand, DrawsTheNeuronOfTheLecture) {
  const Result result = riserun({"graph", kNeuron, "--at", kAt, "--dot"});
  EXPECT_EQ(result.code, 0) << result.err;
  for (const char* node :
       {"{ x1 | data 2.0000 | grad -1.5000 }", "{ w1 | data -3.0000 | grad 1.0000 }",
        "{ x2 | data 0.0000 | grad 0.5000 }", "{ w2 | data 1.0000 | grad 0.0000 }",
        "{ b | data 6.8814 | grad 0.5000 }", "{ n | data 0.8814 | grad 0.5000 }",
        "{ o | data 0.7071 | grad 1.0000 }"})
    EXPECT_EQ(count(result.out, node), 1) << node << " in\n" << result.out;
  EXPECT_TRUE(contains(result.out, "digraph"));
}

TEST(GraphCommand, ComputesMicrogradsReadmeExample) {
  const Result result = riserun(
      {"graph",
       "c = a + b; d = a*b + b**3; c = c + c + 1; c = c + 1 + c + (-a); d = d + d*2 + relu(b + a);"
       "d = d + 3*d + relu(b - a); e = c - d; f = e**2; g = f/2; g = g + 10/f; g",
       "--at", "a=-4,b=2", "--dot"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "{ a | data -4.0000 | grad 138.8338 }")) << result.out;
  EXPECT_TRUE(contains(result.out, "{ b | data 2.0000 | grad 645.5773 }")) << result.out;
  EXPECT_TRUE(contains(result.out, "{ g | data 24.7041 | grad 1.0000 }")) << result.out;
}

TEST(GraphCommand, OperatorsBindAsInPython) {
  const auto value = [](const std::string& expression) {
    const Scratch scratch;
    const Result result = riserun({"graph", "--out", scratch / "a.dot", "--", expression});
    return result.out.substr(result.out.find("result") + 6);
  };
  EXPECT_TRUE(contains(value("2^3^2"), " 512"));
  EXPECT_TRUE(contains(value("2**-1"), " 0.5"));
  EXPECT_TRUE(contains(value("-2^2"), " -4"));
  EXPECT_TRUE(contains(value("8/4/2 - 1 - 1"), " -1"));
  EXPECT_TRUE(contains(value("2*-3 + +1.5e1"), " 9"));
  EXPECT_TRUE(contains(value("(1 + 2)*max(2, 3)"), " 9"));
  EXPECT_TRUE(contains(value("-dot(1, 2, 3, 4)"), " -11"));
  EXPECT_TRUE(contains(value("-7 // 2"), " -4"));
  EXPECT_TRUE(contains(value("7 // -2 * 3"), " -12"));
  EXPECT_TRUE(contains(value("-7 % 3"), " 2"));
  EXPECT_TRUE(contains(value("7 % -3"), " -2"));
  EXPECT_TRUE(contains(value("-6 % 3 + 10"), " 10"));
  EXPECT_TRUE(contains(value("1 + 1 < 3"), " 1"));
  EXPECT_TRUE(contains(value("(2 <= 2) + (2 >= 3) + (2 == 2) + (2 != 2) + (3 > 2)"), " 3"));
  EXPECT_TRUE(contains(value("ln(exp(2)) + maximum(1, 3)"), " 5"));
}

TEST(GraphCommand, ASmallGraphIsShownAsText) {
  const RunOptions utf8{.environment = {{"LC_ALL", "C.UTF-8"}}};
  const std::vector<std::string> lecture{"graph", "e=a*b; d=e+c; L=d*f", "--at",
                                         "a=2,b=-3,c=10,f=-2"};
  const Result result = riserun(lecture, utf8);
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.err, "");
  EXPECT_TRUE(contains(result.out,
                       "               data     grad\n"
                       "L  *        -8.0000   1.0000\n"
                       "├─ d  +      4.0000  -2.0000\n"
                       "│  ├─ e  *  -6.0000  -2.0000\n"
                       "│  │  ├─ a   2.0000   6.0000\n"
                       "│  │  └─ b  -3.0000  -4.0000\n"
                       "│  └─ c     10.0000  -2.0000\n"
                       "└─ f        -2.0000   4.0000\n"))
      << result.out;
  for (const char* row :
       {"\ne                 -6            -2\n", "\nd                  4            -2\n",
        "\nL                 -8             1\n"})
    EXPECT_TRUE(contains(result.out, row)) << result.out;
  const Result ascii = riserun(lecture, {.environment = {{"LC_ALL", "C"}, {"LANG", "C"}}});
  EXPECT_TRUE(contains(ascii.out, "|  |- e  *")) << ascii.out;
  EXPECT_FALSE(contains(ascii.out, "├")) << ascii.out;
}

TEST(GraphCommand, WhatIsUsedTwiceIsUnfoldedOnce) {
  const Result result = riserun({"graph", "s = a + b; s*s*2", "--at", "a=1,b=2"});
  EXPECT_EQ(count(result.out, "s  +"), 1) << result.out;
  EXPECT_EQ(count(result.out, "s (above)"), 1) << result.out;
  EXPECT_TRUE(contains(result.out, " 2\n")) << "the constant of\n" << result.out;
}

TEST(GraphCommand, AGraphThatNoTerminalCanShowIsATableAlone) {
  std::string deep = "x";
  for (int i = 0; i < 30; ++i) deep = "tanh(" + deep + ")";
  const Result wide = riserun({"graph", deep, "--at", "x=1"});
  EXPECT_EQ(wide.code, 0);
  EXPECT_TRUE(contains(wide.err, "wider than the terminal; --out FILE draws it")) << wide.err;
  EXPECT_FALSE(contains(wide.out, "tanh")) << wide.out;
  std::string large = "x";
  for (int i = 0; i < 70; ++i) large += "*x";
  const Result many = riserun({"graph", large, "--at", "x=1"});
  EXPECT_TRUE(contains(many.err, "too large to be shown as text")) << many.err;
  EXPECT_TRUE(contains(many.out, "result             1             1")) << many.out;
  EXPECT_EQ(riserun({"graph", "x", "--at", "1", "--dot", "--out", "a.svg"}).code, 2);
}

TEST(GraphCommand, OnlyTheTakenBranchIsComputed) {
  const Scratch scratch;
  const auto graph = [&](const std::string& at) {
    return riserun(
        {"graph", "y = if(x > 0, log(x), x % 3); y", "--at", at, "--out", scratch / "a.dot"});
  };
  const Result right = graph("x=2");
  EXPECT_TRUE(contains(right.out, "x                  2           0.5")) << right.out;
  const Result left = graph("x=-4");
  EXPECT_EQ(left.err.find("warning"), std::string::npos) << left.err;
  EXPECT_TRUE(contains(left.out, "x                 -4             1")) << left.out;
  EXPECT_TRUE(contains(left.out, "y                  2             1")) << left.out;
}

TEST(GraphCommand, WritesPicturesByTheirExtension) {
  const Scratch scratch;
  const Result dot = riserun({"graph", kNeuron, "--at", kAt, "--out", scratch / "a.dot"});
  EXPECT_EQ(dot.code, 0);
  EXPECT_TRUE(contains(read(scratch / "a.dot"), "digraph"));
  EXPECT_TRUE(contains(dot.out, "x1                 2          -1.5")) << dot.out;
  const Result svg = riserun({"graph", kNeuron, "--at", kAt, "--out", scratch / "a.svg"});
  if (contains(svg.err, "graphviz")) GTEST_SKIP() << "Graphviz is not installed";
  ASSERT_EQ(svg.code, 0) << svg.err;
  EXPECT_TRUE(contains(read(scratch / "a.svg"), "</svg>"));
  EXPECT_EQ(riserun({"graph", kNeuron, "--at", kAt, "--out", scratch / "a.png"}).code, 0);
  EXPECT_EQ(read(scratch / "a.png").substr(1, 3), "PNG");
}

TEST(GraphCommand, WhatLeavesTheNumbersIsSaid) {
  const Scratch scratch;
  const std::string out = scratch / "a.dot";
  const Result log = riserun({"graph", "b = log(a); b + 1/a", "--at", "a=-1", "--out", out});
  EXPECT_EQ(log.code, 0);
  EXPECT_TRUE(contains(log.err, "warning: log(-1) = nan: not finite from there on")) << log.err;
  EXPECT_EQ(count(log.err, "warning"), 1) << log.err;
  EXPECT_TRUE(contains(log.out, " nan ")) << log.out;
  EXPECT_FALSE(contains(log.out, "-nan")) << log.out;
  const Result root = riserun({"graph", "sqrt(a)", "--at", "a=0", "--out", out});
  EXPECT_TRUE(contains(root.err, "warning: the gradient of a is inf")) << root.err;
  const Result fine = riserun({"graph", "log(a)", "--at", "a=2", "--out", out});
  EXPECT_FALSE(contains(fine.err, "warning")) << fine.err;
}

TEST(GraphCommand, WithoutGraphvizTheTextIsKeptAndThePackageNamed) {
  const Scratch scratch;
  const Result result = riserun({"graph", "x*x", "--at", "x=3", "--out", scratch / "a.svg"},
                                {.environment = {{"PATH", "/nonexistent"}}});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "graphviz")) << result.err;
  EXPECT_TRUE(contains(read(scratch / "a.dot"), "digraph"));
  EXPECT_FALSE(std::filesystem::exists(scratch / "a.svg"));
}

TEST(GraphCommand, TheExamplesOfItsHelpWork) {
  const std::string help = riserun({"graph", "--help"}).out;
  const Result result =
      riserun({"graph", "d = a*b + b^3; e = d + relu(b - a); e/d", "--at", "a=-3,b=2"});
  EXPECT_TRUE(contains(help, "'d = a*b + b^3; e = d + relu(b - a); e/d' --at a=-3,b=2")) << help;
  EXPECT_EQ(result.err, result.err.substr(0, result.err.find("warning"))) << result.err;
  EXPECT_FALSE(contains(result.out, "nan")) << result.out;
  EXPECT_TRUE(contains(help, "--frames steps.svg"));
}

TEST(GraphCommand, IsColouredAlsoInTheDark) {
  const Result light = riserun({"graph", kNeuron, "--at", kAt, "--title", "a <neuron>", "--dot"});
  EXPECT_TRUE(contains(light.out, "<B>a &lt;neuron&gt;</B>")) << light.out;
  EXPECT_EQ(count(light.out, "■"), 13);
  const Result dark = riserun({"graph", kNeuron, "--at", kAt, "--dark", "--dot"});
  EXPECT_TRUE(contains(dark.out, "bgcolor=\"#0d1117\""));
}

TEST(GraphCommand, FramesAreAMovingSvgOrAFileAStep) {
  const Scratch scratch;
  const std::vector<std::string> arguments{"graph", "L = (w*x + b)^2", "--at", "w=2,x=3,b=1",
                                           "--frames"};
  const auto frames = [&](const std::string& file) {
    std::vector<std::string> all = arguments;
    all.push_back(scratch / file);
    return riserun(all);
  };
  const Result dot = frames("s.dot");
  EXPECT_EQ(dot.code, 0) << dot.err;
  // Forward, the root, the power, the sum, the product, done.
  EXPECT_TRUE(std::filesystem::exists(scratch / "s-05.dot"));
  EXPECT_FALSE(std::filesystem::exists(scratch / "s-06.dot"));
  EXPECT_TRUE(
      contains(read(scratch / "s-04.dot"), "dL/dw = dL/dv1 · dv1/dw\\n14.0000 · 3.0000 = 42.0000"))
      << read(scratch / "s-04.dot");
  const Result svg = frames("s.svg");
  if (contains(svg.err, "graphviz")) GTEST_SKIP() << "Graphviz is not installed";
  EXPECT_EQ(svg.code, 0) << svg.err;
  EXPECT_EQ(count(read(scratch / "s.svg"), "<g class=\"frame"), 6);
  EXPECT_EQ(frames("s.jpg").code, 2);
  std::string chain = "x";
  for (int i = 0; i < 80; ++i) chain = "sin(" + chain + ")";
  const Result long_one = riserun({"graph", chain, "--at", "x=1", "--frames", scratch / "c.svg"});
  EXPECT_EQ(long_one.code, 1);
  EXPECT_TRUE(contains(long_one.err, "more than 60 nodes")) << long_one.err;
}

struct MarkedMistake {
  std::string expression, message;
  std::size_t column;  // of the caret, from 1
};

TEST(GraphCommand, AMistakeIsShownAtItsColumn) {
  const MarkedMistake mistakes[] = {
      {"tanh(w1**x1", "expected \",\" or \")\", found the end", 12},
      {"w1 ** * x1", "expected a number, a name or \"(\", found \"*\"", 7},
      {"1 + tanhh(x)", "unknown function \"tanhh\"; did you mean \"tanh\"?", 5},
      {"elephant(x)", "riserun check --list names them all", 1},
      {"max(x)", "max takes 2 operands, found 1", 1},
      {"dot(x, y, z)", "an even number of operands, found 3", 1},
      {"sum()", "sum takes at least 1 operand, found 0", 1},
      {"a b", "expected an operator, found \"b\"", 3},
      {"(a", "expected \")\", found the end", 3},
      {"tanh + 1", "\"tanh\" is a function: write tanh(...)", 1},
      {"exp = 3", "\"exp\" is a function and cannot be a name", 1},
      {"", "found the end", 1},
      {"α + x", "found \"α\"", 1},
      {"1e999", "a number that a double can hold", 1},
      {"a < b < c", "comparisons do not chain: write (a < b) * (b < c)", 7},
      {"1 + (a = b)", "expected \")\", found \"=\"; equality is ==", 8},
      {"a > 0 and b", "found \"and\"; of two comparisons, both hold where", 7},
      {"a if b else c", "found \"if\"; write if(condition, a, b)", 3},
      {"2 + if(a, b)", "if takes 3 operands: a condition, and two values", 5},
      {"if(a, b, c, d)", "if takes 3 operands", 1},
      {"if + 1", "\"if\" is no name: write if(condition, a, b)", 1},
      {"if = 1", "\"if\" is a function and cannot be a name", 1},
      {"a //", "expected a number, a name or \"(\", found the end", 5},
      {std::string(300, '(') + "x", "nested more than 200 deep", 0}};
  for (const auto& [expression, message, column] : mistakes) {
    const Result result = riserun({"graph", expression, "--at", "x=1"});
    EXPECT_EQ(result.code, 2) << expression;
    EXPECT_EQ(result.out, "");
    EXPECT_TRUE(contains(result.err, message)) << result.err;
    if (column == 0) continue;
    EXPECT_TRUE(contains(result.err, "\n" + std::string(column + 1, ' ') + "^\n")) << result.err;
  }
}

TEST(GraphCommand, ALongChainIsNoDeepExpression) {
  std::string chain = "x";
  for (int i = 0; i < 20'000; ++i) chain += "+x";
  const Scratch scratch;
  const Result refused = riserun({"graph", chain, "--at", "x=1", "--out", scratch / "a.dot"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_TRUE(contains(refused.err, "more than 500 nodes")) << refused.err;
  EXPECT_TRUE(contains(refused.err, "--full")) << refused.err;
  const Result drawn =
      riserun({"graph", chain, "--at", "x=1", "--out", scratch / "a.dot", "--full"});
  EXPECT_EQ(drawn.code, 0);
  EXPECT_TRUE(contains(drawn.out, "20001")) << drawn.out;
}

TEST(GraphCommand, ValuesAreAskedForAndChecked) {
  EXPECT_TRUE(contains(riserun({"graph", "w*x + b"}).err, "add --at w=1,x=1,b=1"));
  EXPECT_TRUE(contains(riserun({"graph", "w", "--at", "w=1,v=2"}).err, "--at gives v"));
  EXPECT_TRUE(contains(riserun({"graph", "w", "--at", "w=1,w=2"}).err, "--at gives w twice"));
  EXPECT_TRUE(contains(riserun({"graph", "w", "--at", "w=1O"}).err,
                       "--at w: expected a number, found \"1O\""));
  EXPECT_TRUE(contains(riserun({"graph", "w", "--at", "w"}).err, "expected name=number"));
  EXPECT_EQ(riserun({"graph", "w", "--at", "w"}).code, 2);
  EXPECT_EQ(riserun({"graph", "w+v", "--at", "3"}).code, 2);
  EXPECT_EQ(riserun({"graph", "w^2", "--at", "-3"}).code, 0);
  EXPECT_EQ(riserun({"graph", "w+v", "--at", "w=1", "--at", "v = 2"}).code, 0);
}

TEST(GraphCommand, UnwritablePicturesAndUnknownFormatsAreNamed) {
  const Scratch scratch;
  const std::string file = scratch.write("file", "");
  const Result result = riserun({"graph", "1", "--out", file + "/a.dot"});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, file + "/a.dot")) << result.err;
  const Result format = riserun({"graph", "1", "--out", "a.jpg"});
  EXPECT_EQ(format.code, 2);
  EXPECT_TRUE(contains(format.err, "must end in .dot, .svg, .png, .pdf")) << format.err;
}

}  // namespace
}  // namespace riserun::test
