// The checker's own score: every built-in op with its partials broken in every way that applies.
// All must be rejected, and the unbroken op must pass in the same run.
#include <gtest/gtest.h>

#include <cstdio>

#include "check/check_op.hpp"
#include "core/ops.hpp"
#include "mutants.hpp"

namespace riserun::check {
namespace {

using namespace test;

constexpr int kPoints = 128;

TEST(Mutants, AllThatApplyAreKilledAndTheUnbrokenSurvive) {
  int killed = 0, applied = 0, survivors = 0, ops = 0;
  BuiltinOps::for_each([&]<class Op>() {
    ++ops;
    const OpUnderTest op = under_test<Mutant<Op>>();
    current = {};
    changed = 0;
    const OpReport unbroken = check_op(op, {.points = kPoints});
    EXPECT_TRUE(unbroken.passed()) << unbroken.full();
    EXPECT_EQ(changed, 0);
    survivors += unbroken.passed();
    for (const Mutation& mutation : kMutations) {
      current = mutation;
      changed = 0;
      const OpReport report =
          check_op(op, {.points = kPoints, .enough_wrong = 1, .kept_failures = 1});
      current = {};
      if (changed == 0) continue;  // the op's own derivative already: nothing to be found
      ++applied;
      killed += is_wrong(report.verdict());
      EXPECT_TRUE(is_wrong(report.verdict())) << Op::info.name << " survived \"" << mutation.name
                                              << "\", " << changed << " gradients changed\n"
                                              << report.full();
    }
  });
  EXPECT_EQ(survivors, ops);
  EXPECT_GT(applied, 12 * ops);  // most classes apply to most ops
  std::printf("mutants killed: %d of %d; unbroken ops passed: %d of %d\n", killed, applied,
              survivors, ops);
}

}  // namespace
}  // namespace riserun::check
