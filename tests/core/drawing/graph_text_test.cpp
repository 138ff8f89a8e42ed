// A graph as lines of text.
#include <riserun/core/drawing/graph_text.hpp>

#include <gtest/gtest.h>

#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/core/core.hpp>

namespace riserun {
namespace {

TEST(GraphText, TheRootStandsAboveWhatItIsMadeOf) {
  Tape tape;
  const Value a = tape.variable(2.0, "a"), b = tape.variable(-3.0, "β");
  const Value y = (a * b + 10.0).label("y");
  y.backward();
  EXPECT_EQ(to_text(y, {.ascii = true}),
            "            data     grad\n"
            "y  +      4.0000   1.0000\n"
            "|- *     -6.0000   1.0000\n"
            "|  |- a   2.0000  -3.0000\n"
            "|  `- β  -3.0000   2.0000\n"
            "`- 10\n");
  EXPECT_NE(to_text(y).find("└─ 10\n"), std::string::npos);
}

TEST(GraphText, ASharedNodeWithoutALabelGetsAName) {
  Tape tape;
  const Value a = tape.variable(2.0, "a");
  const Value s = tanh(a), y = s * s;
  y.backward();
  const std::string text = to_text(y, {.ascii = true});
  EXPECT_NE(text.find("|- v1  tanh"), std::string::npos) << text;
  EXPECT_NE(text.find("`- v1 (above)\n"), std::string::npos) << text;
}

TEST(GraphText, AConstantIsALineAndTooManyNodesAreRefused) {
  const Tape tape;
  EXPECT_NE(to_text(Value(3.5)).find("3.5\n"), std::string::npos);
  Tape other;
  Value y = other.variable(1.0);
  for (int i = 0; i < 10; ++i) y = y * y;
  y.backward();
  EXPECT_THROW(static_cast<void>(to_text(y, {.max_nodes = 5})), ShapeError);
  // Each of ten nodes is used twice, and unfolded once.
  EXPECT_NO_THROW(static_cast<void>(to_text(y, {.max_nodes = 30})));
}

TEST(GraphText, AChainOfAnyDepthTakesNoStack) {
  Tape tape;
  Value y = tape.variable(1.0);
  for (int i = 0; i < 3000; ++i) y = sin(y);
  y.backward();
  EXPECT_NO_THROW(static_cast<void>(to_text(y, {.max_nodes = 10'000})));
}

}  // namespace
}  // namespace riserun
