#include <riserun/train/optimizers/schedule.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>

namespace riserun::train {
namespace {

using testing::Contains;

TEST(Schedule, Constant) {
  const Schedule schedule;
  for (long step : {0, 1, 99}) EXPECT_EQ(schedule(step, 100), 1.0);
}

TEST(Schedule, LinearGoesDownEvenly) {
  // The lecture's 1.0 - 0.9 k / 100.
  const Schedule schedule{.kind = ScheduleKind::linear, .final_factor = 0.1};
  for (long k : {0, 1, 50, 99})
    EXPECT_NEAR(schedule(k, 100), 1.0 - 0.9 * static_cast<double>(k) / 100.0, 1e-15);
}

TEST(Schedule, CosineGoesDownFromOneToTheFinalFactor) {
  const Schedule schedule{.kind = ScheduleKind::cosine, .final_factor = 0.2};
  EXPECT_EQ(schedule(0, 100), 1.0);
  EXPECT_NEAR(schedule(50, 100), 0.6, 1e-15);
  EXPECT_NEAR(schedule(100, 100), 0.2, 1e-15);
  for (long step = 1; step < 100; ++step) EXPECT_LT(schedule(step, 100), schedule(step - 1, 100));
}

TEST(Schedule, StepDropsAfterEachShare) {
  const Schedule schedule{.kind = ScheduleKind::step, .every = 1.0 / 3.0, .factor = 0.1};
  EXPECT_EQ(schedule(0, 30), 1.0);
  EXPECT_EQ(schedule(9, 30), 1.0);
  EXPECT_DOUBLE_EQ(schedule(10, 30), 0.1);
  EXPECT_DOUBLE_EQ(schedule(19, 30), 0.1);
  EXPECT_DOUBLE_EQ(schedule(20, 30), 0.01);
}

TEST(Schedule, WarmUpRisesToTheFullRate) {
  const Schedule schedule{.kind = ScheduleKind::linear, .warmup_steps = 4};
  EXPECT_EQ(schedule(0, 104), 0.25);
  EXPECT_EQ(schedule(3, 104), 1.0);
  EXPECT_EQ(schedule(4, 104), 1.0);
  EXPECT_NEAR(schedule(54, 104), 0.5, 1e-15);
}

TEST(Schedule, AWarmUpLongerThanTheRunIsHarmless) {
  const Schedule schedule{.kind = ScheduleKind::cosine, .warmup_steps = 100};
  EXPECT_EQ(schedule(9, 10), 0.1);
}

TEST(Schedule, IsNeverZeroWithinTheRun) {
  for (auto kind : {ScheduleKind::linear, ScheduleKind::cosine, ScheduleKind::step,
                    ScheduleKind::exponential, ScheduleKind::one_cycle, ScheduleKind::plateau})
    for (long step = 0; step < 50; ++step) EXPECT_GT(Schedule{.kind = kind}(step, 50), 0.0);
}

TEST(Schedule, ExponentialHasTheStepsFactorWithoutSteps) {
  const Schedule schedule{.kind = ScheduleKind::exponential, .every = 0.5, .factor = 0.25};
  EXPECT_EQ(schedule(0, 100), 1.0);
  EXPECT_DOUBLE_EQ(schedule(25, 100), 0.5);
  EXPECT_DOUBLE_EQ(schedule(50, 100), 0.25);
  for (long step = 1; step < 100; ++step)
    EXPECT_NEAR(schedule(step, 100) / schedule(step - 1, 100), schedule(1, 100), 1e-12);
}

// PyTorch's OneCycleLR with cosine annealing, total_steps = 101, written out.
TEST(Schedule, OneCycleRisesToThePeakAndFalls) {
  const Schedule schedule{
      .kind = ScheduleKind::one_cycle, .final_factor = 0.01, .start_factor = 0.04, .peak = 0.3};
  EXPECT_NEAR(schedule(0, 100), 0.04, 1e-15);
  EXPECT_NEAR(schedule(15, 100), 0.52, 1e-15);
  EXPECT_NEAR(schedule(30, 100), 1.0, 1e-15);
  EXPECT_NEAR(schedule(65, 100), 0.505, 1e-15);
  EXPECT_NEAR(schedule(100, 100), 0.01, 1e-15);
  for (long step = 1; step <= 30; ++step) EXPECT_GT(schedule(step, 100), schedule(step - 1, 100));
  for (long step = 31; step < 100; ++step) EXPECT_LT(schedule(step, 100), schedule(step - 1, 100));
}

TEST(Schedule, RefusesOptionsOutOfRange) {
  for (const Schedule& bad :
       {Schedule{.final_factor = -0.1}, Schedule{.final_factor = 1.1}, Schedule{.every = 0.0},
        Schedule{.every = 1.5}, Schedule{.factor = 0.0}, Schedule{.warmup_steps = -1},
        Schedule{.start_factor = 1.5}, Schedule{.peak = 0.0}, Schedule{.peak = 1.0},
        Schedule{.patience = 0}})
    EXPECT_THROW(bad.validate(), ConfigError);
  EXPECT_NO_THROW(Schedule{}.validate());
}

TEST(Schedule, IsKnownByName) {
  for (const char* name :
       {"constant", "linear", "cosine", "step", "exponential", "one_cycle", "plateau"})
    EXPECT_THAT(schedule_names(), Contains(name));
  for (const std::string& name : schedule_names()) EXPECT_EQ(to_string(parse_schedule(name)), name);
  EXPECT_THROW(static_cast<void>(parse_schedule("cosin")), ConfigError);
}

// An option that a kind says it does not use changes nothing, and one that it uses does.
TEST(Schedule, SaysWhichOptionsItUses) {
  const auto all_of = [](const Schedule& schedule) {
    std::vector<double> factors;
    for (long step = 0; step < 20; ++step) factors.push_back(schedule(step, 20));
    return factors;
  };
  for (const std::string& name : schedule_names()) {
    const Schedule plain{.kind = parse_schedule(name)};
    if (plain.kind == ScheduleKind::plateau) continue;  // its factor follows the losses
    Schedule final_factor = plain, every = plain, factor = plain, start = plain, peak = plain;
    final_factor.final_factor = 0.3, every.every = 0.2, factor.factor = 0.5;
    start.start_factor = 0.2, peak.peak = 0.5;
    const std::pair<const char*, Schedule> changed[] = {{"final_factor", final_factor},
                                                        {"every", every},
                                                        {"factor", factor},
                                                        {"start_factor", start},
                                                        {"peak", peak}};
    for (const auto& [option, schedule] : changed)
      EXPECT_EQ(all_of(schedule) != all_of(plain),
                std::ranges::count(schedule_options(plain.kind), option) == 1)
          << name << " " << option;
  }
}

}  // namespace
}  // namespace riserun::train
