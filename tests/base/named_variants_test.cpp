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
using Fruit = std::variant<Pear, Apple>;
std::string_view to_string(const Fruit& fruit) { return fruit.index() == 0 ? "pear" : "apple"; }

TEST(NamedVariants, EachKindByItsNameWithItsDefaults) {
  EXPECT_THAT(kind_names<Fruit>(), ::testing::ElementsAre("pear", "apple"));
  EXPECT_EQ(std::get<Apple>(kind_named<Fruit>("apple", "fruit")).sugar, 0.1);
  EXPECT_EQ(std::get<Pear>(all_kinds<Fruit>()[0]).sugar, 0.2);
}

TEST(NamedVariants, AnUnknownNameIsRefusedWithTheKnownOnes) {
  try {
    static_cast<void>(kind_named<Fruit>("plum", "fruit"));
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_STREQ(error.what(), "unknown fruit \"plum\"; choose from pear, apple");
  }
}

}  // namespace
}  // namespace riserun
