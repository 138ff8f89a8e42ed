#include <riserun/train/fit/history.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string failure_of_history(std::string_view text) {
  return message_of<DataError>([&] { (void)History::from_csv(text, "history.csv"); });
}

TEST(History, HasAHeaderAndEmptyFieldsForWhatIsAbsent) {
  History history;
  history.add({.epoch = 1, .step = 45, .train_loss = 2.25, .learning_rate = 0.1});
  EXPECT_EQ(history.to_csv(),
            "epoch,step,train_loss,train_accuracy,validation_loss,validation_accuracy,"
            "learning_rate,seconds,points_per_second\n1,45,2.25,,,,0.1,,\n");
}

TEST(History, DoublesReadBackToTheSameBits) {
  Random random(5);
  History history;
  std::vector<double> values{0.1,
                             1.0 / 3.0,
                             1e-320,
                             5e-324,
                             1.7976931348623157e308,
                             -0.0,
                             0.0,
                             1e22,
                             123456789012345678.0,
                             std::numeric_limits<double>::infinity(),
                             -std::numeric_limits<double>::infinity()};
  while (values.size() < 500) {
    const double value = std::bit_cast<double>(random.bits());
    if (!std::isnan(value)) values.push_back(value);
  }
  for (double value : values) {
    history.add({.epoch = static_cast<int>(history.size()), .step = 1L << 40, .train_loss = value});
  }
  const History read = History::from_csv(history.to_csv(), "history.csv");
  ASSERT_EQ(read.size(), history.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(read[i].train_loss),
              std::bit_cast<std::uint64_t>(values[i]))
        << values[i];
    EXPECT_TRUE(std::isnan(read[i].validation_loss));
    EXPECT_EQ(read[i].step, 1L << 40);
    EXPECT_EQ(read[i].epoch, static_cast<int>(i));
  }
  EXPECT_EQ(read.to_csv(), history.to_csv());
}

TEST(History, EveryMeasureRoundTrips) {
  const HistoryRow row{.epoch = 3,
                       .step = 9,
                       .train_loss = 1,
                       .train_accuracy = 2,
                       .validation_loss = 3,
                       .validation_accuracy = 4,
                       .learning_rate = 5,
                       .seconds = 6,
                       .points_per_second = 7};
  History history;
  history.add(row);
  const HistoryRow read = History::from_csv(history.to_csv(), "h").back();
  EXPECT_EQ(read.train_loss, 1);
  EXPECT_EQ(read.train_accuracy, 2);
  EXPECT_EQ(read.validation_loss, 3);
  EXPECT_EQ(read.validation_accuracy, 4);
  EXPECT_EQ(read.learning_rate, 5);
  EXPECT_EQ(read.seconds, 6);
  EXPECT_EQ(read.points_per_second, 7);
}

TEST(History, SavesAndLoads) {
  const TemporaryFolder folder;
  History history;
  EXPECT_TRUE(load_history(folder.with("empty.csv", history.to_csv())).empty());
  history.add({.epoch = 1, .train_loss = 0.5});
  save_history(folder / "history.csv", history);
  EXPECT_EQ(load_history(folder / "history.csv").to_csv(), history.to_csv());
  EXPECT_THROW((void)load_history(folder / "none.csv"), FileError);
}

TEST(History, ColumnsInAnyOrderAndSomeMissing) {
  const History history = History::from_csv("train_loss,epoch\r\n0.5,1\r\n,2\r\n\r\n0.25,3", "h");
  EXPECT_THAT(history.epochs(), ElementsAre(1, 2, 3));
  EXPECT_EQ(history[0].train_loss, 0.5);
  EXPECT_TRUE(std::isnan(history[1].train_loss));
  EXPECT_EQ(history[2].train_loss, 0.25);
  EXPECT_EQ(history[2].step, 0);
}

TEST(History, ColumnForACharts) {
  History history;
  for (int epoch = 1; epoch <= 3; ++epoch) history.add({.epoch = epoch, .train_loss = 1.0 / epoch});
  EXPECT_THAT(history.column(&HistoryRow::train_loss), ElementsAre(1.0, 0.5, 1.0 / 3.0));
}

TEST(History, BestIsTheLowestValidationLoss) {
  History history;
  EXPECT_EQ(history.best(), nullptr);
  history.add({.epoch = 1, .train_loss = 0.3});
  EXPECT_EQ(history.best()->epoch, 1);  // nothing validated yet
  history.add({.epoch = 2, .train_loss = 0.2, .validation_loss = 0.5});
  history.add({.epoch = 3, .train_loss = 0.1, .validation_loss = 0.5});
  history.add({.epoch = 4, .train_loss = 0.0, .validation_loss = 0.6});
  EXPECT_EQ(history.best()->epoch, 2);
  History diverged;
  diverged.add({.epoch = 1, .train_loss = std::numeric_limits<double>::infinity()});
  EXPECT_EQ(diverged.best(), nullptr);
}

TEST(History, WrongContentIsNamedWithItsPlace) {
  EXPECT_EQ(failure_of_history("epoch,train_loss\n1,0.5\n2,abc\n"),
            "history.csv:3:3: expected a number for train_loss, found \"abc\"");
  EXPECT_EQ(failure_of_history("epoch,step\n1,2\n3\n"),
            "history.csv:3:1: expected 2 fields, found 1");
  EXPECT_EQ(failure_of_history("epoch,loss\n"),
            "history.csv:1:7: unknown column \"loss\" in a history");
  EXPECT_EQ(failure_of_history("epoch,epoch\n"),
            "history.csv:1:7: the column \"epoch\" comes twice");
  EXPECT_THAT(failure_of_history("train_loss\n1\n"), HasSubstr("no column \"epoch\""));
  EXPECT_THAT(failure_of_history("epoch,step\n1.5,2\n"),
              HasSubstr("history.csv:2:1: expected a number for epoch"));
  EXPECT_THAT(failure_of_history("epoch,step\n,2\n"), HasSubstr("found \"\""));
  EXPECT_THAT(failure_of_history(""), HasSubstr("empty"));
}

// A metric has a column once any row has it, and comes back to the last bit.
TEST(History, WritesTheMetricsThatWereMeasured) {
  History history;
  history.add({.epoch = 1, .train_loss = 0.5});
  EXPECT_EQ(history.to_csv().find("validation_f1"), std::string::npos);
  HistoryRow row{.epoch = 2, .train_loss = 0.25};
  row.metrics["r2"] = 1.0 / 3.0;
  history.add(row);
  EXPECT_TRUE(history.to_csv().starts_with(
      "epoch,step,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,"
      "seconds,points_per_second,validation_r2\n"));
  const History back = History::from_csv(history.to_csv(), "history.csv");
  EXPECT_TRUE(std::isnan(back[0].metrics["r2"]));
  EXPECT_EQ(back[1].metrics["r2"], 1.0 / 3.0);
}

}  // namespace
}  // namespace riserun::train
