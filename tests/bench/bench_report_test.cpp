#include "bench/report.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace {

using namespace bench;

Report report() {
  Report report{{"A processor", 2, "L1 32 KiB", "a compiler", "x86-64-v3"}, {}, {}, {}};
  report.measurements.push_back({"W2",
                                 "small",
                                 "About small.",
                                 "point",
                                 5,
                                 {{"hand", {1, 2, 3}, {1, 1, 1}}, {"peer", {5, 6, 7}, {2, 3, 4}}},
                                 {{"other", "not found"}}});
  report.measurements.push_back(
      {"W3",
       "large",
       "About large.",
       "point",
       5,
       {{"hand", {1, 1830, 3000}, {1, 1, 1}}, {"only here", {}, {9, 12.3, 20}}},
       {}});
  report.parallel = {
      "W7", "threads", 5, {{32, 2, {10, 20, 30}, {0.8, 0.9, 1.0}, {0.5, 0.3, 0.15, 0.05}}}};
  return report;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Report, TextGivesRatioSpreadTimeAndAbsentPeers) {
  const std::string text = as_text(report().measurements[0]);
  EXPECT_TRUE(has(text, "3.00")) << text;
  EXPECT_TRUE(has(text, "2.00 .. 4.00")) << text;
  EXPECT_TRUE(has(text, "6.00")) << text;
  EXPECT_TRUE(has(text, "absent  not found")) << text;
}

TEST(Report, PageSumsUpAllWorkloads) {
  const std::string page = as_markdown(report());
  EXPECT_TRUE(has(page, "| ratio to \"hand\" | W2 small | W3 large |\n")) << page;
  EXPECT_TRUE(has(page, "| peer | 3.00 | |\n")) << page;
  EXPECT_TRUE(has(page, "| only here | | 12.3 |\n")) << page;
  EXPECT_TRUE(has(page, "| hand | 1.00 | 1.00 .. 1.00 | 1 830 |\n")) << page;
  EXPECT_TRUE(has(page, "| other | absent: not found | | |\n")) << page;
  EXPECT_TRUE(has(page, "| 32 | 2 | 20.0 | 0.90 | 0.80 .. 1.00 | 50 % | 30 % | 15 % | 5 % |\n"))
      << page;
}

TEST(Report, TheReadmesTableHoldsWhatIsInSeveralWorkloads) {
  const std::string readme =
      in_readme("before\n<!-- speeds -->\nold\n<!-- end of speeds -->\nafter\n", report());
  EXPECT_EQ(readme,
            "before\n<!-- speeds -->\n"
            "| ratio to \"hand\" | W2 small | W3 large |\n|---|--:|--:|\n| hand | 1.00 | 1.00 |\n"
            "<!-- end of speeds -->\nafter\n");
  EXPECT_THROW(in_readme("no such lines", report()), std::runtime_error);
  EXPECT_THROW(in_readme("<!-- end of speeds -->\n<!-- speeds -->\n", report()),
               std::runtime_error);
}

TEST(Report, JsonHoldsAllNumbers) {
  const auto json = nlohmann::json::parse(as_json(report()));
  EXPECT_EQ(json["workloads"][1]["rows"][1]["ratio"]["median"], 12.3);
  EXPECT_EQ(json["workloads"][0]["absent"][0]["name"], "other");
  EXPECT_EQ(json["parallel"]["rows"][0]["shares"]["reduce"], 0.15);
}

}  // namespace
