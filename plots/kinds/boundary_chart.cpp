#include <riserun/plots/kinds/boundary_chart.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/plots/kinds/usual_range.hpp>
#include <riserun/plots/layout/contour.hpp>
#include <riserun/plots/layout/text.hpp>

namespace riserun::plots {
namespace {

void check(const Boundary& boundary, const std::string& title) {
  const std::size_t classes = boundary.classes.size();
  bool fits = classes >= 2 && boundary.strength.size() == classes &&
              boundary.points_x.size() == classes && boundary.points_y.size() == classes;
  for (const auto& grid : boundary.strength)
    fits = fits && grid.size() == boundary.x.size() * boundary.y.size();
  if (!fits)
    throw DataError(
        fmt::format("boundary \"{}\": {} classes, {} grids of {} x {} and {} columns "
                    "of points do not fit together",
                    title, classes, boundary.strength.size(), boundary.y.size(), boundary.x.size(),
                    boundary.points_x.size()));
}

// How far the class is ahead of the strongest other: 0 on its boundary.
std::vector<double> lead(const Boundary& boundary, std::size_t index) {
  std::vector<double> ahead = boundary.strength[index];
  for (std::size_t i = 0; i < ahead.size(); ++i) {
    double other = -std::numeric_limits<double>::infinity();
    for (std::size_t c = 0; c < boundary.strength.size(); ++c)
      if (c != index) other = std::max(other, boundary.strength[c][i]);
    ahead[i] -= other;
  }
  return ahead;
}

void add_line(Panel& panel, const Field& field, double height, const char* name) {
  Series line{.name = name, .color = 6};
  for (const auto& piece : contour_lines(field, height)) {
    if (!line.x.empty()) {  // A gap between two pieces.
      line.x.push_back(std::numeric_limits<double>::quiet_NaN());
      line.y.push_back(std::numeric_limits<double>::quiet_NaN());
    }
    for (const Point& point : piece) {
      line.x.push_back(point.x);
      line.y.push_back(point.y);
    }
  }
  line.gaps_meant = true;
  if (!line.x.empty()) panel.series.push_back(std::move(line));
}

}  // namespace

Chart boundary_chart(const Boundary& boundary, const std::string& title,
                     const std::string& subtitle) {
  check(boundary, title);
  Chart chart{.title = title, .subtitle = subtitle, .width = 760};
  Panel& panel = chart.panels.emplace_back();
  panel.x_label = boundary.x_name;
  panel.y_label = boundary.y_name;
  // A unit of x is drawn as long as a unit of y, within limits.
  const double shape =
      (boundary.y.back() - boundary.y.front()) / (boundary.x.back() - boundary.x.front());
  panel.height_share = std::clamp(shape * 620.0, 320.0, 640.0) / 400.0;
  const std::size_t classes = boundary.classes.size();
  if (classes == 2) {
    Field field{.name = fmt::format("probability of {}", boundary.classes[1]),
                .x = boundary.x,
                .y = boundary.y,
                .z = boundary.strength[1],
                .style = FieldStyle::contours,
                .colors = FieldColors::diverging,
                .low = 0.0,
                .high = 1.0,
                .strength = 0.55};
    if (!boundary.probabilities) {  // 0 in the middle; few places far away do not pale the others
      field.name = fmt::format("lead of {}", boundary.classes[1]);
      field.z = lead(boundary, 1);
      const UsualRange usual = usual_range(field.z);
      const double most = std::max({std::abs(usual.low), std::abs(usual.high), 1e-300});
      for (double& z : field.z) z = std::clamp(z, -most, most);
      field.low = -most;
      field.high = most;
    }
    add_line(panel, field, boundary.probabilities ? 0.5 : 0.0, "boundary");
    panel.fields.push_back(std::move(field));
  } else {
    for (std::size_t c = 0; c < classes; ++c) {
      panel.fields.push_back({.x = boundary.x,
                              .y = boundary.y,
                              .z = lead(boundary, c),
                              .style = FieldStyle::region,
                              .color = static_cast<int>(c),
                              .strength = 0.3});
    }
  }
  // Of many names three fit a row of the legend.
  panel.legend_rows = 12;
  const std::vector<std::string> names = fit_names(boundary.classes, classes > 6 ? 15.0 : 50.0);
  for (std::size_t c = 0; c < classes; ++c) {
    panel.series.push_back({.name = names[c],
                            .x = boundary.points_x[c],
                            .y = boundary.points_y[c],
                            .style = Style::points,
                            .color = static_cast<int>(c),
                            .rimmed = true});
  }
  return chart;
}

}  // namespace riserun::plots
