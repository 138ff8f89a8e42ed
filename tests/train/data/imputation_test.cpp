#include <riserun/train/data/imputation.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/train/data/preparation.hpp>
#include <riserun/train/reading/csv.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Dataset parse_gaps(const std::string& text, bool missing = true) {
  return parse_csv(text, {.missing = missing}, "d.csv");
}

std::vector<double> values(const std::string& column, ImputationKind kind) {
  std::string text = "x,y\n";
  for (std::size_t at = 0; at <= column.size();) {
    const std::size_t end = std::min(column.find(' ', at), column.size());
    text += column.substr(at, end - at) + ",a\n";
    at = end + 1;
  }
  return Imputation::fit(parse_gaps(text), kind, 7.5).values;
}

TEST(Missing, EveryWordForIt) {
  const Dataset data = parse_gaps(
      "a,b,y\n,?,u\nNA,N/A,v\nNaN,nan,u\nnull,NULL,v\nNone, \"\" ,u\n-,.,v\n#N/A,#n/a,v\n1,2,u\n");
  EXPECT_EQ(data.missing_count(), 14u);
  EXPECT_THAT(data[7].x, ElementsAre(1, 2));
  EXPECT_THROW((void)parse_gaps("a,y\n--,u\n1,v\n"), DataError);
}

TEST(Missing, IsRefusedUnlessAskedFor) {
  const auto message = [](const char* text) {
    return message_of<DataError>([&] { (void)parse_gaps(text, false); });
  };
  EXPECT_THAT(
      message("a,y\n1,u\n,v\n"),
      HasSubstr("d.csv:3:1: expected a number, found an empty field (field 1, \"a\"); remove "
                "the row, put a number, or fill what is missing: train with `missing` mean"));
  EXPECT_THAT(message("a,y\nNA,u\n"), HasSubstr("`missing` mean"));
  EXPECT_THAT(message("a,y\nnan,u\n"), HasSubstr("`missing` mean"));
}

TEST(Missing, OtherTextAndInfinityStayErrors) {
  EXPECT_THAT(message_of<DataError>([] { (void)parse_gaps("a,y\nabc,u\n"); }),
              HasSubstr("d.csv:2:1: expected a number, found \"abc\""));
  EXPECT_THAT(message_of<DataError>([] { (void)parse_gaps("a,y\ninf,u\n"); }),
              HasSubstr("NaN and infinity are refused; remove the row"));
}

TEST(Missing, LabelsAndTargetsNeverAre) {
  EXPECT_THAT(message_of<DataError>([] { (void)parse_gaps("a,y\n1,u\n2,\n"); }),
              HasSubstr("d.csv:3:3: expected a label"));
  EXPECT_THAT(message_of<DataError>([] {
                (void)parse_csv("a,y\n1,3\n2,NA\n", {.task = Task::regression, .missing = true},
                                "d.csv");
              }),
              HasSubstr("d.csv:3:3: the number to predict is missing (field 2, \"y\")"));
}

TEST(Missing, TheFirstRowMayLackValues) {
  EXPECT_EQ(parse_gaps("1,,0\n2,3,1\n").size(), 2u);
  EXPECT_EQ(parse_gaps("NA,?,0\n2,3,1\n").size(), 2u);
  EXPECT_THAT(parse_gaps(",b,y\n1,NA,0\n").feature_names(), ElementsAre("column1", "b"));
}

TEST(Imputation, EachKind) {
  const std::string column = "4 NA 1 1 ? 10";
  EXPECT_THAT(values(column, ImputationKind::mean), ElementsAre(4));
  EXPECT_THAT(values(column, ImputationKind::median), ElementsAre(2.5));
  EXPECT_THAT(values("3 NA 9 1", ImputationKind::median), ElementsAre(3));
  EXPECT_THAT(values(column, ImputationKind::most_frequent), ElementsAre(1));
  EXPECT_THAT(values("5 NA 3 5 3", ImputationKind::most_frequent), ElementsAre(3));  // the smaller
  EXPECT_THAT(values(column, ImputationKind::constant), ElementsAre(7.5));
  EXPECT_THAT(values(column, ImputationKind::none), ElementsAre());
}

TEST(Imputation, LargeNumbersDoNotOverflow) {
  EXPECT_THAT(values("1.6e308 1.6e308 NA", ImputationKind::mean), ElementsAre(1.6e308));
  EXPECT_THAT(values("1.6e308 1.6e308 NA", ImputationKind::median), ElementsAre(1.6e308));
}

TEST(Imputation, FillsWhatIsMissingAndNothingElse) {
  const Dataset data = parse_gaps("a,b,y\n1,,u\n3,5,v\nNA,7,u\n");
  const auto imputation = Imputation::fit(data, ImputationKind::mean);
  const Dataset filled = imputation.apply(data);
  EXPECT_THAT(filled[0].x, ElementsAre(1, 6));
  EXPECT_THAT(filled[1].x, ElementsAre(3, 5));
  EXPECT_THAT(filled[2].x, ElementsAre(2, 7));
  EXPECT_EQ(filled.missing_count(), 0u);
  EXPECT_EQ(filled.class_names(), data.class_names());
  EXPECT_EQ(filled[2].row, 2u);
}

TEST(Imputation, AColumnMissingAltogether) {
  const Dataset data = parse_gaps("a,b,y\n1,,u\n3,NA,v\n");
  EXPECT_THAT(Imputation::fit(data, ImputationKind::median).values, ElementsAre(2, 0));
  EXPECT_THAT(Imputation::fit(data, ImputationKind::constant, 1).values, ElementsAre(1, 1));
}

TEST(Imputation, WithoutItMissingValuesAreRefused) {
  const Dataset data = parse_gaps("a,b,y\n1,2,u\n3,NA,v\n");
  EXPECT_THAT(message_of<DataError>([&] { (void)Imputation{}.apply(data); }),
              HasSubstr("d.csv: row 1, \"b\" is missing"));
  EXPECT_THROW((void)Scaling::fit(data, ScalingKind::standardize), DataError);
}

TEST(Imputation, UnusableOnes) {
  const Dataset data = parse_gaps("a,b,y\n1,2,u\n");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW((void)Imputation::fit(data, ImputationKind::constant, nan), ConfigError);
  EXPECT_THROW((void)Imputation::fit(Dataset(), ImputationKind::mean), DataError);
  EXPECT_THROW((Imputation{ImputationKind::mean, {1}}.validate(2)), ShapeError);
  EXPECT_THROW((Imputation{ImputationKind::mean, {1, nan}}.validate(2)), ShapeError);
  EXPECT_THROW((Imputation{ImputationKind::none, {1}}.validate(1)), ShapeError);
  EXPECT_THROW((void)imputation_kind("average"), ConfigError);
  for (const char* word : {"none", "mean", "median", "most_frequent", "constant"})
    EXPECT_EQ(to_string(imputation_kind(word)), word);
}

// What validates must play no part: neither its values nor that it is there.
TEST(Preparation, LearnsFromTheTrainingPartAlone) {
  const PreparationOptions options{.missing = ImputationKind::mean,
                                   .scaling = ScalingKind::standardize};
  const Dataset all = parse_gaps("a,y\n1,u\n3,v\nNA,u\n1000,v\n");
  const Dataset training = all.subset(std::vector<std::size_t>{0, 1, 2});
  const auto preparation = Preparation::fit(training, options);
  EXPECT_EQ(preparation,
            Preparation::fit(
                parse_gaps("a,y\n1,u\n3,v\nNA,u\n-5,v\n").subset(std::vector<std::size_t>{0, 1, 2}),
                options));
  EXPECT_NE(preparation, Preparation::fit(all, options));
  EXPECT_THAT(preparation.imputation.values, ElementsAre(2));
  EXPECT_EQ(preparation.apply(training)[2].x[0], 0);  // the filled one is at the mean
  EXPECT_TRUE(preparation.apply(Dataset()).empty());
}

TEST(Preparation, TargetsAreScaledWhereFeaturesAreMissing) {
  const Dataset data =
      parse_csv("a,y\n1,10\n,20\n3,30\n", {.task = Task::regression, .missing = true}, "d.csv");
  for (const ImputationKind kind : {ImputationKind::mean, ImputationKind::median,
                                    ImputationKind::most_frequent, ImputationKind::constant}) {
    const PreparationOptions options{.missing = kind,
                                     .scaling = ScalingKind::min_max,
                                     .target_scaling = ScalingKind::standardize};
    const auto preparation = Preparation::fit(data, options);
    EXPECT_THAT(preparation.target_scaling.offset, ElementsAre(20)) << to_string(kind);
    EXPECT_EQ(preparation.apply(data).missing_count(), 0u) << to_string(kind);
  }
}

}  // namespace
}  // namespace riserun::train
