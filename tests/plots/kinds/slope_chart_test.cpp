// Secants that turn into the tangent, and functions with their derivatives.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/plots/kinds/slope_chart.hpp>
#include <riserun/plots/kinds/usual_range.hpp>
#include <riserun/plots/writing/animation.hpp>
#include <riserun/plots/writing/svg.hpp>

namespace riserun::plots {
namespace {

/// x^2 at 1, with four runs, of which the last has no length and one no error.
SlopeColumns parabola() {
  SlopeColumns columns{.title = "x^2", .at_x = 1, .at_y = 1, .tangent = 2, .note = "the note"};
  for (int i = -10; i <= 30; ++i) {
    columns.x.push_back(i / 10.0);
    columns.y.push_back(i * i / 100.0);
  }
  columns.h = {1, 0.1, 0.01, 0};
  columns.run = {1, 0.1, 0.01, 0};
  columns.rise = {3, 0.21, 0.02, 0};
  columns.error = {1, 0.1, 0, std::nan("")};
  columns.best = 1;
  return columns;
}

TEST(SlopeChart, AFrameForEachRunAndOneForAll) {
  const std::vector<Chart> frames = slope_frames(parabola());
  ASSERT_EQ(frames.size(), 4u);
  EXPECT_EQ(frames[0].subtitle, "h = 1: rise 3 / run 1 = 3");
  EXPECT_EQ(frames[3].subtitle, "the note");
  EXPECT_EQ(frames[1].panels[1].markers[0].x, 0.1);
  EXPECT_EQ(frames[3].panels[1].markers[0].label, "best: h = 0.1");
  EXPECT_NO_THROW(static_cast<void>(animated_svg(frames, 1.0)));  // of one size
  SlopeColumns kink = parabola();
  kink.best.reset();
  kink.tangent.reset();
  EXPECT_NO_THROW(static_cast<void>(animated_svg(slope_frames(kink), 1.0)));
}

TEST(SlopeChart, TheSecantsStayInsideThePicture) {
  SlopeColumns columns = parabola();
  columns.rise = {3000, 0.21, 0.02, 0};
  const Chart chart = slope_chart(columns);
  for (const Series& series : chart.panels[0].series)
    for (const double y : series.y) EXPECT_TRUE(!(y > 12) && !(y < -3)) << series.name << y;
}

TEST(SlopeChart, AnErrorOfZeroIsDrawnAndSaidToBeZero) {
  const Chart chart = slope_chart(parabola());
  const std::string svg = to_svg(chart);
  EXPECT_NE(svg.find("0 is drawn at the bottom"), std::string::npos);
  EXPECT_EQ(chart.panels[1].series[0].y.size(), 3u);
}

TEST(SlopeChart, WithoutErrorsThereIsTheCurveAlone) {
  SlopeColumns columns = parabola();
  columns.error.assign(4, std::numeric_limits<double>::infinity());
  columns.tangent.reset();
  columns.best.reset();
  EXPECT_EQ(slope_chart(columns).panels.size(), 1u);
}

TEST(SlopeChart, ColumnsMustFit) {
  SlopeColumns columns = parabola();
  columns.rise.pop_back();
  EXPECT_THROW(static_cast<void>(slope_chart(columns)), DataError);
}

TEST(FunctionChart, PolesDoNotFlattenAndTheWholeIntervalIsShown) {
  FunctionColumns columns{.title = "1/x"};
  for (int i = 0; i <= 200; ++i) {
    const double x = (i - 100) / 20.0;
    columns.x.push_back(x);
    columns.y.push_back(i < 20 ? std::nan("") : 1 / (x + 1e-9));
  }
  columns.slope_x = columns.x;
  columns.slope = columns.y;
  const Chart chart = function_chart(columns);
  EXPECT_EQ(chart.panels[1].y_label, "df/dx");
  for (const double y : chart.panels[0].series[0].y) EXPECT_FALSE(std::abs(y) > 50);
  EXPECT_EQ(chart.panels[0].series[1].x, (std::vector{-5.0, 5.0}));
  EXPECT_NO_THROW(static_cast<void>(to_svg(chart)));
}

TEST(UsualRange, FewNumbersFarAwayDoNotCount) {
  std::vector<double> numbers;
  for (int i = 0; i <= 100; ++i) numbers.push_back(i);
  EXPECT_EQ(usual_range(numbers).low, 0);
  EXPECT_EQ(usual_range(numbers).high, 100);
  numbers.back() = 1e9;
  EXPECT_LT(usual_range(numbers).high, 300);
  EXPECT_GE(usual_range(numbers).high, 99);
  numbers.push_back(std::nan(""));
  EXPECT_LT(usual_range(numbers).high, 300);
  const std::vector<double> same(5, 2.0);
  EXPECT_EQ(usual_range(same).low, 2);
  EXPECT_EQ(usual_range({}).high, 0);
}

}  // namespace
}  // namespace riserun::plots
