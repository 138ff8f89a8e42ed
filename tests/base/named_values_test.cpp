#include <riserun/base/named_values.hpp>

#include <gtest/gtest.h>

#include <string>

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

TEST(NamedValues, AValueOutsideTheTableHasNoName) { EXPECT_EQ(name_in(kFruits, Fruit::plum), ""); }

}  // namespace
}  // namespace riserun
