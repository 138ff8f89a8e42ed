// Packs of points: partial ones, idle lanes, any number of packs at a time, each instruction set.
#include <riserun/lanes/running/executor.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <stdexcept>

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>
#include "tests/lanes/both_engines.hpp"

namespace riserun::lanes {
namespace {

using testing::ElementsAreArray;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kInputs = 11;

Points points(std::size_t count, std::uint64_t seed = 3) {
  Points all(count, std::vector<double>(kInputs));
  Random random(seed);
  for (auto& x : all)
    for (double& v : x) v = random.normal();
  return all;
}

/// Layers of 13 and 6 neurons, an odd loss, and a parameter of no layer.
struct SmallNet {
  static constexpr std::size_t kParameters = 10 * 13 + 13 + 13 * 6 + 6 + 1;
  template <class P, class X>
  auto operator()(const P& p, const X& x) const {
    using T = decltype(p[0] * x[0]);
    std::vector<T> h, y;
    for (std::size_t o = 0; o < 13; ++o) {
      T s = p[130 + o];
      for (std::size_t i = 0; i < 10; ++i) s += p[o * 10 + i] * x[i];
      h.push_back(relu(s));
    }
    for (std::size_t o = 0; o < 6; ++o) {
      T s = p[143 + 78 + o];
      for (std::size_t i = 0; i < 13; ++i) s += p[143 + i * 6 + o] * h[i];
      y.push_back(s);
    }
    T sum = p[kParameters - 1] * x[10];
    for (std::size_t o = 0; o < 6; ++o) sum = sum + softplus(y[o] * (o % 2 == 0 ? 1.0 : -1.0));
    return sum;
  }
};

std::vector<double> parameters() {
  std::vector<double> all(SmallNet::kParameters);
  Random random(4);
  for (double& p : all) p = 0.4 * random.normal();
  return all;
}

TEST(Executor, PartialPacksAreThePointsTheyHave) {
  const Recording recording = record(SmallNet{}, SmallNet::kParameters, kInputs);
  for (const Kernels* kernels : available_kernels())
    for (std::size_t packs = 1; packs <= 4; ++packs) {
      const Plan plan(recording, {.packs = packs, .kernels = kernels});
      ASSERT_EQ(plan.explanation().layers.size(), 2u);
      for (std::size_t count : {1, 2, 7, 8, 9, 15, 16, 17, 24, 25, 31, 32, 33, 45}) {
        const Points data = points(count);
        const Results oracle = on_tape(SmallNet{}, parameters(), data);
        EXPECT_LE(worst_difference(on_plan(plan, parameters(), data), oracle), 200)
            << name(kernels->isa) << ", " << packs << " packs, " << count << " points";
      }
    }
}

// What an idle lane holds is of no concern, not even in the bits: here NaN, from points before.
TEST(Executor, NothingOfAnIdleLaneIsEverRead) {
  const Recording recording = record(SmallNet{}, SmallNet::kParameters, kInputs);
  expect_idle_lanes_unread(Plan(recording, {.packs = 2}), parameters(), points(16));
}

// A NaN of one point is not lost on the way either.
TEST(Executor, ANanOfAPointReachesItsLossAlone) {
  const Recording recording = record(SmallNet{}, SmallNet::kParameters, kInputs);
  const Plan plan(recording, {.packs = 1});
  Executor executor(plan);
  const Points data = points(8);
  for (std::size_t l = 0; l < 8; ++l) std::ranges::copy(data[l], executor.point(l).begin());
  executor.point(5)[10] = kNaN;
  const auto losses = executor.forward(parameters(), 8);
  for (std::size_t l = 0; l < 8; ++l) EXPECT_EQ(std::isnan(losses[l]), l == 5);
}

TEST(Executor, AddsToTheGradientAndScalesBySeed) {
  const Recording recording = record(SmallNet{}, SmallNet::kParameters, kInputs);
  const Plan plan(recording);
  Executor executor(plan);
  const Points data = points(8);
  for (std::size_t l = 0; l < 8; ++l) std::ranges::copy(data[l], executor.point(l).begin());
  std::vector<double> once(SmallNet::kParameters, 0.0), sum(SmallNet::kParameters, 0.0);
  executor.forward(parameters(), 8);
  executor.backward(parameters(), 8, 1.0, once);
  executor.backward(parameters(), 8, 0.25, sum);
  executor.backward(parameters(), 8, 0.25, sum);
  for (std::size_t k = 0; k < once.size(); ++k) EXPECT_NEAR(sum[k], 0.5 * once[k], 1e-14);
}

TEST(Executor, SetsTheGradientToTheBitsThatItAddsToZero) {
  const Recording recording = record(SmallNet{}, SmallNet::kParameters + 2, kInputs);
  std::vector<double> p = parameters();
  p.resize(p.size() + 2);  // two that nothing uses
  for (const Kernels* kernels : available_kernels()) {
    const Plan plan(recording, {.packs = 2, .kernels = kernels});
    Executor executor(plan);
    const Points data = points(13);
    for (std::size_t l = 0; l < 13; ++l) std::ranges::copy(data[l], executor.point(l).begin());
    std::vector<double> added(p.size(), 0.0), set(p.size(), kNaN);
    executor.forward(p, 13);
    executor.backward(p, 13, 1.0, added);
    executor.backward(p, 13, 1.0, set, GradientUse::set);
    EXPECT_THAT(set, ElementsAreArray(added)) << name(kernels->isa);
  }
}

TEST(Executor, ALossThatIsALeaf) {
  const auto leaf = [](const auto& p, const auto&) { return p[1]; };
  const Plan of_parameter(record(leaf, 3, 1));
  const Results results = on_plan(of_parameter, {1, 2, 3}, {{0}, {0}, {0}});
  EXPECT_THAT(results.losses, ElementsAreArray({2, 2, 2}));
  EXPECT_THAT(results.gradient, ElementsAreArray({0, 3, 0}));
  // Beside an op on another parameter, which has a place of its own.
  const Plan beside(record(
      [](const auto& p, const auto& x) {
        return Outcome{p[1], p[0] * x[0] > 0.5};
      },
      3, 1));
  EXPECT_THAT(on_plan(beside, {1, 2, 3}, {{1}, {2}}).gradient, ElementsAreArray({0, 2, 0}));
  const Plan of_constant(record([](const auto&, const auto&) { return Number(4.5); }, 3, 1));
  const Results constant = on_plan(of_constant, {1, 2, 3}, {{0}});
  EXPECT_THAT(constant.losses, ElementsAreArray({4.5}));
  EXPECT_THAT(constant.gradient, ElementsAreArray({0, 0, 0}));
  const Plan of_input(record([](const auto&, const auto& x) { return x[0]; }, 3, 1));
  EXPECT_THAT(on_plan(of_input, {1, 2, 3}, {{7}}).losses, ElementsAreArray({7}));
}

TEST(Plan, RefusesMorePacksThanFour) {
  const Recording recording = record([](const auto& p, const auto&) { return p[0]; }, 1, 1);
  EXPECT_THROW(Plan(recording, {.packs = 5}), ConfigError);
  EXPECT_THROW(Plan(recording, {.packs = 0}), ConfigError);
}

// Refuses a number below 0 as soon as the lanes disagree, 0 when it is computed again for the lanes
// left behind, and the slope beyond 100.
struct Picky {
  static constexpr auto info = unary_op("picky", "x in (0, 100]", {});
  template <class T>
  static T forward(T x) {
    if (x < T(0)) throw std::domain_error("below 0");
    if (x > T(0)) return x;
    throw std::domain_error("0");
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    if (x > T(100)) throw std::domain_error("beyond 100");
    return {T(1)};
  }
};
struct TenOrX {
  static constexpr auto info = unary_op("ten_or_x", "10 where x < 0, else x", {});
  template <class T>
  static T forward(T x) {
    if (x < T(0)) return T(10);
    return x;
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    if (x < T(0)) return {T(-5)};
    return {T(1)};
  }
};

// An op that throws while its lanes are apart leaves nothing behind for this thread's next loss.
TEST(Executor, IsRightAfterAnOpThrew) {
  const auto picky = [](const auto& p, const auto& x) { return apply<Picky>(p[0] * x[0]); };
  const auto branching = [](const auto& p, const auto& x) { return apply<TenOrX>(p[0] * x[0]); };
  const Plan bad_plan(record(picky, 1, 1)), good_plan(record(branching, 1, 1));
  const std::vector<double> p{1.0};
  const Points data{{-1}, {1}, {-2}, {2}, {3}, {-3}, {4}, {5}};
  for (const double refused : {-1.0, 0.0, 200.0}) {
    Executor bad(bad_plan);
    std::vector<double> gradient(1);
    for (std::size_t l = 0; l < kLanes; ++l) bad.point(l)[0] = l == 3 ? refused : 1.0;
    const auto both_ways = [&] {
      bad.forward(p, kLanes);
      bad.backward(p, kLanes, 1.0, gradient);
    };
    EXPECT_THROW(both_ways(), std::domain_error) << refused;
    const Results got = on_plan(good_plan, p, data);
    EXPECT_EQ(got.losses, (std::vector<double>{10, 1, 10, 2, 3, 10, 4, 5})) << refused;
    EXPECT_EQ(got.gradient[0], -5.0 * -6 + 15) << refused;
  }
}

// In turns, the smaller plan first, so that the memory grows under it; with constants of their own,
// and a lane whose rubbish the other left.
TEST(Executor, PlansShareAWorkspaceAsIfEachHadItsOwn) {
  const auto small = [](const auto& p, const auto& x) { return exp(p[0] * x[0]) * 3.0 + 1.5; };
  const auto large = [](const auto& p, const auto& x) {
    auto y = p[0] * 0.25;
    for (int i = 0; i < 20; ++i) y = tanh(y + x[0] * p[1]) * 7.0 + x[0];
    return y;
  };
  const Plan plans[] = {Plan(record(small, 2, 1)), Plan(record(large, 2, 1))};
  const std::vector<double> parameters{0.5, -0.25};
  const auto workspace = std::make_shared<Workspace>();
  Executor shared[] = {Executor(plans[0], workspace), Executor(plans[1], workspace)};
  Executor alone[] = {Executor(plans[0]), Executor(plans[1])};
  for (int round = 0; round < 6; ++round) {
    const int which = round % 3 == 0 ? 0 : 1;
    const std::size_t points = round % 2 == 0 ? 8 : 3;
    std::vector<double> losses[2], gradients[2];
    for (const bool is_shared : {false, true}) {
      Executor& executor = is_shared ? shared[which] : alone[which];
      for (std::size_t l = 0; l < points; ++l)
        executor.point(l)[0] = 0.125 * static_cast<double>(l) + round;
      const auto got = executor.forward(parameters, points);
      losses[is_shared].assign(got.begin(), got.end());
      gradients[is_shared].resize(2);
      executor.backward(parameters, points, 1.0, gradients[is_shared]);
    }
    EXPECT_EQ(losses[0], losses[1]);
    EXPECT_EQ(gradients[0], gradients[1]);
  }
}

}  // namespace
}  // namespace riserun::lanes
