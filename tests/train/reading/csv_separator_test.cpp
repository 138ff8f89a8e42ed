// Which separator the first lines speak for.
#include <riserun/train/reading/csv_separator.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/train/reading/csv.hpp>

namespace riserun::train {
namespace {

using testing::ElementsAre;

TEST(Separator, IsToldByTheFirstLines) {
  for (const auto& [text, separator] : std::initializer_list<std::pair<const char*, char>>{
           {"a,b;c,d\n", ','},
           {"a;b;c,d\n", ';'},
           {"a\tb,c,d\n", '\t'},
           {"1,5;2,5\n", ';'},
           {"\"a;b;c\",d\n", ','},
           {"a|b\n", '|'},
           {"a|b,c\n", ','},
           {"a b y\n1 2 0\n", ' '},
           {" 1   2 0\r\n3  4    1", ' '},
           {"5.1 3.5 setosa\n4.9 3 virginica\n", ' '},
           {"sepal length\n5.1\n", ','},
           {"first name\nMary Ann\n", ','},
           {"\"a b\"\n1 2\n", ','},
           {"one\n", ','}})
    EXPECT_EQ(separator_of(text), separator) << text;
}

TEST(Separator, SeveralSpacesAreOne) {
  const Dataset data = parse_csv("  a   b   y \n 1 2.5   0\n3   4 1  \r\n   1.5 2 0", {}, "d.txt");
  EXPECT_THAT(data.feature_names(), ElementsAre("a", "b"));
  ASSERT_EQ(data.size(), 3u);
  EXPECT_THAT(data[0].x, ElementsAre(1.0, 2.5));
  EXPECT_THAT(data[1].x, ElementsAre(3.0, 4.0));
  EXPECT_THAT(data[2].x, ElementsAre(1.5, 2.0));
}

}  // namespace
}  // namespace riserun::train
