// Backpropagation step by step: what each picture says, and that nothing moves between them.
#include <riserun/core/drawing/backward_steps.hpp>

#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/core/core.hpp>
#include "tests/found_text.hpp"

namespace riserun {
namespace {

using test::contains;

TEST(BackwardSteps, WriteTheChainRuleOnTheArrows) {
  Tape tape;
  const Value x = tape.variable(3.0, "x"), w = tape.variable(-2.0, "w");
  const Value p = (x * w).label("p");
  const Value y = (p + x).label("y");
  y.backward();
  const std::vector<std::string> steps = backward_steps(y);
  ASSERT_EQ(steps.size(), 5u);  // forward, the root, y, p, done
  EXPECT_TRUE(contains(steps[0], "{ y | data -3.0000 | grad 0.0000 }")) << steps[0];
  EXPECT_TRUE(contains(steps[1], "{ y | data -3.0000 | grad 1.0000 }"));
  EXPECT_TRUE(contains(steps[1], "{ x | data 3.0000 | grad 0.0000 }"));
  // y hands on to p and x; p adds to what x has.
  EXPECT_TRUE(contains(steps[2], "{ x | data 3.0000 | grad 1.0000 }"));
  EXPECT_TRUE(contains(steps[2], "dy/dp = dy/dy · dy/dp\\n1.0000 · 1.0000 = 1.0000"));
  EXPECT_TRUE(contains(steps[3], "{ x | data 3.0000 | grad -1.0000 }"));
  EXPECT_TRUE(contains(steps[3], "dy/dx += dy/dp · dp/dx\\n1.0000 · -2.0000 = -2.0000"))
      << steps[3];
  EXPECT_TRUE(contains(steps[3], "p hands dy/dp = 1.0000 on through *"));
  EXPECT_TRUE(contains(steps[4], "{ x | data 3.0000 | grad -1.0000 }"));
  EXPECT_FALSE(contains(steps[4], "penwidth=3"));
  for (std::size_t i = 1; i < 4; ++i) EXPECT_TRUE(contains(steps[i], "penwidth=3")) << i;
}

// Else the pictures would jump: apart from numbers of one width and from looks they are equal.
TEST(BackwardSteps, DifferInNumbersAndLooksOnly) {
  Tape tape;
  const Value x = tape.variable(30.0, "x");
  const Value y = tanh(x / 17.0) * x + exp(-x);
  y.backward();
  const std::vector<std::string> steps = backward_steps(y);
  const auto skeleton = [](std::string text) {
    const auto without = [&](const char* pattern, const char* instead) {
      text = std::regex_replace(text, std::regex(pattern), instead);
    };
    without("grad -?[0-9.e+-]+ ", "grad ");
    without("FIXEDSIZE=\"TRUE\"([^>]*)>[^<]*<", "$1><");  // the caption
    without("(style=filled|penwidth=[0-9.]+|(fill|font)?color=\"[^\"]*\")(, )?", "");
    without(",? *\\]", "]");
    without(" \\[\\]", "");
    return text;
  };
  const std::string first = skeleton(steps[0]);
  ASSERT_NE(steps[0], steps[3]);
  for (const std::string& step : steps) EXPECT_EQ(skeleton(step), first);
}

TEST(BackwardSteps, EndWithTheGradientsOfTheSweep) {
  Tape tape;
  const Value a = tape.variable(1.5, "a"), b = tape.variable(-0.5, "b");
  const Value y = (a * b + b * b + sin(a)) / (1.0 + exp(a + b)) + logsumexp(std::vector{a, b});
  y.backward();
  const std::string last = backward_steps(y).back();
  const std::string graph = to_dot(y);
  for (const Value& x : {a, b}) {
    const std::size_t at = graph.find("{ " + std::string(x.label()) + " |");
    const std::string box = graph.substr(at, graph.find('}', at) - at);
    EXPECT_TRUE(contains(last, box)) << box << " in\n" << last;
  }
  EXPECT_TRUE(contains(last, "{ L | data")) << "the root without a name is L";
  EXPECT_TRUE(contains(last, "{ v1 | data"));
}

TEST(BackwardSteps, RefuseWhatTheyCannotShow) {
  Tape tape;
  Value x = tape.variable(0.5);
  for (int i = 0; i < 70; ++i) x = sin(x);
  x.backward();
  EXPECT_THROW(static_cast<void>(backward_steps(x, {.max_nodes = 60})), ShapeError);
  EXPECT_EQ(backward_steps(Value(2.0)).size(), 1u);
}

// Transparent colours come out black in the SVG of Graphviz before 3.
TEST(BackwardSteps, AnswersAreHiddenInTheColourOfTheGround) {
  Tape tape;
  const Value w = tape.variable(2.0, "w"), y = (w * 3.0).label("L");
  y.backward();
  for (const bool dark : {false, true}) {
    const std::vector<std::string> pictures = backward_steps(y, {.dark = dark});
    const std::string hidden = dark ? "fontcolor=\"#0d1117\"]" : "fontcolor=\"white\"]";
    EXPECT_NE(pictures.front().find(hidden), std::string::npos) << pictures.front();
    EXPECT_EQ(pictures.back().find(hidden), std::string::npos) << pictures.back();
    for (const std::string& picture : pictures)
      EXPECT_EQ(picture.find("00000000"), std::string::npos) << picture;
  }
}

}  // namespace
}  // namespace riserun
