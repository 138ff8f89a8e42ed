#include <riserun/plots/layout/header_rows.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <riserun/plots/layout/layout.hpp>
#include <riserun/plots/layout/page_metrics.hpp>
#include <riserun/plots/layout/text.hpp>

namespace riserun::plots {
namespace {

constexpr double kBetweenNames = 20.0;
constexpr double kAfterTitle = 28.0;
constexpr double kMoreWidth = 90.0;

double entry_width(const std::string& text) {
  return kSwatchWidth + kAfterSwatch + text_width(text) * kTickFont;
}

}  // namespace

LegendRows place_legend(const std::string& title, const std::vector<std::string>& names,
                        double left, double right, int most_rows) {
  LegendRows legend;
  const double most = right - left - kSwatchWidth - kAfterSwatch;
  double total = 0.0;
  for (const std::string& name : names) {
    legend.places.push_back({0.0, 0, name.empty() ? "" : fit_text(name, most / kTickFont)});
    if (!name.empty())
      total += (total > 0.0 ? kBetweenNames : 0.0) + entry_width(legend.places.back().text);
  }
  const double title_width =
      title.empty() ? 0.0 : text_width(title) * kPanelTitleFont + kAfterTitle;
  legend.rows = title.empty() ? 0 : 1;
  if (total == 0.0) return legend;

  const bool one_row = title_width + total <= right - left;
  if (one_row) legend.rows = 0;
  double x = one_row ? right - total : left;
  int row = legend.rows;
  std::size_t hidden = 0;
  for (LegendPlace& place : legend.places) {
    if (place.text.empty()) continue;
    const double width = entry_width(place.text);
    const double end = row == most_rows - 1 && !one_row ? right - kMoreWidth : right;
    if (hidden == 0 && x > left && x + width > end + 0.5) {
      if (row == most_rows - 1) {
        legend.more_x = x;
      } else {
        x = left;
        ++row;
      }
    }
    if (legend.more_x > 0.0) {
      ++hidden;
      place.text.clear();
      continue;
    }
    place.x = x;
    place.row = row;
    x += width + kBetweenNames;
  }
  legend.rows = row + 1;
  if (hidden == 0) return legend;
  legend.more = fmt::format("and {} more", hidden);
  if (legend.more_x > right - kMoreWidth) {  // The row's only name may fill it.
    legend.more_x = left;
    ++legend.rows;
  }
  return legend;
}

std::vector<MarkerLabelPlace> place_marker_labels(const std::vector<double>& centers,
                                                  const std::vector<double>& widths, double left,
                                                  double right) {
  constexpr double kApart = 10.0;
  std::vector<std::vector<std::pair<double, double>>> taken;
  std::vector<MarkerLabelPlace> places;
  for (std::size_t i = 0; i < centers.size(); ++i) {
    const double half = widths[i] / 2.0;
    const double x = std::clamp(centers[i], std::min(left + half, right - half),
                                std::max(right - half, left + half));
    int row = 0;
    const auto touches = [&](const std::pair<double, double>& other) {
      return x - half < other.second + kApart && x + half > other.first - kApart;
    };
    if (widths[i] > 0.0) {
      const auto is_free = [&](const auto& others) {
        return std::none_of(others.begin(), others.end(), touches);
      };
      const auto found = std::find_if(taken.begin(), taken.end(), is_free);
      row = static_cast<int>(found - taken.begin());
      if (found == taken.end()) taken.emplace_back();
      taken[static_cast<std::size_t>(row)].emplace_back(x - half, x + half);
    }
    places.push_back({x, row, 0});
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto crosses = [&](const std::pair<double, double>& label) {
      return centers[i] > label.first - 2.0 && centers[i] < label.second + 2.0;
    };
    int& line_row = places[i].line_row;
    while (line_row < places[i].row) {
      const auto& labels = taken[static_cast<std::size_t>(line_row)];
      if (std::any_of(labels.begin(), labels.end(), crosses)) break;
      ++line_row;
    }
  }
  return places;
}

}  // namespace riserun::plots
