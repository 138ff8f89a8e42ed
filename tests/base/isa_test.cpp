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

#if defined(__x86_64__) && defined(__GNUC__)
TEST(Isa, WhatTheProcessorRunsIsAvailable) {
  const bool v2 = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
  EXPECT_EQ(available_isas().size() > 1, v2);
}
#endif

}  // namespace
}  // namespace riserun
