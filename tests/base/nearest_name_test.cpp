#include <riserun/base/nearest_name.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace riserun::train {
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

TEST(NearestName, AsAnEndingOfAMessage) {
  EXPECT_EQ(did_you_mean("digti", kNames), "; did you mean \"digit\"?");
  EXPECT_EQ(did_you_mean("species", kNames), "");
}

}  // namespace
}  // namespace riserun::train
