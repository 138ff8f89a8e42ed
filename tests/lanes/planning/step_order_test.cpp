// The order of the steps: everything after what it needs, things alike together.
#include <riserun/lanes/planning/step_order.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/lanes/random_loss.hpp"

namespace riserun::lanes {
namespace {

using testing::ElementsAre;

/// The nodes that are computed together with the named one, and what they need.
struct Unit {
  std::vector<std::uint32_t> makes;
  std::vector<Ref> needs;
};

Unit unit_of(const Reading& reading, const StepGroup& group, std::uint32_t node) {
  switch (group.kind) {
    case StepGroup::Kind::layers: {
      const Layer& layer = reading.layers[reading.layer_of[node]];
      Unit unit{layer.outputs, layer.inputs};
      if (reading.activation_of(layer) != nullptr)
        for (const std::uint32_t neuron : layer.outputs)
          unit.makes.push_back(reading.first_user[neuron]);
      return unit;
    }
    case StepGroup::Kind::sums: {
      const Sum& sum = reading.sums[reading.sum_of[node]];
      Unit unit{{node}, sum.terms};
      if (sum.start) unit.needs.push_back(*sum.start);
      return unit;
    }
    default: {
      const auto operands = reading.recording.operands(reading.recording.nodes()[node]);
      return {{node}, {operands.begin(), operands.end()}};
    }
  }
}

/// Each node once, and after what it needs; of sums and layers none needs another of its group.
void expect_in_order(const Reading& reading, std::size_t window) {
  std::set<std::uint32_t> done;
  for (const StepGroup& group : order_steps(reading, window)) {
    const std::set<std::uint32_t> before = done;
    const bool apart = group.kind == StepGroup::Kind::sums || group.kind == StepGroup::Kind::layers;
    for (const std::uint32_t node : group.nodes) {
      const Unit unit = unit_of(reading, group, node);
      for (const Ref ref : unit.needs) {
        if (!ref.is(Source::node)) continue;
        ASSERT_TRUE((apart ? before : done).contains(ref.index())) << ref.index();
      }
      for (const std::uint32_t made : unit.makes) ASSERT_TRUE(done.insert(made).second) << made;
    }
  }
  for (std::uint32_t i = 0; i < reading.uses.size(); ++i)
    ASSERT_EQ(done.contains(i), reading.uses[i] != 0 && !reading.absorbed[i]) << i;
}

TEST(StepOrder, EverythingComesOnceAndAfterWhatItNeeds) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Recording recording = record(RandomLoss{seed}, kParameters, kInputs);
    for (const bool recognise : {false, true})
      for (const std::size_t window : {1, 2, 7, 1000})
        expect_in_order(Reading(recording, recognise), window);
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
  }
}

std::vector<std::vector<std::uint32_t>> nodes_of(const std::vector<StepGroup>& groups) {
  std::vector<std::vector<std::uint32_t>> all;
  for (const StepGroup& group : groups) all.push_back(group.nodes);
  return all;
}

// The example of step_order.hpp.
TEST(StepOrder, SumsWaitForTheOpThatAnotherSumNeeds) {
  const Recording recording = record(
      [](const auto& p, const auto& x) {
        const auto s = p[0] + x[0] + x[1];
        const auto t = exp(p[1]) + x[0] + x[1];
        return s * t;
      },
      2, 2);
  const Reading reading(recording, true);
  ASSERT_EQ(recording.nodes().size(), 6u);
  EXPECT_THAT(nodes_of(order_steps(reading, 100)),
              ElementsAre(ElementsAre(2), ElementsAre(1, 4), ElementsAre(5)));
  EXPECT_THAT(nodes_of(order_steps(reading, 1)),
              ElementsAre(ElementsAre(1), ElementsAre(2), ElementsAre(4), ElementsAre(5)));
}

// sin, tanh, sin, tanh of one number after the other, and what joins them.
Recording two_and_two() {
  return record(
      [](const auto& p, const auto& x) {
        const auto a = tanh(sin(p[0] * x[0])), b = tanh(sin(p[0] * x[1]));
        return a / b;
      },
      1, 2);
}

TEST(StepOrder, OpsOfAKindComeTogether) {
  const Recording recording = two_and_two();
  EXPECT_THAT(nodes_of(order_steps(Reading(recording, true), 100)),
              ElementsAre(ElementsAre(0, 3), ElementsAre(1, 4), ElementsAre(2, 5), ElementsAre(6)));
}
TEST(StepOrder, AWindowOfOneIsTheOrderOfTheRecording) {
  const Recording recording = two_and_two();
  EXPECT_THAT(nodes_of(order_steps(Reading(recording, true), 1)),
              ElementsAre(ElementsAre(0), ElementsAre(1), ElementsAre(2), ElementsAre(3),
                          ElementsAre(4), ElementsAre(5), ElementsAre(6)));
}
TEST(StepOrder, NothingComesEarlierThanTheWindowAllows) {
  const Recording recording = two_and_two();
  EXPECT_THAT(nodes_of(order_steps(Reading(recording, true), 3)).front(), ElementsAre(0));
  EXPECT_THAT(nodes_of(order_steps(Reading(recording, true), 4)).front(), ElementsAre(0, 3));
}

}  // namespace
}  // namespace riserun::lanes
