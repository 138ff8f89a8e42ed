#include <riserun/base/content_hash.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

namespace riserun::train {
namespace {

template <class... Parts>
std::uint64_t hash_of(Parts... parts) {
  ContentHash hash;
  (hash.add(parts), ...);
  return hash.value();
}

// Resumed runs compare against stored hashes: the function must never change.
TEST(ContentHash, ValuesArePinned) {
  EXPECT_EQ(hash_of(), 17665956581633026203ULL);
  EXPECT_EQ(hash_of(1.5, std::string_view("abc")), 3369805918729187759ULL);
}

TEST(ContentHash, EverySingleBitCounts) {
  const std::vector<std::uint64_t> words{0, 0x3FF0000000000000ULL, 42};
  std::set<std::uint64_t> seen{hash_of(words[0], words[1], words[2])};
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (int bit = 0; bit < 64; ++bit) {
      std::vector<std::uint64_t> changed = words;
      changed[i] ^= std::uint64_t{1} << bit;
      EXPECT_TRUE(seen.insert(hash_of(changed[0], changed[1], changed[2])).second);
    }
  }
}

// Plain FNV over words fails here: two flipped sign bits cancel.
TEST(ContentHash, TwoSignsFlippedAreNoticed) {
  EXPECT_NE(hash_of(1.0, 2.0), hash_of(-1.0, -2.0));
  EXPECT_NE(hash_of(0.0), hash_of(-0.0));
}

TEST(ContentHash, TextBoundariesCount) {
  using std::string_view;
  EXPECT_NE(hash_of(string_view("ab"), string_view("c")),
            hash_of(string_view("a"), string_view("bc")));
  EXPECT_NE(hash_of(string_view("")), hash_of());
  EXPECT_NE(hash_of(string_view("12345678")), hash_of(string_view("123456789")));
  EXPECT_NE(hash_of(string_view("a")), hash_of(string_view(std::string_view("a\0", 2))));
}

}  // namespace
}  // namespace riserun::train
