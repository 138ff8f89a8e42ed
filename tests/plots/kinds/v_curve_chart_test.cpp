#include <riserun/plots/kinds/v_curve_chart.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/plots/writing/svg.hpp>
#include "tests/plots/charts.hpp"
#include "tests/plots/tag_balance.hpp"

namespace riserun::plots {
namespace {

using testing::count;
using ::testing::HasSubstr;

VCurveColumns columns() {
  VCurveColumns columns;
  for (int k = 2; k < 40; ++k) {
    const double h = std::ldexp(1.0, -k);
    columns.h.push_back(h);
    columns.error.push_back(h * h + 1e-16 / h);
    columns.noise_bound.push_back(2e-16 / h);
    columns.best_error.push_back(1e-16 / h);
  }
  return columns;
}

TEST(VCurveChart, HasItsCurvesAndTheChosenStep) {
  const std::string svg = to_svg(v_curve_chart(
      columns(),
      {.title = "tanh at 0.5", .chosen_h = 0.125, .chosen_error = 1e-15, .tolerance = 1e-14}));
  EXPECT_EQ(testing::xml_error(svg), "");
  for (const char* name : {"rise / run", "extrapolated", "noise of f", "tolerance"})
    EXPECT_EQ(count(svg, std::string("<path class=\"series\" data-name=\"") + name + "\""), 1);
  EXPECT_THAT(svg, HasSubstr("data-label=\"chosen h = 0.12\""));
  EXPECT_EQ(count(svg, "<circle class=\"ring\""), 1);
  for (const char* text : {">tanh at 0.5<", ">step h<", ">error of the slope<", "10⁻"})
    EXPECT_THAT(svg, HasSubstr(text));
}

TEST(VCurveChart, AnErrorOfZeroIsCounted) {
  VCurveColumns exact = columns();
  exact.error[3] = 0.0;
  exact.noise_bound.clear();
  exact.best_error.clear();
  EXPECT_THAT(to_svg(v_curve_chart(exact)), HasSubstr("rise / run (left out: 1 not positive)"));
}

TEST(VCurveChart, MisfitsAreRefused) {
  VCurveColumns ragged = columns();
  ragged.noise_bound.pop_back();
  EXPECT_THROW(v_curve_chart(ragged), DataError);
  EXPECT_THROW(kill_curve_chart({{.name = "a", .size = {1, 2}, .caught = {1}}}), DataError);
}

TEST(KillCurveChart, HasACurveAKind) {
  const Chart chart =
      kill_curve_chart({{.name = "factor", .size = {1e-12, 1e-6, 1e-2}, .caught = {0.5, 1, 1}},
                        {.name = "offset", .size = {1e-12, 1e-6, 1e-2}, .caught = {0.2, 1, 1}}},
                       {.title = "mutants", .always_caught_from = 1e-9});
  const std::string svg = to_svg(chart);
  EXPECT_EQ(count(svg, "<path class=\"series\""), 2);
  EXPECT_THAT(svg, HasSubstr("data-label=\"all caught from 1e-09\""));
  EXPECT_THAT(svg, HasSubstr("100 %<"));
}

}  // namespace
}  // namespace riserun::plots
