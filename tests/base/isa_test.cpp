// The instruction sets of the hot kernels.
#include <riserun/base/isa.hpp>

#include <gtest/gtest.h>

#include <cstdlib>

namespace riserun {
namespace {

TEST(Isa, TheBestAvailableIsUsedUnlessAnotherIsNamed) {
  ASSERT_FALSE(available_isas().empty());
  EXPECT_EQ(available_isas().front(), Isa::portable);
  const char* const wanted = std::getenv("RISERUN_ISA");
  if (wanted == nullptr)
    EXPECT_EQ(chosen_isa(), available_isas().back());
  else
    EXPECT_EQ(name(chosen_isa()), wanted);
}

}  // namespace
}  // namespace riserun
