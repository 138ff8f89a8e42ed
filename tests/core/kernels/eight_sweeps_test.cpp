// The sweeps of eight: every instruction set has the same bits, those of one direction at a time.
#include <riserun/core/kernels/eight_sweeps.hpp>

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include <riserun/core/core.hpp>
#include <riserun/core/derivatives/doubles.hpp>
#include <riserun/core/derivatives/reach.hpp>

namespace riserun {
namespace {

std::vector<Value> results_of(std::span<const Value> x, Random& random) {
  std::vector<Value> pool(x.begin(), x.end());
  for (int i = 0; i < 60; ++i) {
    const Value a = pool[random.below(pool.size())], b = pool[random.below(pool.size())];
    Value s = a * b;
    s += b * 0.5;
    s += sin(a) + 1.0;
    if (i % 7 == 0) s += logsumexp(std::vector<Value>{a, b, 0.25});
    if (i % 11 == 0) s += sqrt(a * a + 1.0);
    pool.push_back(tanh(s));
  }
  return {pool.end() - 8, pool.end()};
}

TEST(EightSweeps, EveryInstructionSetHasTheSameBits) {
  Random random(11);
  for (int round = 0; round < 20; ++round) {
    std::vector<double> at(8);
    for (double& x : at) x = random.uniform(-1, 1);
    Tape tape({.keep_constants = true});
    tape.bind(at);
    std::vector<Value> x;
    for (std::size_t i = 0; i < at.size(); ++i) x.push_back(tape.parameter(i));
    std::vector<std::uint32_t> roots;
    for (const Value& y : results_of(x, random)) roots.push_back(tape.operand(y));
    SecondOrder one(tape);
    one.look_at(roots);
    Reach reach;
    reach.find(tape.store(), roots);
    const TapeStore& store = tape.store();
    Doubles eights;
    eights.make_room(8 * store.size);
    const eight::Arrays arrays{
        store.dy_dx0,        store.dy_dx1,        store.operands,       store.ops,
        store.term_operands, store.term_partials, reach.nodes().data(), reach.nodes().size(),
        eights.data()};
    const auto eight_of = [&](std::uint32_t i) {
      return std::vector<double>(eights.data() + 8 * i, eights.data() + 8 * i + 8);
    };
    std::vector<std::vector<double>> forward, backward;
    for (const Isa isa : available_isas()) {
      std::fill_n(eights.data(), 8 * store.size, 0.0);
      for (std::size_t i = 0; i < 8; ++i) eights[9 * i] = 1.0;
      eight::sweeps(isa).forward(arrays);
      std::vector<std::vector<double>> rows;
      for (const std::uint32_t root : roots) rows.push_back(eight_of(root));
      if (forward.empty()) forward = rows;
      EXPECT_EQ(rows, forward) << name(isa);

      std::fill_n(eights.data(), 8 * store.size, 0.0);
      for (std::size_t k = 0; k < 8; ++k) eights[8 * roots[k] + k] += 1.0;
      eight::sweeps(isa).backward(arrays);
      rows.clear();
      for (std::uint32_t i = 0; i < 8; ++i) rows.push_back(eight_of(i));
      if (backward.empty()) backward = rows;
      EXPECT_EQ(rows, backward) << name(isa);
    }
    for (std::size_t j = 0; j < 8; ++j) {
      std::vector<double> direction(8, 0.0);
      direction[j] = 1.0;
      one.forward(direction);
      for (std::size_t k = 0; k < 8; ++k) {
        EXPECT_EQ(forward[k][j], one.tangent(roots[k]));
        EXPECT_NEAR(backward[j][k], forward[k][j], 1e-13 * (1 + std::abs(forward[k][j])));
      }
    }
  }
}

}  // namespace
}  // namespace riserun
