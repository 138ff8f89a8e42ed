// The folds of a cross-validation as a table: its figures, and its file read again.
#include <riserun/run/folder/fold_table.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include "tests/temporary_folder.hpp"

namespace riserun::run {
namespace {

using ::testing::HasSubstr;

train::Dataset data_with(const std::vector<std::string>& targets) {
  train::DataTable table;
  table.schema.feature_names = {"x"};
  table.schema.target_names = targets;
  table.features = {1, 2};
  table.targets.assign(2 * targets.size(), 1.0);
  return train::Dataset(std::move(table));
}

train::Report report(double loss, std::size_t targets) {
  train::Report made;
  made.loss = loss;
  train::MetricValues figures;
  figures["rmse"] = 2 * loss;
  figures["r2"] = 0.1 * loss;
  for (std::size_t i = 0; i < targets; ++i) made.numbers.push_back({"", figures, 0, 0});
  return made;
}

TEST(FoldTable, MeanAndDeviation) {
  FoldTable table(data_with({"y"}));
  table.add(10, 5, report(1.0, 1));
  EXPECT_EQ(table.summary(), "");
  table.add(10, 5, report(3.0, 1));
  EXPECT_EQ(table.mean(0), 2.0);
  EXPECT_DOUBLE_EQ(table.deviation(1), std::sqrt(8.0));  // of the RMSEs 2 and 6
  EXPECT_THAT(table.summary(), HasSubstr("mean"));
}

TEST(FoldTable, ItsFileIsReadAgainWithNamesInQuotes) {
  const train::Dataset data = data_with({"length, \"cm\"", "width"});
  FoldTable table(data);
  table.add(10, 5, report(1.0 / 3, 2));
  table.add(11, 4, report(0.2, 2));
  const test::TemporaryFolder scratch;
  FoldTable again(data);
  again.read_csv(scratch.with("cv.csv", table.to_csv()));
  EXPECT_EQ(again.to_csv(), table.to_csv());
}

std::string refusal(const std::string& csv) {
  const test::TemporaryFolder scratch;
  FoldTable table(data_with({"y"}));
  try {
    table.read_csv(scratch.with("cv.csv", csv));
  } catch (const DataError& error) {
    return error.what();
  }
  return {};
}

TEST(FoldTable, RefusesAnotherTable) {
  const std::string header = "fold,training_rows,held_out_rows,loss,rmse,r2\n";
  EXPECT_EQ(refusal(header + "1,2,3,4,5,6\n"), "");
  EXPECT_THAT(refusal("fold,training_rows,held_out_rows,loss,accuracy,macro_f1\n"),
              HasSubstr("cv.csv:1: this is no table of these folds"));
  EXPECT_THAT(refusal(header + "2,2,3,4,5,6\n"), HasSubstr("cv.csv:2: expected fold 1"));
  EXPECT_THAT(refusal(header + "1,2,3,4,5\n"), HasSubstr("cv.csv:2: expected 6 fields, found 5"));
  EXPECT_THAT(refusal(header + "1,2,3,4,x,6\n"), HasSubstr("expected a number, found \"x\""));
}

}  // namespace
}  // namespace riserun::run
