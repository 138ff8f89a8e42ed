#include <riserun/base/nearest_name.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace riserun {
namespace {

const std::vector<std::string> kNames{"digit", "sepal_length", "sepal_width", "p07"};

TEST(NearestName, FindsMistypedNames) {
  EXPECT_EQ(nearest_name("digti", kNames), "digit");   // swapped
  EXPECT_EQ(nearest_name("digitt", kNames), "digit");  // one too many
  EXPECT_EQ(nearest_name("dgit", kNames), "digit");    // one missing
  EXPECT_EQ(nearest_name("Digit", kNames), "digit");   // case
  EXPECT_EQ(nearest_name("sepal-width", kNames), "sepal_width");
  EXPECT_EQ(nearest_name("p08", kNames), "p07");
}

TEST(NearestName, FarNamesAreNoHelp) {
  EXPECT_EQ(nearest_name("species", kNames), std::nullopt);
  EXPECT_EQ(nearest_name("", kNames), std::nullopt);
  EXPECT_EQ(nearest_name("digit", {}), std::nullopt);
  EXPECT_EQ(nearest_name(std::string(100000, 'x'), kNames), std::nullopt);
}

TEST(NearestName, OfOneLetterNothingCanBeGuessed) {
  const std::vector<std::string> letters{"a", "b", "lr"};
  EXPECT_EQ(nearest_name("c", letters), std::nullopt);
  EXPECT_EQ(nearest_name("ab", letters), std::nullopt);
  EXPECT_EQ(nearest_name("l", letters), std::nullopt);
  EXPECT_EQ(nearest_name("A", letters), "a");  // its case alone
}

TEST(NearestName, TheFirstOfEqualsWins) {
  const std::vector<std::string> names{"abd", "abe"};
  EXPECT_EQ(nearest_name("abc", names), "abd");
}

TEST(NearestName, AmongEquallyFarOnesTheSameLength) {
  const std::vector<std::string> names{"tan", "tanh"};
  EXPECT_EQ(nearest_name("tahn", names), "tanh");
}

TEST(MeantNames, PrefersWhatBeginsSo) {
  using Names = std::vector<std::string_view>;
  const Names names{"divide", "sin", "min", "dot", "exp2", "exp", "tanh", "tan", "a", "multiply"};
  EXPECT_EQ(meant_names("div", names), Names{"divide"});
  EXPECT_EQ(meant_names("ex", names), (Names{"exp", "exp2"}));
  EXPECT_EQ(meant_names("tahn", names), (Names{"tanh", "tan"}));
  EXPECT_EQ(meant_names("multipyl", names), Names{"multiply"});
  EXPECT_TRUE(meant_names("b", names).empty());  // one letter from a, and everything
  EXPECT_TRUE(meant_names("", names).empty());
  EXPECT_EQ(did_you_mean_any("ex", names), "; did you mean exp or exp2?");
  EXPECT_EQ(did_you_mean_any("zzz", names), "");
}

TEST(NearestName, AsAnEndingOfAMessage) {
  EXPECT_EQ(did_you_mean("digti", kNames), "; did you mean \"digit\"?");
  EXPECT_EQ(did_you_mean("species", kNames), "");
}

}  // namespace
}  // namespace riserun
