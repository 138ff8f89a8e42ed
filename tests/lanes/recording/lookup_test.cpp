// Rows of a table of parameters, chosen by each point's label.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>
#include "tests/lanes/both_engines.hpp"

namespace riserun::lanes {
namespace {

using testing::ElementsAreArray;

constexpr std::size_t kRows = 5, kWidth = 3, kFirst = 2;
constexpr std::size_t kParameters = kFirst + kRows * kWidth;

std::vector<double> parameters() {
  Random random(3);
  std::vector<double> all(kParameters);
  for (double& p : all) p = random.uniform(-1.0, 1.0);
  return all;
}

/// A number and two labels each; several points share a row.
Points points(std::size_t count) {
  Random random(4);
  Points all;
  for (std::size_t i = 0; i < count; ++i)
    all.push_back({random.uniform(-1.0, 1.0), static_cast<double>(random.below(kRows)),
                   static_cast<double>(random.below(kRows))});
  return all;
}

// Two rows of the table meet, one of which may be the other; `row` gives one.
template <class P, class X, class Row>
auto loss_of(const P& p, const X& x, const Row& row) {
  const auto a = row(1), b = row(2);
  auto y = p[0] * x[0];
  for (std::size_t c = 0; c < kWidth; ++c) y += p[1] * tanh(a[c] * x[0]) * b[kWidth - 1 - c];
  return y;
}

constexpr auto kByLookup = [](const auto& p, const auto& x) {
  return loss_of(p, x, [&](std::size_t label) {
    return pick_row(p.slice(kFirst, kRows * kWidth), kRows, Label(x[label]));
  });
};
// Each column chosen among all rows, as pick() does.
constexpr auto kByChoice = [](const auto& p, const auto& x) {
  return loss_of(p, x, [&](std::size_t label) {
    std::vector<Number> row;
    for (std::size_t c = 0; c < kWidth; ++c) {
      std::vector<Number> column;
      for (std::size_t r = 0; r < kRows; ++r) column.push_back(p[kFirst + r * kWidth + c]);
      row.push_back(pick(column, Label(x[label])));
    }
    return row;
  });
};
// And on a tape, where the label is a number.
constexpr auto kOnTape = [](const nn::BoundParameters& p, const std::vector<double>& x) {
  return loss_of(p, x, [&](std::size_t label) {
    return pick_row(p.slice(kFirst, kRows * kWidth), kRows, static_cast<std::size_t>(x[label]));
  });
};

TEST(Lookup, IsTheChoiceAmongAllRows) {
  for (const std::size_t packs : {1, 2, 4})
    for (const std::size_t count : {1, 8, 13, 41}) {
      const Results oracle = on_tape(kOnTape, parameters(), points(count));
      const Results lookup = on_plan(Plan(record(kByLookup, kParameters, 3), {.packs = packs}),
                                     parameters(), points(count));
      const Results choice = on_plan(Plan(record(kByChoice, kParameters, 3), {.packs = packs}),
                                     parameters(), points(count));
      EXPECT_LE(worst_difference(lookup, oracle), 16);
      EXPECT_LE(worst_difference(choice, oracle), 16);
      EXPECT_EQ(lookup.losses, choice.losses);
    }
}

TEST(Lookup, ARowIsOneStepAndIsSaid) {
  const Plan plan(record(kByLookup, kParameters, 3));
  EXPECT_EQ(plan.explanation().lookups, 2u);
  EXPECT_EQ(plan.explanation().lookup_nodes, 2 * kWidth);
  EXPECT_THAT(plan.explanation().text(),
              testing::HasSubstr("lookups     2 rows of tables, read by a label, 6 nodes"));
  // The same with nothing recognised: a lookup is no reading of the recording, it is recorded.
  EXPECT_EQ(Plan(record(kByLookup, kParameters, 3), {.recognise = false}).explanation().lookups,
            2u);
}

// Neither read out of bounds (a sanitizer would say) nor written.
TEST(Lookup, TheLabelOfAnIdleLaneIsNeverUsed) {
  const Plan plan(record(kByLookup, kParameters, 3));
  const auto fill = [&](Executor& executor, double idle) {
    for (std::size_t l = 0; l < executor.capacity(); ++l)
      for (double& x : executor.point(l)) x = idle;
    const Points some = points(3);
    for (std::size_t l = 0; l < 3; ++l) std::ranges::copy(some[l], executor.point(l).begin());
  };
  std::vector<std::vector<double>> gradients;
  for (const double idle : {0.0, 1e300, -7.0, std::numeric_limits<double>::quiet_NaN()}) {
    Executor executor(plan);
    fill(executor, idle);
    const auto losses = executor.forward(parameters(), 3);
    EXPECT_EQ(losses.size(), 3u);
    gradients.emplace_back(kParameters);
    executor.backward(parameters(), 3, 1.0, gradients.back());
    EXPECT_THAT(gradients.back(), ElementsAreArray(gradients.front()));
  }
}

TEST(Lookup, ARowOfAConstantLabelIsParameters) {
  const auto loss = [](const auto& p, const auto& x) {
    const auto row = pick_row(p.slice(kFirst, kRows * kWidth), kRows, Label(Number(4)));
    return row[0] * x[0] + row[2];
  };
  const Plan plan(record(loss, kParameters, 3));
  EXPECT_EQ(plan.explanation().lookups, 0u);
  EXPECT_EQ(on_plan(plan, parameters(), {{2, 0, 0}}).losses[0],
            parameters()[kFirst + 12] * 2 + parameters()[kFirst + 14]);
}

TEST(Lookup, WhatCannotBeChosenIsRefused) {
  const auto recorded = [](std::size_t rows, auto label) {
    return [=](const auto& p, const auto& x) {
      return pick_row(p.slice(kFirst, kRows * kWidth), rows, label(x))[0];
    };
  };
  const auto plain = [](const auto& x) { return Label(x[1]); };
  EXPECT_NO_THROW(record(recorded(kRows, plain), kParameters, 3));
  EXPECT_THROW(record(recorded(4, plain), kParameters, 3), ShapeError);
  EXPECT_THROW(record(recorded(0, plain), kParameters, 3), ShapeError);
  // Computed, so that no one can look at it before the rows are read.
  EXPECT_THROW(
      record(recorded(kRows, [](const auto& x) { return Label(x[1] + 1); }), kParameters, 3),
      ShapeError);
  EXPECT_THROW(
      record(recorded(kRows, [](const auto&) { return Label(Number(5)); }), kParameters, 3),
      ShapeError);
  EXPECT_THROW(record(
                   [](const auto& p, const auto& x) {
                     return pick(std::vector<Number>{p[0], p[1]}, Label(-x[0]));
                   },
                   kParameters, 3),
               ShapeError);
}

TEST(ValueOf, HasTheValueAndNoSlope) {
  const auto loss = [](const auto& p, const auto& x) {
    const auto y = p[0] * x[0];
    return y * value_of(y) + value_of(p[1]);
  };
  const Results lanes = on_plan(Plan(record(loss, 2, 1)), {3, 5}, {{2}, {4}});
  EXPECT_THAT(lanes.losses, ElementsAreArray({41, 149}));
  EXPECT_THAT(lanes.gradient, ElementsAreArray({6 * 2 + 12 * 4, 0}));
}

}  // namespace
}  // namespace riserun::lanes
