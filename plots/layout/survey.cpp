#include <riserun/plots/layout/survey.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/plots/layout/field_areas.hpp>

namespace riserun::plots {
namespace {

constexpr double kLargest = 1e300;
constexpr double kSmallest = 1e-300;

// Whether all of a point's numbers can be drawn, and its entry in the count.
bool count_point(Count& count, double x, bool log_x, std::initializer_list<double> ys, bool log_y) {
  const bool finite = drawable(x, false) && std::all_of(ys.begin(), ys.end(), [](double y) {
                        return drawable(y, false).has_value();
                      });
  const bool shown = drawable(x, log_x) && std::all_of(ys.begin(), ys.end(), [&](double y) {
                       return drawable(y, log_y).has_value();
                     });
  ++(shown ? count.drawn : finite ? count.not_positive : count.not_finite);
  return shown;
}

}  // namespace

std::optional<double> drawable(double value, bool log) {
  if (!(std::abs(value) <= kLargest)) return {};
  if (std::abs(value) < kSmallest) value = 0.0;
  if (log && !(value > 0.0)) return {};
  return value;
}

Count Survey::total() const {
  Count sum;
  for (const auto* counts : {&series, &bands, &bars}) {
    for (const Count& count : *counts) {
      sum.drawn += count.drawn;
      sum.not_finite += count.not_finite;
      sum.not_positive += count.not_positive;
    }
  }
  return sum;
}

bool Survey::nothing() const { return total().drawn == 0 && !planes; }

namespace {

// Fields show all of themselves, names all of their places, whatever else is in the panel.
void survey_planes(const Panel& panel, Survey& result) {
  for (const Field& field : panel.fields) {
    const bool cells = field.style == FieldStyle::cells;
    const auto rims = [cells](const std::vector<double>& places, bool log) {
      return cells ? cell_rims(places, log) : places;
    };
    const auto x = rims(field.x, panel.log_x), y = rims(field.y, panel.log_y);
    for (const double value : {x.front(), x.back()}) result.x.add(value);
    for (const double value : {y.front(), y.back()}) result.y.add(value);
  }
  const auto names = [](Extent& extent, std::size_t count) {
    if (count == 0) return;
    extent.add(-0.5);
    extent.add(static_cast<double>(count) - 0.5);
  };
  names(result.x, panel.x_names.size());
  names(result.y, panel.y_names.size());
  result.planes = !panel.fields.empty();
  result.tight_x = result.planes || !panel.x_names.empty();
  result.tight_y = result.planes || !panel.y_names.empty();
}

void survey_bars(const Panel& panel, Survey& result) {
  for (const Bars& bars : panel.bars) {
    Count& count = result.bars.emplace_back();
    for (std::size_t i = 0; i < bars.x.size(); ++i) {
      // On a log axis a bar without a low end stands on the axis, wherever that is.
      const double low = bars.low.empty() ? panel.log_y ? bars.high[i] : 0.0 : bars.low[i];
      if (!count_point(count, bars.x[i], panel.log_x, {low, bars.high[i]}, panel.log_y)) continue;
      for (const double side : {-0.5, 0.5}) {
        if (const auto x = drawable(bars.x[i] + side * bars.width, panel.log_x)) result.x.add(*x);
      }
      for (const double y : {low, bars.high[i]}) result.y.add(*drawable(y, panel.log_y));
    }
  }
}

}  // namespace

Survey survey(const Panel& panel) {
  Survey result;
  const auto add = [&](double x, std::initializer_list<double> ys) {
    result.x.add(*drawable(x, panel.log_x));
    result.integer_x = result.integer_x && x == std::floor(x);
    for (const double y : ys) result.y.add(*drawable(y, panel.log_y));
  };
  for (const Series& series : panel.series) {
    Count& count = result.series.emplace_back();
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      const double x = series.x[i];
      const double y = series.y[i];
      if (count_point(count, x, panel.log_x, {y}, panel.log_y)) add(x, {y});
    }
  }
  for (const Band& band : panel.bands) {
    Count& count = result.bands.emplace_back();
    for (std::size_t i = 0; i < band.x.size(); ++i) {
      const double x = band.x[i];
      if (count_point(count, x, panel.log_x, {band.low[i], band.high[i]}, panel.log_y)) {
        add(x, {band.low[i], band.high[i]});
      }
    }
  }
  survey_planes(panel, result);
  survey_bars(panel, result);
  // Markers widen the range of the data; without data they give none.
  if (result.nothing()) return result;
  for (const Marker& marker : panel.markers) {
    result.x.add(marker.x);
    result.integer_x = result.integer_x && marker.x == std::floor(marker.x);
    if (marker.y && drawable(*marker.y, panel.log_y))
      result.y.add(*drawable(*marker.y, panel.log_y));
  }
  return result;
}

std::string legend_text(const std::string& name, const Count& count) {
  std::string notes;
  const auto note = [&](const std::string& text) { notes += (notes.empty() ? "" : ", ") + text; };
  if (count.not_finite > 0) note(fmt::format("{} not finite", count.not_finite));
  if (count.not_positive > 0) note(fmt::format("{} not positive", count.not_positive));
  if (!notes.empty()) notes = "left out: " + notes;
  if (count.drawn == 0 && notes.empty()) notes = "no data";
  if (notes.empty()) return name;
  if (name.empty())
    return count.drawn == 0 && count.not_finite + count.not_positive == 0 ? "" : notes;
  return name + " (" + notes + ")";
}

}  // namespace riserun::plots
