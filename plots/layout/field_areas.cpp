#include <riserun/plots/layout/field_areas.hpp>

#include <algorithm>
#include <cmath>
#include <map>

#include <riserun/plots/layout/survey.hpp>

namespace riserun::plots {
namespace {

constexpr int kCellColors = 64;  // So many shades of cells: an eye tells fewer apart.
constexpr int kNotFinite = -1;

int shades_of(const Field& field) {
  return field.style == FieldStyle::cells ? kCellColors : field.levels;
}

// The middle of the shade, but the ends' own colours for the first and last.
std::string shade(const Field& field, Theme theme, int index) {
  const double place = static_cast<double>(index) / (shades_of(field) - 1);
  return field_color(theme, field.colors, place, field.strength);
}

int shade_of(const Field& field, const FieldRange& range, double z) {
  if (!drawable(z, false)) return kNotFinite;
  // Halved, because the whole range of doubles is no double.
  const double place = (z / 2 - range.low / 2) / (range.high / 2 - range.low / 2);
  const int shades = shades_of(field);
  return std::clamp(static_cast<int>(std::floor(std::clamp(place, 0.0, 1.0) * shades)), 0,
                    shades - 1);
}

// Rectangles of one colour are one area; neighbours in a row are one rectangle.
std::vector<FilledArea> cells(const Field& field, const FieldRange& range, bool log_x, bool log_y,
                              Theme theme) {
  const std::vector<double> x = cell_rims(field.x, log_x), y = cell_rims(field.y, log_y);
  std::map<int, std::vector<Ring>> rings;
  const std::size_t columns = field.x.size();
  for (std::size_t row = 0; row < field.y.size(); ++row) {
    for (std::size_t column = 0; column < columns;) {
      const int index = shade_of(field, range, field.z[row * columns + column]);
      const std::size_t begin = column++;
      while (column < columns && shade_of(field, range, field.z[row * columns + column]) == index)
        ++column;
      rings[index].push_back({{x[begin], y[row]},
                              {x[column], y[row]},
                              {x[column], y[row + 1]},
                              {x[begin], y[row + 1]}});
    }
  }
  std::vector<FilledArea> areas;
  for (auto& [index, outlines] : rings) {
    areas.push_back({field.name,
                     index == kNotFinite ? theme_colors(theme).axis : shade(field, theme, index),
                     std::move(outlines), true});
  }
  return areas;
}

// Each level's area lies on that of the level below, so that no seam shows between two bands.
std::vector<FilledArea> contours(const Field& field, const FieldRange& range, Theme theme) {
  std::vector<FilledArea> areas;
  const Ring all = {{field.x.front(), field.y.front()},
                    {field.x.back(), field.y.front()},
                    {field.x.back(), field.y.back()},
                    {field.x.front(), field.y.back()}};
  if (std::any_of(field.z.begin(), field.z.end(), [](double z) { return !drawable(z, false); }))
    areas.push_back({field.name, theme_colors(theme).axis, {all}, false});
  for (int level = 0; level < field.levels; ++level) {
    const double share = static_cast<double>(level) / field.levels;
    const double height = level == 0 ? std::numeric_limits<double>::lowest()
                                     : range.low + share * (range.high - range.low);
    auto rings = contour_rings(field, height);
    if (!rings.empty())
      areas.push_back({field.name, shade(field, theme, level), std::move(rings), false});
  }
  return areas;
}

}  // namespace

std::optional<FieldRange> range_of(const Field& field) {
  Extent extent;
  for (const double z : field.z) {
    if (drawable(z, false)) extent.add(*drawable(z, false));
  }
  if (extent.empty && !(field.low && field.high)) return {};
  FieldRange range{field.low.value_or(extent.low), field.high.value_or(extent.high)};
  if (range.high > range.low) return range;
  // One number everywhere, or nothing on this side of the bound: the range needs some width.
  const double bound = field.low ? *field.low : range.high;
  const double half = bound == 0.0 ? 1.0 : std::abs(bound) * 0.05;
  if (!field.low) range.low = bound - half;
  if (!field.high) range.high = bound + half;
  return range;
}

std::vector<double> cell_rims(const std::vector<double>& places, bool log) {
  const auto to = [log](double value) { return log ? std::log(value) : value; };
  const auto back = [log](double value) { return log ? std::exp(value) : value; };
  if (places.size() == 1) return {back(to(places[0]) - 0.5), back(to(places[0]) + 0.5)};
  std::vector<double> rims;
  rims.push_back(back(to(places[0]) - 0.5 * (to(places[1]) - to(places[0]))));
  for (std::size_t i = 1; i < places.size(); ++i)
    rims.push_back(back(0.5 * (to(places[i - 1]) + to(places[i]))));
  const std::size_t last = places.size() - 1;
  rims.push_back(back(to(places[last]) + 0.5 * (to(places[last]) - to(places[last - 1]))));
  return rims;
}

std::vector<FilledArea> field_areas(const Field& field, bool log_x, bool log_y, Theme theme) {
  if (field.style == FieldStyle::region) {
    auto rings = contour_rings(field, 0.0);
    if (rings.empty()) return {};
    return {
        {field.name, washed_color(theme, field.color, field.strength), std::move(rings), false}};
  }
  // Without a finite number anywhere all of it is grey, whatever the range.
  const FieldRange range = range_of(field).value_or(FieldRange{0.0, 1.0});
  if (field.style == FieldStyle::cells) return cells(field, range, log_x, log_y, theme);
  return contours(field, range, theme);
}

std::optional<std::string> color_at(const Field& field, double x, double y, bool log_x, bool log_y,
                                    Theme theme) {
  const auto place = [](const std::vector<double>& rims,
                        double value) -> std::optional<std::size_t> {
    if (!(value >= rims.front() && value <= rims.back())) return {};
    const auto above = std::upper_bound(rims.begin() + 1, rims.end() - 1, value);
    return static_cast<std::size_t>(above - rims.begin()) - 1;
  };
  const auto column = place(cell_rims(field.x, log_x), x),
             row = place(cell_rims(field.y, log_y), y);
  if (!column || !row) return {};
  const double z = field.z[*row * field.x.size() + *column];
  if (field.style == FieldStyle::region) {
    if (!(z >= 0.0)) return {};
    return washed_color(theme, field.color, field.strength);
  }
  const int index = shade_of(field, range_of(field).value_or(FieldRange{0.0, 1.0}), z);
  return index == kNotFinite ? theme_colors(theme).axis : shade(field, theme, index);
}

std::vector<std::string> bar_colors(const Field& field, Theme theme) {
  std::vector<std::string> colors;
  for (int i = 0; i < shades_of(field); ++i) colors.push_back(shade(field, theme, i));
  return colors;
}

}  // namespace riserun::plots
