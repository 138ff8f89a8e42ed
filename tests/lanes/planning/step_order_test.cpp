// The order of the steps: everything after what it needs, things alike together.
#include <riserun/lanes/planning/step_order.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/lanes/random_loss.hpp"

namespace riserun::lanes {
namespace {

using testing::ElementsAre;

/// What is computed when the node has its turn, and from what.
struct Unit {
  std::vector<std::uint32_t> makes;
  std::vector<Ref> needs;
};

Unit unit_of(const Reading& reading, const Turn& turn, std::uint32_t node) {
  switch (turn.kind) {
    case Turn::Kind::layers: {
      const Layer& layer = reading.layers[reading.layer_of[node]];
      Unit unit{layer.outputs, layer.inputs};
      if (reading.activation_of(layer) != nullptr)
        for (const std::uint32_t neuron : layer.outputs)
          unit.makes.push_back(reading.first_user[neuron]);
      return unit;
    }
    case Turn::Kind::sums: {
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

/// Each node once, and after what it needs; of sums and layers none needs another of its turn.
void expect_in_order(const Reading& reading, std::size_t window) {
  std::set<std::uint32_t> done;
  for (const Turn& turn : schedule(reading, window)) {
    const std::set<std::uint32_t> before = done;
    const bool apart = turn.kind == Turn::Kind::sums || turn.kind == Turn::Kind::layers;
    for (const std::uint32_t node : turn.nodes) {
      const Unit unit = unit_of(reading, turn, node);
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

TEST(Schedule, EverythingComesOnceAndAfterWhatItNeeds) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Recording recording = record(RandomLoss{seed}, kParameters, kInputs);
    for (const bool recognise : {false, true})
      for (const std::size_t window : {1, 2, 7, 1000})
        expect_in_order(Reading(recording, recognise), window);
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
  }
}

std::vector<std::vector<std::uint32_t>> nodes_of(const std::vector<Turn>& turns) {
  std::vector<std::vector<std::uint32_t>> all;
  for (const Turn& turn : turns) all.push_back(turn.nodes);
  return all;
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

TEST(Schedule, OpsOfAKindComeTogether) {
  const Recording recording = two_and_two();
  EXPECT_THAT(nodes_of(schedule(Reading(recording, true), 100)),
              ElementsAre(ElementsAre(0, 3), ElementsAre(1, 4), ElementsAre(2, 5), ElementsAre(6)));
}
TEST(Schedule, AWindowOfOneIsTheOrderOfTheRecording) {
  const Recording recording = two_and_two();
  EXPECT_THAT(nodes_of(schedule(Reading(recording, true), 1)),
              ElementsAre(ElementsAre(0), ElementsAre(1), ElementsAre(2), ElementsAre(3),
                          ElementsAre(4), ElementsAre(5), ElementsAre(6)));
}
TEST(Schedule, NothingComesEarlierThanTheWindowAllows) {
  const Recording recording = two_and_two();
  EXPECT_THAT(nodes_of(schedule(Reading(recording, true), 3)).front(), ElementsAre(0));
  EXPECT_THAT(nodes_of(schedule(Reading(recording, true), 4)).front(), ElementsAre(0, 3));
}

}  // namespace
}  // namespace riserun::lanes
