#include <riserun/run/summary.hpp>

#include <gmock/gmock.h>

#include <limits>
#include <string>

#include <riserun/train/judging/metric.hpp>

namespace riserun::run {
namespace {

// Every metric that numbers have is in the report, by what its row says.
TEST(Summary, HasEachMetricOfItsTask) {
  train::NumberReport report{.name = "y", .metrics = {}, .constant = 0, .constant_rmse = 0};
  for (std::size_t m = 0; m < train::kMetricCount; ++m) {
    const train::Metric& metric = train::kMetrics[m];
    if (metric.task() != train::Task::regression) continue;
    report.metrics[m] = 0.25;
    const std::string title(metric.text.substr(0, metric.text.find(" {")));
    EXPECT_THAT(number_figures(report), ::testing::HasSubstr(title + " 0.25"));
  }
  EXPECT_EQ(number_figures(report), "RMSE 0.25, MAE 0.25, R2 0.250");
  report.metrics["r2"] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(number_figures(report), "RMSE 0.25, MAE 0.25") << "all rows have the same number";
}

}  // namespace
}  // namespace riserun::run
