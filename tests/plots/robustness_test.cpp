// Data that breaks charts: each case is drawn, or refused in words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/process.hpp>
#include <riserun/plots/writing/save.hpp>
#include <riserun/plots/writing/svg.hpp>
#include "tests/plots/charts.hpp"
#include "tests/plots/png.hpp"
#include "tests/plots/scratch.hpp"
#include "tests/plots/tag_balance.hpp"

namespace riserun::plots {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::one_panel;

constexpr double kMax = std::numeric_limits<double>::max();
constexpr double kTiny = std::numeric_limits<double>::denorm_min();

struct Case {
  const char* name;
  Chart chart;
  const char* contains;  // In the SVG.
};

Chart curve(std::vector<double> x, std::vector<double> y, bool log_y = false) {
  Chart chart = one_panel({{.name = "curve", .x = std::move(x), .y = std::move(y)}});
  chart.panels[0].log_y = log_y;
  return chart;
}

Chart with_empty_panel() {
  Chart chart = curve({1, 2}, {1, 2});
  chart.panels.push_back(
      {.title = "empty", .series = {{.name = "none"}}, .markers = {{.x = 23, .label = "best"}}});
  return chart;
}

Chart with_nan_panel() {
  Chart chart = curve({1, 2}, {1, 2});
  chart.panels.push_back({.title = "void", .series = {{.name = "none", .x = {1}, .y = {kNan}}}});
  chart.share_x = true;
  return chart;
}

Chart with_names() {
  Chart chart = curve({1, 2}, {1, 2});
  const std::string nasty = "<a href='x'>&amp; \"q\" ]]> \xff\x01 it's 100 % \\n";
  chart.title = chart.subtitle = chart.panels[0].title = chart.panels[0].x_label = nasty;
  chart.panels[0].y_label = chart.panels[0].series[0].name = nasty;
  chart.panels[0].markers = {{.x = 1, .label = nasty, .y = 1.0}};
  chart.panels[0].bands = {{.name = nasty, .x = {1, 2}, .low = {0, 1}, .high = {1, 2}}};
  return chart;
}

Chart with_long_names() {
  Chart chart = curve({1, 2}, {1, 2});
  const std::string endless(5000, 'w');
  chart.title = chart.subtitle = chart.panels[0].title = chart.panels[0].x_label = endless;
  chart.panels[0].y_label = chart.panels[0].series[0].name = endless;
  chart.panels[0].markers = {{.x = 1, .label = endless}};
  chart.width = 240;
  return chart;
}

Chart with_a_million() {
  std::vector<double> x, y;
  for (int i = 0; i < 1'000'000; ++i) {
    x.push_back(i);
    y.push_back(i % 1000 == 7 ? kNan : std::sin(i * 1e-5) + 0.1 * std::sin(i));
  }
  return curve(x, y);
}

std::vector<Case> cases() {
  return {
      {"one point", curve({1}, {0.5}), "<path class=\"points\""},
      {"one point at zero on a log axis beside another", curve({1, 2}, {0, 3}, true),
       "left out: 1 not positive"},
      {"constant", curve({1, 2, 3}, {7, 7, 7}), "<path class=\"series\""},
      {"constant zero", curve({1, 2, 3}, {0, 0, 0}), "<path class=\"series\""},
      {"one x", curve({5, 5, 5}, {1, 2, 3}), "<path class=\"series\""},
      {"gaps", curve({1, 2, 3, 4, 5}, {1, kNan, 2, kInf, 3}), "left out: 2 not finite"},
      {"gaps in x", curve({1, kNan, 3, kInf}, {1, 2, 3, 4}), "left out: 2 not finite"},
      {"almost all NaN", curve({1, 2, 3}, {kNan, 2, kNan}), "<path class=\"points\""},
      {"log with values below zero", curve({1, 2, 3, 4}, {1, 0, -5, 10}, true),
       "left out: 2 not positive"},
      {"largest", curve({1, 2}, {-1e300, 1e300}), "×10³⁰⁰"},
      {"beyond the largest", curve({1, 2, 3}, {1, 2, kMax}), "left out: 1 not finite"},
      {"smallest", curve({1, 2, 3}, {kTiny, 1e-299, 2e-299}), "×10⁻²⁹⁹"},
      {"all denormal", curve({1, 2}, {kTiny, 2 * kTiny}), "<path class=\"series\""},
      {"widest log", curve({1, 2}, {1e-299, 1e299}, true), "10²⁰⁰"},
      {"large offset", curve({1, 2}, {1e15, 1e15 + 1}), "<path class=\"series\""},
      {"differences below precision", curve({1, 2}, {1.0, 1.0 + 1e-15}), "<path class=\"series\""},
      {"a panel without data", with_empty_panel(), ">no data<"},
      {"a panel without a finite value", with_nan_panel(), ">no finite value to draw<"},
      {"names full of markup", with_names(),
       "&lt;a href=&#39;x&#39;&gt;&amp;amp; &quot;q&quot; ]]&gt; \xef\xbf\xbd "},
      {"endless names", with_long_names(), "www…"},
      {"a million points", with_a_million(), "left out: 1000 not finite"},
  };
}

TEST(Robustness, Svg) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const std::string svg = to_svg(c.chart);
    EXPECT_EQ(testing::xml_error(svg), "");
    EXPECT_THAT(svg.substr(svg.find("<rect")), HasSubstr(c.contains));
    for (const char* never : {"\"nan", "inf\"", " nan", " inf", "-nan", "e+"}) {
      // Path data and attributes; "not finite" is a legend's.
      EXPECT_EQ(svg.find(never), std::string::npos) << never;
    }
    EXPECT_LT(svg.size(), 150'000u);
  }
}

TEST(Robustness, Converted) {
  if (!find_program("rsvg-convert")) GTEST_SKIP() << "rsvg-convert is not installed";
  const testing::Scratch folder;
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    EXPECT_NO_THROW(save(c.chart, folder / "a.png"));
    const testing::Png png = testing::decode_png(testing::read(folder / "a.png"));
    EXPECT_EQ(png.width, 2 * static_cast<std::size_t>(c.chart.width));
  }
}

TEST(Robustness, NothingToDrawIsRefused) {
  for (const Chart& chart : {curve({}, {}), curve({1, 2}, {kNan, kInf}), curve({1}, {0}, true)}) {
    EXPECT_THROW((void)to_svg(chart), DataError);
  }
}

}  // namespace
}  // namespace riserun::plots
