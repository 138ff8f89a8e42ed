// The tests of pictures rest on this parser, so it must reject what is not XML.
#include "tests/plots/tag_balance.hpp"

#include <gtest/gtest.h>

namespace riserun::plots::testing {
namespace {

TEST(TagBalance, AcceptsWellFormed) {
  EXPECT_EQ(xml_error("<a b=\"1 &amp; 2\" c-d=\"'\">x &lt; y<e/>\n</a>\n"), "");
}

TEST(TagBalance, RejectsEachKindOfDamage) {
  for (const char* damaged :
       {"", "<a>", "</a>", "<a></b>", "<a><b></a></b>", "<a/><b/>", "x", "<a>&</a>",
        "<a>&nbsp;</a>", "<a>1 < 2</a>", "<a b=1/>", "<a b=\"1\" b=\"2\"/>", "<a b=\"<\"/>",
        "<a b=\"&\"/>", "<a b=\"1/>", "<a>\x01</a>", "<a/"}) {
    EXPECT_NE(xml_error(damaged), "") << damaged;
  }
}

}  // namespace
}  // namespace riserun::plots::testing
