// The kernels of the sweep over a run: every instruction set has the same bits.
#include <riserun/core/kernels/run_sweep.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <riserun/base/random.hpp>

namespace riserun {
namespace {

// The kernels of every instruction set, on arrays that satisfy and just miss what they look for.
TEST(Run, EveryInstructionSetHasTheBitsOfTheFirst) {
  constexpr std::uint32_t kOperands = 200, kNodes = 60;
  Random random(5);
  for (int round = 0; round < 3000; ++round) {
    std::vector<double> dy0(kOperands + kNodes), dy1(kOperands + kNodes), grads(kOperands + kNodes);
    std::vector<OperandNodes> x(kOperands + kNodes);
    const auto kind0 = random.below(3), kind1 = random.below(4);
    const auto base0 = static_cast<std::uint32_t>(random.below(kOperands - kNodes)),
               base1 = static_cast<std::uint32_t>(random.below(kOperands - kNodes));
    for (std::uint32_t i = 0; i < kOperands + kNodes; ++i) {
      dy0[i] = random.uniform(-1, 1);
      dy1[i] = random.uniform(-1, 1);
      if (i < kOperands) {
        grads[i] = random.uniform(-1, 1);
        continue;
      }
      const std::uint32_t k = i - kOperands;
      const auto anywhere = [&] { return static_cast<std::uint32_t>(random.below(i)); };
      x[i].x0 = kind0 == 0 ? base0 + k : kind0 == 1 ? base0 + (k ^ 1) : anywhere();
      x[i].x1 = kind1 == 0   ? i
                : kind1 == 1 ? base1 + k
                : kind1 == 2 ? (k % 5 == 0 ? i : base1 + k)
                             : anywhere();
      if (random.below(40) == 0) x[i].x0 = anywhere();
      if (random.below(40) == 0) grads[i] = random.uniform(-1, 1);
    }
    const double g = round % 10 == 0 ? 0.0 : random.uniform(-2, 2);
    const auto first = static_cast<std::uint32_t>(kOperands + random.below(4));
    std::vector<double> expected_keep = grads, expected_clear;
    for (std::uint32_t i = first; i < kOperands + kNodes; ++i) expected_keep[i] += g;
    for (const bool keep : {true, false}) {
      std::vector<double> bits;
      for (const Isa isa : available_isas()) {
        std::vector<double> result = grads;
        const RunKernels& kernels = run_kernels(isa);
        (keep ? kernels.keep : kernels.clear)({dy0.data(), dy1.data(), x.data(), result.data()},
                                              first, kOperands + kNodes, g);
        if (bits.empty()) bits = result;
        ASSERT_EQ(result, bits) << name(isa) << " round " << round;
      }
      // And against the plain sweep, in an order of its own, hence not to the bit.
      std::vector<double> plain = grads;
      for (std::uint32_t i = kOperands + kNodes; i-- > first;) {
        const double total = plain[i] + g;
        plain[x[i].x0] += total * dy0[i];
        if (x[i].x1 != i) plain[x[i].x1] += total * dy1[i];
        plain[i] = keep ? total : 0.0;
      }
      for (std::uint32_t i = 0; i < plain.size(); ++i)
        ASSERT_NEAR(bits[i], plain[i], 1e-9 * std::max(1.0, std::abs(plain[i])))
            << "round " << round << " node " << i;
    }
  }
}

}  // namespace
}  // namespace riserun
