#include <riserun/train/reading/date_text.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace riserun::train {
namespace {

constexpr double kDay = 86'400.0;

struct DateCase {
  std::string text;
  double seconds;
  bool day_first = false;
};

TEST(DateText, ReadsTheWaysOfWritingADay) {
  // 2020-01-31 is day 18292.
  const double day = 18'292 * kDay;
  const std::vector<DateCase> cases{
      {"2020-01-31", day},          {"2020/1/31", day},        {"2020.01.31", day},
      {"31.1.2020", day},           {"31.01.20", day},         {"1/31/2020", day},
      {"31/1/2020", day, true},     {"31-01-2020", day, true}, {"31 Jan 2020", day},
      {"31-Jan-2020", day},         {"31-JAN-20", day},        {"January 31, 2020", day},
      {"Jan 31 2020", day},         {"1969-12-31", -kDay},     {"1/1/69", -365 * kDay},
      {"2000-02-29", 11'016 * kDay}};
  for (const DateCase& each : cases) {
    const auto read = seconds_of_date(each.text, each.day_first);
    ASSERT_TRUE(read.has_value()) << each.text;
    EXPECT_EQ(*read, each.seconds) << each.text;
  }
}

TEST(DateText, ReadsTimes) {
  const double day = 18'292 * kDay;
  const std::vector<DateCase> cases{{"14:05", 14 * 3600 + 5 * 60},
                                    {"2:05 PM", 14 * 3600 + 5 * 60},
                                    {"12:00 am", 0},
                                    {"12:30pm", 12 * 3600 + 30 * 60},
                                    {"2020-01-31T14:05:30.5Z", day + 14 * 3600 + 5 * 60 + 30.5},
                                    {"2020-01-31 14:05:30", day + 14 * 3600 + 5 * 60 + 30},
                                    {"2020-01-31 14:05 UTC", day + 14 * 3600 + 5 * 60},
                                    {"2020-01-31T14:05+02:00", day + 12 * 3600 + 5 * 60},
                                    {"2020-01-31T14:05-0130", day + 15 * 3600 + 35 * 60},
                                    {"1/31/2020 2:05 PM", day + 14 * 3600 + 5 * 60}};
  for (const DateCase& each : cases) {
    const auto read = seconds_of_date(each.text, each.day_first);
    ASSERT_TRUE(read.has_value()) << each.text;
    EXPECT_EQ(*read, each.seconds) << each.text;
  }
}

TEST(DateText, RefusesWhatNoCalendarHasAndAllElse) {
  for (const char* text : {"2020-02-30",
                           "2021-02-29",
                           "2020-13-01",
                           "31/1/2020",
                           "2020-01",
                           "2020",
                           "20200131",
                           "1.5",
                           "12",
                           "",
                           "Monday",
                           "Mayor 3, 2020",
                           "2020-01-31x",
                           "2020-01-31 25",
                           "25:61",
                           "13:05 PM",
                           "2020-01-31 14:05 in the afternoon",
                           "2020-01/31",
                           "3-4",
                           "10-20-30-40",
                           "2020-01-31T",
                           "192.168.0.1",
                           "1-2-3-4"})
    EXPECT_FALSE(seconds_of_date(text, false).has_value()) << text;
  EXPECT_FALSE(seconds_of_date("1/31/2020", true).has_value());
}

}  // namespace
}  // namespace riserun::train
