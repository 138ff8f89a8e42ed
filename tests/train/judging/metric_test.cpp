#include <riserun/train/judging/metric.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/train/fit/history_columns.hpp>
#include <riserun/train/judging/evaluation.hpp>
#include <riserun/train/judging/report.hpp>
#include "tests/train/digits.hpp"
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(MetricList, IsOfClassesOrOfNumbersAndOneOfAName) {
  for (std::size_t m = 0; m < kMetricCount; ++m) {
    EXPECT_NE(kMetrics[m].of_classes == nullptr, kMetrics[m].of_numbers == nullptr);
    EXPECT_EQ(metric_number(kMetrics[m].name), m);
  }
  EXPECT_THAT(metric_names(Task::classification), AllOf(Contains("f1"), Not(Contains("r2"))));
  EXPECT_THAT(metric_names(Task::regression), AllOf(Contains("r2"), Not(Contains("f1"))));
  EXPECT_THAT(message_of<ConfigError>([] { (void)metric_number("auk"); }),
              HasSubstr("choose from f1, auc"));
  EXPECT_THROW(Metrics{.names = {"auk"}}.validate(), ConfigError);
}

// What is asked for is what the report says, and the rest stays out.
TEST(MetricList, MeasuresWhatIsAskedForAlone) {
  const Dataset data = digits(200);
  const nn::MLP model({64, 12, 10}, {.seed = 3});
  const nn::AnyLoss loss = nn::SoftmaxCrossEntropy{};
  Workers workers(2);
  const Report found = report(model, loss, data, workers);
  const Evaluation some =
      evaluate(model, loss, data, workers, {.names = {"auc", "top_k", "r2"}, .top_k = 3});
  EXPECT_EQ(some.metrics["auc"], found.metrics["auc"]);
  EXPECT_EQ(some.metrics["top_k"], found.metrics["top_k"]);
  EXPECT_TRUE(std::isnan(some.metrics["f1"]));
  EXPECT_TRUE(std::isnan(some.metrics["r2"]));  // of numbers
  EXPECT_EQ(some.accuracy, found.accuracy);
}

TEST(MetricList, IsThatOfTheHistoryAndOfTheManual) {
  std::ifstream file(RISERUN_SOURCE_DIR "/docs/training.md");
  const std::string manual(std::istreambuf_iterator<char>(file), {});
  for (const Metric& metric : kMetrics) {
    const std::string name(metric.name);
    EXPECT_THAT(manual, HasSubstr("| `" + name + "` | " + std::string(metric.meaning) + " |"));
    EXPECT_TRUE(std::ranges::any_of(history_columns(), [&](const HistoryColumn& column) {
      return column.name == "validation_" + name && column.short_name == "val_" + name;
    })) << name;
  }
}

}  // namespace
}  // namespace riserun::train
