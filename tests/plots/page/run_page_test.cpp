#include <riserun/plots/page/run_page.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/plots/kinds/matrix_chart.hpp>
#include "tests/plots/charts.hpp"
#include "tests/plots/scratch.hpp"

namespace riserun::plots {
namespace {

using testing::count;
using ::testing::HasSubstr;
using ::testing::Not;

RunPage page() {
  return {.title = "digits",
          .status = "finished",
          .charts = {{.title = "loss",
                      .x = {1, 2, 3},
                      .series = {{.name = "train", .y = {3, 2, 1}}},
                      .markers = {{.x = 2, .label = "best epoch 2"}}}},
          .sections = {{.title = "Configuration", .text = "lr = 0.1\nepochs = 3\n"},
                       {.title = "Epochs", .table = {{"epoch", "loss"}, {{"1", "3"}}}},
                       {.title = "Confusion", .chart = confusion_chart({"a", "b"}, {1, 0, 0, 1})}}};
}

TEST(RunPage, HasItsParts) {
  const std::string html = run_page_html(page());
  EXPECT_EQ(html.substr(0, 15), "<!DOCTYPE html>");
  for (const char* part :
       {"<title>digits</title>", ">finished<", "<h2>Configuration</h2>", "lr = 0.1\nepochs = 3\n",
        "<th>loss</th>", "<td>3</td>", "<figure class=\"light\"><svg",
        "<figure class=\"dark\"><svg", R"("x":[1,2,3])",
        R"("name":"train","color":0,"faint":false,"y":[3,2,1])",
        R"("marks":[{"x":2,"label":"best epoch 2"}])", "MIT License", "uPlot"})
    EXPECT_THAT(html, HasSubstr(part));
}

TEST(RunPage, NeedsNothingFromElsewhere) {
  const std::string html = run_page_html(page());
  for (const char* never : {"src=", "<link rel=\"stylesheet", "@import", "fetch(", "url("})
    EXPECT_THAT(html, Not(HasSubstr(never)));
}

TEST(RunPage, LoadsItselfAgainOnlyWhileTheRunGoesOn) {
  RunPage running = page();
  EXPECT_THAT(run_page_html(running), HasSubstr("\"refresh\":0,"));
  EXPECT_THAT(run_page_html(running), Not(HasSubstr("http-equiv=\"refresh\"")));
  EXPECT_THAT(run_page_html(running),
              HasSubstr("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"));
  running.refresh = 2;
  EXPECT_THAT(run_page_html(running), HasSubstr("\"refresh\":2,"));
}

TEST(RunPage, NoTextIsMarkup) {
  const std::string nasty = "</script><b>\"&'\\ <!--\n</pre>\xff";
  RunPage bad = page();
  const std::string html_before = run_page_html(bad);
  bad.title = bad.status = nasty;
  bad.charts[0].title = bad.charts[0].x_label = nasty;
  bad.charts[0].series[0].name = bad.charts[0].markers[0].label = nasty;
  bad.sections[0].title = bad.sections[0].text = nasty;
  bad.sections[1].table = {{nasty}, {{nasty}}};
  bad.sections[2].chart = confusion_chart({nasty, "b"}, {1, 0, 0, 1});
  const std::string html = run_page_html(bad);
  EXPECT_THAT(html, Not(HasSubstr("<b>")));
  for (const char* tag : {"</script", "<script", "</pre", "<!--"})
    EXPECT_EQ(count(html, tag), count(html_before, tag)) << tag;
  EXPECT_THAT(html, HasSubstr(R"("name":"\u003c/script\u003e\u003cb\u003e\"\u0026'\\ )"));
}

TEST(RunPage, NumbersThatAreNoneAreGaps) {
  RunPage gaps = page();
  gaps.charts[0].series[0].y = {std::nan(""), INFINITY, -1};
  EXPECT_THAT(run_page_html(gaps), HasSubstr(R"("y":[null,null,-1])"));
  gaps.charts[0].log_y = true;
  EXPECT_THAT(run_page_html(gaps), HasSubstr(R"("y":[null,null,null])"));
  gaps.charts[0] = {.title = "empty"};
  EXPECT_THAT(run_page_html(gaps), HasSubstr(R"("x":[],"series":[])"));
}

TEST(RunPage, ALongChartKeepsItsExtremes) {
  RunPage page;
  PageChart& chart = page.charts.emplace_back();
  chart.series = {{.name = "a"}};
  for (int i = 0; i < 1'000'000; ++i) {
    chart.x.push_back(i);
    chart.series[0].y.push_back(i == 777'777 ? 123456 : i % 7);
  }
  const std::string html = run_page_html(page);
  EXPECT_LT(html.size(), 600'000u);
  EXPECT_THAT(html, HasSubstr("123456"));
  EXPECT_THAT(html, HasSubstr("777777"));
}

TEST(RunPage, MisfitsAreRefused) {
  RunPage bad = page();
  bad.charts[0].series[0].y.pop_back();
  EXPECT_THROW(static_cast<void>(run_page_html(bad)), DataError);
  bad = page();
  bad.charts[0].x = {1, 1, 2};
  EXPECT_THROW(static_cast<void>(run_page_html(bad)), DataError);
  bad.charts[0].x = {1, 2, std::nan("")};
  EXPECT_THROW(static_cast<void>(run_page_html(bad)), DataError);
}

TEST(RunPage, IsReplacedWhole) {
  const testing::Scratch folder;
  save_run_page(page(), folder / "report.html");
  save_run_page(page(), folder / "report.html");
  EXPECT_THAT(folder.names(), ::testing::ElementsAre("report.html"));
  EXPECT_THROW(save_run_page(page(), folder / "none" / "report.html"), FileError);
}

}  // namespace
}  // namespace riserun::plots
