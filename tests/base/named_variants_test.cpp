#include <riserun/base/named_variants.hpp>

#include <gmock/gmock.h>

namespace riserun {
namespace {

struct Apple {
  double sugar = 0.1;
};
struct Pear {
  double sugar = 0.2;
};
using Plant = std::variant<Pear, Apple>;
std::string_view to_string(const Plant& fruit) { return fruit.index() == 0 ? "pear" : "apple"; }

TEST(NamedVariants, EachKindByItsNameWithItsDefaults) {
  EXPECT_THAT(kind_names<Plant>(), ::testing::ElementsAre("pear", "apple"));
  EXPECT_EQ(std::get<Apple>(kind_named<Plant>("apple", "fruit")).sugar, 0.1);
  EXPECT_EQ(std::get<Pear>(all_kinds<Plant>()[0]).sugar, 0.2);
}

TEST(NamedVariants, AnUnknownNameIsRefusedWithTheKnownOnes) {
  try {
    static_cast<void>(kind_named<Plant>("plum", "fruit"));
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_STREQ(error.what(), "unknown fruit \"plum\"; choose from pear, apple");
  }
}

}  // namespace
}  // namespace riserun
