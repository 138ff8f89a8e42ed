#include <riserun/plots/kinds/loss_chart.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/base/errors.hpp>
#include <riserun/plots/layout/chart_check.hpp>
#include "tests/plots/charts.hpp"

namespace riserun::plots {
namespace {

using ::testing::ElementsAre;
using testing::history;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(LossChart, ThreePanelsOfAFullHistory) {
  const Chart chart = loss_chart(history(50), {.title = "digits"});
  EXPECT_EQ(chart.title, "digits");
  ASSERT_THAT(chart.panels, SizeIs(3));
  EXPECT_EQ(chart.panels[0].title, "loss");
  EXPECT_EQ(chart.panels[1].title, "accuracy");
  EXPECT_EQ(chart.panels[2].title, "learning rate");
  EXPECT_TRUE(chart.share_x);
  for (int i = 0; i < 2; ++i) {
    ASSERT_THAT(chart.panels[i].series, SizeIs(2));
    EXPECT_EQ(chart.panels[i].series[0].name, "train");
    EXPECT_EQ(chart.panels[i].series[1].name, "validation");
  }
  EXPECT_EQ(chart.panels[0].series[1].color, chart.panels[1].series[1].color);
  EXPECT_TRUE(chart.panels[1].y_percent);
}

TEST(LossChart, MarksTheLowestValidationLoss) {
  LossColumns columns{.epoch = {1, 2, 3, 4},
                      .train_loss = {4, 3, 2, 1},
                      .validation_loss = {4, 2, 2, 3},
                      .validation_accuracy = {0.1, 0.7, 0.8, 0.75}};
  const Chart chart = loss_chart(columns);
  ASSERT_THAT(chart.panels[0].markers, SizeIs(1));
  EXPECT_EQ(chart.panels[0].markers[0].x, 2);  // The first of equals.
  EXPECT_EQ(chart.panels[0].markers[0].y, 2);
  EXPECT_EQ(chart.panels[0].markers[0].label, "best epoch 2");
  EXPECT_EQ(chart.panels[1].markers[0].y, 0.7);
  EXPECT_EQ(chart.panels[1].markers[0].label, "");

  const Chart told = loss_chart(columns, {.best_epoch = 3.0, .early_stop = 4.0});
  EXPECT_EQ(told.panels[0].markers[0].label, "best epoch 3");
  EXPECT_EQ(told.panels[0].markers[1].label, "stopped early at 4");
}

TEST(LossChart, WithoutValidationThereIsNoMark) {
  const Chart chart = loss_chart({.epoch = {1, 2}, .train_loss = {2, 1}});
  ASSERT_THAT(chart.panels, SizeIs(1));
  EXPECT_THAT(chart.panels[0].markers, IsEmpty());
  EXPECT_THAT(chart.panels[0].series, SizeIs(1));
}

TEST(LossChart, PassesOverEpochsThatWereNotMeasured) {
  const Chart chart = loss_chart({.epoch = {1, 2, 3, 4},
                                  .train_loss = {4, kNan, 2, 1},
                                  .validation_loss = {kNan, 3, kNan, 2}});
  EXPECT_THAT(chart.panels[0].series[1].x, ElementsAre(2, 4));
  EXPECT_THAT(chart.panels[0].series[1].y, ElementsAre(3, 2));
  EXPECT_THAT(chart.panels[0].series[0].x, SizeIs(4));  // In training it is a gap.
}

TEST(LossChart, ConstantLearningRateIsNotDrawn) {
  LossColumns columns = history(4);
  columns.learning_rate = {0.1, 0.1, 0.1, 0.1};
  EXPECT_THAT(loss_chart(columns).panels, SizeIs(2));
  EXPECT_THAT(loss_chart(history(4), {.learning_rate = false}).panels, SizeIs(2));
}

TEST(LossChart, FewEpochsHaveDots) {
  EXPECT_EQ(loss_chart(history(10)).panels[0].series[0].style, Style::line_and_points);
  EXPECT_EQ(loss_chart(history(100)).panels[0].series[0].style, Style::line);
}

TEST(LossChart, RaggedColumnsAreRefused) {
  EXPECT_THROW((void)loss_chart({.epoch = {1, 2}, .train_loss = {1}}), DataError);
  EXPECT_THROW((void)loss_chart({.epoch = {1}, .validation_accuracy = {1, 2}}), DataError);
}

TEST(LossChart, DivergedFromTheFirstEpochHasNothingToDraw) {
  const Chart chart = loss_chart({.epoch = {1}, .train_loss = {kNan}, .validation_loss = {kNan}});
  EXPECT_THROW(check_chart(chart), DataError);
}

}  // namespace
}  // namespace riserun::plots
