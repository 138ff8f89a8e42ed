#include <riserun/train/data/column_encoding.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/train/data/date_parts.hpp>
#include <riserun/train/data/preparation.hpp>
#include <riserun/train/fit/trainer.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// One category beside nothing else, by its names; "" is missing.
Dataset category(const std::vector<std::string>& names) {
  DataTable table{.schema = {.feature_names = {"c"}, .kinds = {ColumnKind::category}},
                  .allow_missing = true,
                  .levels = {{}}};
  for (const std::string& name : names) {
    auto& levels = table.levels[0];
    const auto found = std::ranges::find(levels, name);
    table.features.push_back(name.empty() ? kMissing : static_cast<double>(found - levels.begin()));
    if (!name.empty() && found == levels.end()) levels.push_back(name);
    table.targets.push_back(0.0);
  }
  return Dataset(std::move(table));
}

TEST(ColumnEncoding, OneInputAName) {
  const Dataset data = category({"b", "a", "b", "a", "b"});
  const ColumnEncoding encoding = ColumnEncoding::fit(data);
  const Dataset inputs = encoding.apply(data);
  EXPECT_THAT(inputs.feature_names(), ElementsAre("c=a", "c=b"));
  EXPECT_THAT(inputs[0].x, ElementsAre(0, 1));
  EXPECT_THAT(inputs[1].x, ElementsAre(1, 0));
  EXPECT_THAT(inputs.schema().kinds, IsEmpty());
}

// A name is found by its text, however the other file counts its names.
TEST(ColumnEncoding, CodesOfAnotherFileMeanNothing) {
  const ColumnEncoding encoding = ColumnEncoding::fit(category({"b", "a", "b", "a"}));
  const Dataset other = category({"a", "c", "b"});
  const Dataset inputs = encoding.apply(other);
  EXPECT_THAT(inputs[0].x, ElementsAre(1, 0));
  EXPECT_THAT(inputs[1].x, ElementsAre(0, 0));
  EXPECT_THAT(inputs[2].x, ElementsAre(0, 1));
  EXPECT_EQ(encoding.unseen(other).at(0).second, 1u);
}

TEST(ColumnEncoding, RareAndSurplusNamesShareAnInput) {
  std::vector<std::string> names{"rare"};
  for (int i = 0; i < 70; ++i)
    for (int k = 0; k < (i < 3 ? 5 : 2); ++k) names.push_back("n" + std::to_string(i));
  const ColumnEncoding encoding = ColumnEncoding::fit(category(names));
  ASSERT_EQ(encoding.columns[0].levels.size(), kMostLevels);
  EXPECT_TRUE(encoding.columns[0].other);
  EXPECT_EQ(encoding.inputs(1), kMostLevels + 1);
  const Dataset inputs = encoding.apply(category({"rare", "never seen", "n0"}));
  EXPECT_EQ(inputs.feature_names().back(), "c other");
  EXPECT_EQ(inputs[0].x.back(), 1);
  EXPECT_EQ(inputs[1].x.back(), 1);
  EXPECT_EQ(inputs[2].x.back(), 0);
}

TEST(ColumnEncoding, MissingIsANameOfItsOwn) {
  const ColumnEncoding encoding = ColumnEncoding::fit(category({"a", "", "b", "a", "b", ""}));
  const Dataset inputs = encoding.apply(category({"", "a"}));
  EXPECT_THAT(inputs.feature_names(), ElementsAre("c=a", "c=b", "c missing"));
  EXPECT_THAT(inputs[0].x, ElementsAre(0, 0, 1));
  EXPECT_THAT(inputs[1].x, ElementsAre(1, 0, 0));
}

Dataset numbers(std::vector<double> values) {
  const std::size_t rows = values.size();
  return Dataset({.schema = {.feature_names = {"x"}},
                  .features = std::move(values),
                  .targets = std::vector<double>(rows),
                  .allow_missing = true});
}

TEST(ColumnEncoding, ANumberHasAnInputThatSaysWhereItIsMissing) {
  const Dataset data = numbers({1, kMissing, 3, kMissing});
  const Preparation preparation = Preparation::fit(data, {.missing = ImputationKind::median});
  const Dataset inputs = preparation.apply(data);
  EXPECT_THAT(inputs.feature_names(), ElementsAre("x", "x missing"));
  EXPECT_THAT(inputs[0].x, ElementsAre(1, 0));
  EXPECT_THAT(inputs[1].x, ElementsAre(2, 1));
  EXPECT_THAT(ColumnEncoding::fit(numbers({1, 2})).columns, IsEmpty());
}

TEST(ColumnEncoding, DatesBecomeThePartsThatVary) {
  const double day = 86'400.0;
  // Two Mondays in January 1970, at midnight: the season and the days differ, the hour does not.
  Dataset data({.schema = {.feature_names = {"when"}, .kinds = {ColumnKind::date}},
                .features = {4 * day, 11 * day},
                .targets = {0, 1}});
  const ColumnEncoding encoding = ColumnEncoding::fit(data);
  EXPECT_THAT(encoding.columns[0].parts, ElementsAre("days", "season"));
  const Dataset inputs = encoding.apply(data);
  EXPECT_THAT(inputs.feature_names(),
              ElementsAre("when: days", "when: season (sin)", "when: season (cos)"));
  const double angle = 2 * std::numbers::pi * 11 / 365;
  EXPECT_THAT(inputs[1].x, ElementsAre(11, DoubleNear(std::sin(angle), 1e-15),
                                       DoubleNear(std::cos(angle), 1e-15)));
}

TEST(DateParts, WeekdaysAndHoursGoRoundACircle) {
  std::vector<double> monday, tuesday, noon;
  append_date_part("weekday", 4 * 86'400.0, monday);
  append_date_part("weekday", (-2) * 86'400.0, tuesday);  // 1969-12-30
  append_date_part("hour", 86'400.0 * 1.5, noon);
  EXPECT_THAT(monday, ElementsAre(0, 1));
  EXPECT_THAT(tuesday, ElementsAre(DoubleNear(std::sin(2 * std::numbers::pi / 7), 1e-15),
                                   DoubleNear(std::cos(2 * std::numbers::pi / 7), 1e-15)));
  EXPECT_THAT(noon, ElementsAre(DoubleNear(0, 1e-15), -1));
}

// What validates must not be known before: an outlier of each step is planted there.
TEST(ColumnEncoding, NothingIsLearnedFromOtherRowsThanThoseOfTraining) {
  const auto rows = [](bool planted) {
    DataTable table{
        .schema = {.feature_names = {"x", "c", "when"},
                   .kinds = {ColumnKind::number, ColumnKind::category, ColumnKind::date}},
        .allow_missing = true,
        .levels = {{}, {"a", "b", "planted"}, {}}};
    for (int i = 0; i < 8; ++i) {
      table.features.insert(table.features.end(), {i * 1.0, i % 2 * 1.0, i * 86'400.0});
      table.targets.push_back(i);
    }
    for (int i = 0; i < 3; ++i) {
      const double time = planted ? 1e9 + 3600 * i : 86'400.0 * 3;
      table.features.insert(table.features.end(),
                            {planted ? (i == 0 ? 1e12 : kMissing) : 3, planted ? 2.0 : 1.0, time});
      table.targets.push_back(planted ? 1e9 : 1);
    }
    return Dataset(std::move(table));
  };
  const std::vector<std::size_t> training{0, 1, 2, 3, 4, 5, 6, 7};
  const PreparationOptions options{.missing = ImputationKind::median,
                                   .scaling = ScalingKind::limited,
                                   .target_scaling = ScalingKind::standardize};
  EXPECT_EQ(Preparation::fit(rows(true).subset(training), options),
            Preparation::fit(rows(false).subset(training), options));
  // The test can fail: with these rows it is another preparation.
  EXPECT_NE(Preparation::fit(rows(true), options), Preparation::fit(rows(false), options));
}

TEST(ColumnEncoding, ATrainerRefusesCodes) {
  const Dataset data = category({"a", "b", "a", "b"});
  nn::MLP model({1, 1}, {});
  EXPECT_THAT(message_of<DataError>([&] {
                Trainer trainer({.epochs = 1});
                (void)trainer.fit(model, nn::MeanSquaredError{}, data, {});
              }),
              HasSubstr("the column \"c\" holds no numbers (category)"));
}

TEST(ColumnEncoding, AnotherShapeIsRefused) {
  const ColumnEncoding encoding = ColumnEncoding::fit(category({"a", "b"}));
  const Dataset two({.feature_count = 2, .features = {1, 2}, .targets = {0}});
  EXPECT_THROW((void)encoding.apply(two), ShapeError);
  EXPECT_THAT(message_of<DataError>([] {
                (void)Dataset({.schema = {.feature_names = {"c"}, .kinds = {ColumnKind::category}},
                               .features = {0, 2},
                               .targets = {0, 0},
                               .levels = {{"a", "b"}}});
              }),
              HasSubstr("row 1, \"c\" is 2; the category has 2 names"));
}

TEST(ColumnEncoding, EachFeatureHasItsListOfNames) {
  EXPECT_THROW((void)Dataset({.schema = {.feature_names = {"a", "c"},
                                         .kinds = {ColumnKind::number, ColumnKind::category}},
                              .features = {0, 0},
                              .targets = {0},
                              .levels = {{"a"}}}),
               ShapeError);
}

}  // namespace
}  // namespace riserun::train
