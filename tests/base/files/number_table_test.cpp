#include <riserun/base/files/number_table.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/csv_field.hpp>
#include "tests/temporary_folder.hpp"

namespace riserun {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

NumberTable table_of(const std::string& text) {
  const test::TemporaryFolder scratch;
  return load_number_table(scratch.with("t.csv", text));
}

std::string refusal(const std::string& text) {
  try {
    static_cast<void>(table_of(text));
  } catch (const DataError& error) {
    return error.what();
  }
  return {};
}

TEST(NumberTable, ColumnsByName) {
  const NumberTable table = table_of("step,loss\r\n1,0.5\r\n2,\r\n");
  EXPECT_THAT(table.names, ElementsAre("step", "loss"));
  EXPECT_THAT(table.column("step"), ElementsAre(1.0, 2.0));
  EXPECT_TRUE(std::isnan(table.column("loss")[1]));
  EXPECT_FALSE(table.has("rate"));
  EXPECT_THROW(static_cast<void>(table.column("rate")), DataError);
}

TEST(NumberTable, ALineWithoutItsEndIsLeftOut) { EXPECT_EQ(table_of("step\n1\n2").rows(), 1u); }

TEST(NumberTable, NamesInQuotes) {
  const std::string name = "length, \"cm\"";
  EXPECT_THAT(table_of(csv_field(name) + ",b\n1,2\n").names, ElementsAre(name, "b"));
  EXPECT_THAT(table_of("6\" pipe,b\n1,2\n").names, ElementsAre("6\" pipe", "b"));
}

TEST(NumberTable, RefusesWhatIsNoTableOfNumbers) {
  EXPECT_THAT(refusal(""), HasSubstr("t.csv: there is no line of names"));
  EXPECT_THAT(refusal("a,b\n1\n"), HasSubstr("t.csv:2: expected 2 fields, found 1"));
  EXPECT_THAT(refusal("a\n1x\n"), HasSubstr("t.csv:2: a: expected a number, found \"1x\""));
}

}  // namespace
}  // namespace riserun
