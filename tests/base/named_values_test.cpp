#include <riserun/base/named_values.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace riserun {
namespace {

enum class Fruit { apple, pear, plum };
constexpr NamedValue<Fruit> kFruits[] = {{"apple", Fruit::apple}, {"pear", Fruit::pear}};

TEST(NamedValues, GoBothWays) {
  for (const auto& [name, value] : kFruits) {
    EXPECT_EQ(name_in(kFruits, value), name);
    EXPECT_EQ(value_in(kFruits, name, "fruit"), value);
  }
}

TEST(NamedValues, AnUnknownNameIsRefusedWithTheKnownOnes) {
  for (const char* name : {"aple", "", "Apple", "apple "}) {
    try {
      static_cast<void>(value_in(kFruits, name, "fruit"));
      ADD_FAILURE() << "taken: \"" << name << '"';
    } catch (const ConfigError& error) {
      EXPECT_EQ(error.what(),
                "unknown fruit \"" + std::string(name) + "\"; choose from apple, pear");
    }
  }
}

TEST(NamedValues, RowsMayHoldMore) {
  struct Row {
    std::string_view name;
    Fruit value;
    int price;
  };
  constexpr Row kRows[] = {{"pear", Fruit::pear, 3}, {"plum", Fruit::plum, 5}};
  EXPECT_EQ(value_in(kRows, "plum", "fruit"), Fruit::plum);
  EXPECT_EQ(names_in(kRows), (std::vector<std::string>{"pear", "plum"}));
  EXPECT_EQ(words_in("pear  plum"), (std::vector<std::string>{"pear", "", "plum"}));
  EXPECT_TRUE(words_in("").empty());
}

TEST(NamedValues, AValueOutsideTheTableHasNoName) { EXPECT_EQ(name_in(kFruits, Fruit::plum), ""); }

}  // namespace
}  // namespace riserun
