#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include <riserun/base/errors.hpp>
#include <riserun/plots/writing/gnuplot.hpp>
#include "tests/plots/charts.hpp"
#include "tests/plots/scratch.hpp"

namespace riserun::plots {
namespace {

using testing::count;
using ::testing::HasSubstr;
using testing::history;
using ::testing::Not;
using testing::one_panel;

// A chart with one of each kind of thing in it.
Chart everything() {
  Chart chart =
      loss_chart(history(5),
                 {.title = "it's 100 % \"new\"", .subtitle = "seed_1^2 {a} @b", .early_stop = 5.0});
  chart.panels[0].bands = {
      {.name = "spread", .x = {1, 2, 3}, .low = {0.4, 0.3, 0.2}, .high = {0.8, 0.6, 0.4}}};
  chart.panels[1].y_label = "fraction";
  return chart;
}

// To renew the files after a wanted change, run the tests with RISERUN_RENEW_GOLDEN=1 and look at
// the difference.
void expect_golden(const std::string& text, const std::string& name) {
  const std::filesystem::path file =
      std::filesystem::path(RISERUN_SOURCE_DIR) / "tests/plots/golden" / name;
  if (std::getenv("RISERUN_RENEW_GOLDEN") != nullptr) testing::write(file, text);
  EXPECT_EQ(text, testing::read(file)) << "differs from " << file;
}

TEST(GnuplotScript, GoldenPng) {
  expect_golden(gnuplot_script(everything(), PictureFormat::png, "loss.png"), "loss.png.gnuplot");
}

TEST(GnuplotScript, GoldenSvgDark) {
  Chart chart = everything();
  chart.theme = Theme::dark;
  expect_golden(gnuplot_script(chart, PictureFormat::svg, "loss.svg"), "loss_dark.svg.gnuplot");
}

TEST(GnuplotScript, TerminalsOfTheFormats) {
  const Chart chart = everything();
  EXPECT_THAT(gnuplot_script(chart, PictureFormat::png, "a"),
              HasSubstr("set terminal pngcairo noenhanced"));
  EXPECT_THAT(gnuplot_script(chart, PictureFormat::svg, "a"),
              HasSubstr("set terminal svg noenhanced"));
  EXPECT_THAT(gnuplot_script(chart, PictureFormat::pdf, "a"),
              HasSubstr("set terminal pdfcairo noenhanced"));
}

TEST(GnuplotScript, OutputIsNeverACommandOrAHome) {
  const Chart chart = everything();
  const auto output = [&](const char* path) {
    return gnuplot_script(chart, PictureFormat::png, path);
  };
  EXPECT_THAT(output("|touch x.png"), HasSubstr("set output \"./|touch x.png\"\n"));
  EXPECT_THAT(output("~/it's.png"), HasSubstr("set output \"./~/it's.png\"\n"));
  EXPECT_THAT(output("/tmp/a.png"), HasSubstr("set output \"/tmp/a.png\"\n"));
  EXPECT_THROW((void)output("a\nb.png"), FileError);
}

TEST(GnuplotScript, GapsAreEmptyLinesAndStepsHaveCorners) {
  const double nan = std::nan("");
  const std::string gap =
      gnuplot_script(one_panel({{.name = "g", .x = {1, 2, 3, 4, 5}, .y = {1, 2, nan, 4, 5}}}),
                     PictureFormat::png, "a");
  EXPECT_THAT(gap, HasSubstr("1 1\n2 2\n\n4 4\n5 5\nEOD\n"));
  const std::string steps =
      gnuplot_script(one_panel({{.name = "s", .x = {1, 2}, .y = {3, 4}, .style = Style::steps}}),
                     PictureFormat::png, "a");
  EXPECT_THAT(steps, HasSubstr("1 3\n2 3\n2 4\nEOD\n"));
}

TEST(GnuplotScript, NoTextCanEndItsString) {
  Chart chart = one_panel({{.name = "\"; system(\"touch x\") #", .x = {1, 2}, .y = {1, 2}}});
  chart.title = "a\nset output 'x'";
  const std::string script = gnuplot_script(chart, PictureFormat::png, "a.png");
  EXPECT_EQ(count(script, "\nset output"), 1);
  EXPECT_THAT(script, HasSubstr(R"(title "\"; system(\"touch x\") #")"));
}

}  // namespace
}  // namespace riserun::plots
