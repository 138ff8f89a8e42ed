#include <riserun/plots/page/run_page.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/plots/layout/colors.hpp>
#include <riserun/plots/layout/text.hpp>
#include <riserun/plots/page/run_page_assets.hpp>
#include <riserun/plots/writing/svg.hpp>

namespace riserun::plots {
namespace {

constexpr std::size_t kMostRows = 20'000;  // Of a chart; a browser stays quick with these.

// For JSON inside <script>: no "<" may appear, as "</script>" and "<!--" would end or change it.
std::string json_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : one_line(text)) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '<' || c == '>' || c == '&') {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string json_number(double value) {
  return std::isfinite(value) ? fmt::format("{:.7g}", value) : "null";
}

template <class Items, class Text>
std::string json_list(const Items& items, Text text) {
  std::string out = "[";
  for (const auto& item : items) {
    if (out.size() > 1) out += ',';
    out += text(item);
  }
  return out + "]";
}

void check(const PageChart& chart) {
  for (std::size_t i = 0; i < chart.x.size(); ++i) {
    if (!std::isfinite(chart.x[i]) || (i > 0 && !(chart.x[i] > chart.x[i - 1]))) {
      throw DataError(fmt::format("chart \"{}\": x {} is {}: it must be finite and ascending",
                                  chart.title, i + 1, chart.x[i]));
    }
  }
  for (const PageSeries& series : chart.series) {
    if (series.y.size() != chart.x.size() || series.color < 0) {
      throw DataError(fmt::format("chart \"{}\": series \"{}\" has {} numbers for {} x",
                                  chart.title, series.name, series.y.size(), chart.x.size()));
    }
  }
}

// Of a long chart each stretch keeps, for every curve, the rows of its lowest and highest numbers.
std::vector<std::size_t> kept_rows(const PageChart& chart) {
  const std::size_t rows = chart.x.size();
  std::vector<std::size_t> kept;
  if (rows <= kMostRows) {
    for (std::size_t i = 0; i < rows; ++i) kept.push_back(i);
    return kept;
  }
  const std::size_t stretch = 2 * chart.series.size() * rows / kMostRows + 1;
  for (std::size_t begin = 0; begin < rows; begin += stretch) {
    const std::size_t end = std::min(begin + stretch, rows);
    std::vector<std::size_t> these = {begin, end - 1};
    for (const PageSeries& series : chart.series) {
      std::size_t low = begin, high = begin;
      for (std::size_t i = begin; i < end; ++i) {
        if (!(series.y[low] <= series.y[i])) low = i;  // Also away from a NaN.
        if (!(series.y[high] >= series.y[i])) high = i;
      }
      these.insert(these.end(), {low, high});
    }
    std::sort(these.begin(), these.end());
    these.erase(std::unique(these.begin(), these.end()), these.end());
    kept.insert(kept.end(), these.begin(), these.end());
  }
  return kept;
}

std::string json_chart(const PageChart& chart) {
  check(chart);
  const std::vector<std::size_t> rows = kept_rows(chart);
  const auto column = [&](const std::vector<double>& numbers, bool positive) {
    return json_list(rows, [&](std::size_t row) {
      return positive && !(numbers[row] > 0.0) ? "null" : json_number(numbers[row]);
    });
  };
  return fmt::format(R"({{"title":{},"x_label":{},"log":{},"x":{},"series":{},"marks":{}}})",
                     json_text(chart.title), json_text(chart.x_label), chart.log_y,
                     column(chart.x, false),
                     json_list(chart.series,
                               [&](const PageSeries& series) {
                                 return fmt::format(R"({{"name":{},"color":{},"faint":{},"y":{}}})",
                                                    json_text(series.name), series.color,
                                                    series.faint, column(series.y, chart.log_y));
                               }),
                     json_list(chart.markers, [](const Marker& marker) {
                       return fmt::format(R"({{"x":{},"label":{}}})", json_number(marker.x),
                                          json_text(marker.label));
                     }));
}

std::string palette(Theme theme) {
  std::vector<int> places;
  for (int i = 0; i < palette_size(); ++i) places.push_back(i);
  return json_list(places, [&](int i) { return json_text(palette_color(theme, i)); });
}

// Text of several lines: each made safe by itself.
std::string escaped_lines(const std::string& text) {
  std::string out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    out += xml_escape(one_line(text.substr(begin, end - begin))) + '\n';
    begin = end + 1;
  }
  return out;
}

std::string section_html(const PageSection& section) {
  std::string out = fmt::format("<h2>{}</h2>\n", xml_escape(one_line(section.title)));
  if (!section.text.empty()) out += "<pre>" + escaped_lines(section.text) + "</pre>\n";
  if (!section.table.rows.empty()) {
    const auto row = [](const std::vector<std::string>& cells, const char* tag) {
      std::string text = "<tr>";
      for (const std::string& cell : cells)
        text += fmt::format("<{0}>{1}</{0}>", tag, xml_escape(one_line(cell)));
      return text + "</tr>\n";
    };
    out += "<table class=\"plain\">\n";
    if (!section.table.header.empty()) out += row(section.table.header, "th");
    for (const auto& cells : section.table.rows) out += row(cells, "td");
    out += "</table>\n";
  }
  for (const auto& [theme, name] : {std::pair{Theme::light, "light"}, {Theme::dark, "dark"}}) {
    if (!section.chart) continue;
    Chart chart = *section.chart;
    chart.theme = theme;
    out += fmt::format("<figure class=\"{}\">{}</figure>\n", name, to_svg(chart));
  }
  return out;
}

}  // namespace

std::string run_page_html(const RunPage& page) {
  const std::string title = xml_escape(one_line(page.title));
  std::string out;
  const auto add = [&out](auto... parts) { ((out += parts), ...); };
  add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      // The page needs nothing from elsewhere, and whatever gets into it must fetch nothing.
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
      "style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action "
      "'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
      "<link rel=\"icon\" href=\"data:,\">\n");  // Or a browser asks the network for one.
  if (page.refresh > 0) {
    add(fmt::format("<noscript><meta http-equiv=\"refresh\" content=\"{}\"></noscript>\n",
                    page.refresh));
  }
  add("<title>", title, "</title>\n<style>\n", kUPlotStyle, "\n", kRunPageStyle,
      "</style>\n</head>\n<body>\n<h1>", title, "</h1>\n<p id=\"status\">",
      xml_escape(one_line(page.status)), "</p>\n");
  if (!page.charts.empty())
    add("<p class=\"hint\">Drag to zoom, double-click for everything; the values at the cursor "
        "stand beneath each chart, and a click on a name hides its curve.</p>\n");
  for (std::size_t i = 0; i < page.charts.size(); ++i)
    add(fmt::format("<div class=\"chart\" id=\"chart{}\"></div>\n", i));
  for (const PageSection& section : page.sections) add(section_html(section));
  add("<script type=\"application/json\" id=\"numbers\">",
      fmt::format(R"({{"refresh":{},"colors":{{"light":{},"dark":{}}},"charts":)", page.refresh,
                  palette(Theme::light), palette(Theme::dark)),
      json_list(page.charts, json_chart), "}</script>\n<!-- The curves are drawn by uPlot 1.6:\n",
      kUPlotLicence, "-->\n<script>\n", kUPlotScript, "</script>\n<script>\n", kRunPageScript,
      "</script>\n</body>\n</html>\n");
  return out;
}

void save_run_page(const RunPage& page, const std::filesystem::path& file) {
  write_atomically(file, run_page_html(page));
}

}  // namespace riserun::plots
