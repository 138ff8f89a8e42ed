#include <riserun/base/edit_distance.hpp>

#include <gtest/gtest.h>

namespace riserun {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsChangesAndSwaps) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("tanh", "tanh"), 0u);
  EXPECT_EQ(edit_distance("tanh", ""), 4u);
  EXPECT_EQ(edit_distance("", "tan"), 3u);
  EXPECT_EQ(edit_distance("tan", "tanh"), 1u);
  EXPECT_EQ(edit_distance("tanhh", "tanh"), 1u);
  EXPECT_EQ(edit_distance("tank", "tanh"), 1u);
  EXPECT_EQ(edit_distance("tahn", "tanh"), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("ca", "abc"), 3u);  // no edit within a swap: 2 by the full distance
}

TEST(EditDistance, IsTheSameBothWaysAndWithoutCase) {
  EXPECT_EQ(edit_distance("sunday", "saturday"), edit_distance("saturday", "sunday"));
  EXPECT_EQ(edit_distance("TANH", "tanh"), 0u);
  EXPECT_EQ(edit_distance("tAHn", "Tanh"), 1u);
}

}  // namespace
}  // namespace riserun
