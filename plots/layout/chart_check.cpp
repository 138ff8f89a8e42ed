#include <riserun/plots/layout/chart_check.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <riserun/base/errors.hpp>
#include <riserun/plots/layout/survey.hpp>

namespace riserun::plots {
namespace {

[[noreturn]] void bad_option(const Chart& chart, const std::string& what) {
  throw ConfigError(fmt::format("chart \"{}\": {}", chart.title, what));
}

[[noreturn]] void bad_data(const Chart& chart, const std::string& what) {
  throw DataError(fmt::format("chart \"{}\": {}", chart.title, what));
}

void check_places(const Chart& chart, const Field& field, const std::vector<double>& places,
                  bool log, char axis) {
  const std::size_t least = field.style == FieldStyle::cells ? 1 : 2;
  if (places.size() < least) {
    bad_data(chart, fmt::format("field \"{}\" has {} places along {}: it needs at least {}",
                                field.name, places.size(), axis, least));
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!drawable(places[i], log) || (i > 0 && !(places[i] > places[i - 1]))) {
      bad_data(chart,
               fmt::format("field \"{}\": place {} along {} is {}: the places must be finite "
                           "and ascending{}",
                           field.name, i + 1, axis, places[i],
                           log ? ", and positive on a log axis" : ""));
    }
  }
}

void check_field(const Chart& chart, const Panel& panel, const Field& field) {
  check_places(chart, field, field.x, panel.log_x, 'x');
  check_places(chart, field, field.y, panel.log_y, 'y');
  if (field.z.size() != field.x.size() * field.y.size()) {
    bad_data(chart, fmt::format("field \"{}\" has {} x {} places but {} numbers", field.name,
                                field.y.size(), field.x.size(), field.z.size()));
  }
  if (field.levels < 2 || field.levels > 64) {
    bad_option(chart,
               fmt::format("field \"{}\": levels {} is outside 2 to 64", field.name, field.levels));
  }
  if (field.color < 0 || !(field.strength >= 0.0 && field.strength <= 1.0)) {
    bad_option(chart, fmt::format("field \"{}\": color must be 0 and up, and strength 0 to 1",
                                  field.name));
  }
  if ((field.low && !drawable(*field.low, false)) ||
      (field.high && !drawable(*field.high, false)) ||
      (field.low && field.high && !(*field.low < *field.high))) {
    bad_option(chart, fmt::format("field \"{}\": low must be below high, both finite", field.name));
  }
}

void check_columns(const Chart& chart, const Panel& panel) {
  for (const Series& series : panel.series) {
    if (series.x.size() != series.y.size()) {
      bad_data(chart, fmt::format("series \"{}\" has {} x but {} y: give one y for each x",
                                  series.name, series.x.size(), series.y.size()));
    }
    if (series.color < -1) {
      bad_option(chart, fmt::format("series \"{}\": color {} is not a place in the palette: use 0 "
                                    "and up, or -1",
                                    series.name, series.color));
    }
  }
  for (const Band& band : panel.bands) {
    if (band.x.size() != band.low.size() || band.x.size() != band.high.size()) {
      bad_data(chart, fmt::format("band \"{}\" has {} x, {} low and {} high: give as many of each",
                                  band.name, band.x.size(), band.low.size(), band.high.size()));
    }
    if (band.color < 0) {
      bad_option(chart, fmt::format("band \"{}\": color {} is not a place in the palette: use 0 "
                                    "and up",
                                    band.name, band.color));
    }
  }
  for (const Field& field : panel.fields) check_field(chart, panel, field);
  for (const Bars& bars : panel.bars) {
    if (bars.x.size() != bars.high.size() ||
        (!bars.low.empty() && bars.x.size() != bars.low.size())) {
      bad_data(chart, fmt::format("bars \"{}\" have {} x, {} low and {} high: give as many of each "
                                  "(low: or none)",
                                  bars.name, bars.x.size(), bars.low.size(), bars.high.size()));
    }
    if (bars.color < 0 || !(bars.width > 0.0 && bars.width <= 1e6)) {
      bad_option(chart,
                 fmt::format("bars \"{}\": color must be 0 and up, and width above 0", bars.name));
    }
  }
  for (const Label& label : panel.labels) {
    if (!drawable(label.x, panel.log_x) || !drawable(label.y, panel.log_y)) {
      bad_data(chart, fmt::format("label \"{}\" stands at ({}, {}), which is not on the axes",
                                  label.text, label.x, label.y));
    }
  }
  for (const Marker& marker : panel.markers) {
    if (!drawable(marker.x, panel.log_x)) {
      bad_data(chart, fmt::format("marker \"{}\" stands at x = {}, which is not on the {} axis",
                                  marker.label, marker.x, panel.log_x ? "logarithmic" : "x"));
    }
  }
}

}  // namespace

void check_chart(const Chart& chart) {
  if (chart.width < 240 || chart.width > 10000) {
    bad_option(chart, fmt::format("width {} is outside 240 to 10000 pixels", chart.width));
  }
  if (chart.height != 0 && (chart.height < 160 || chart.height > 10000)) {
    bad_option(chart, fmt::format("height {} is outside 160 to 10000 pixels (0: automatic)",
                                  chart.height));
  }
  if (chart.panels.empty()) bad_data(chart, "nothing to draw: it has no panel");
  bool something = false;
  std::size_t not_finite = 0, not_positive = 0;
  for (const Panel& panel : chart.panels) {
    if (!(panel.height_share > 0.0 && panel.height_share <= 1000.0)) {
      bad_option(chart, fmt::format("height_share {} of panel \"{}\" is outside 0 to 1000",
                                    panel.height_share, panel.title));
    }
    if (panel.y_floor && panel.y_ceiling && !(*panel.y_floor < *panel.y_ceiling)) {
      bad_option(chart, fmt::format("panel \"{}\": y_floor {} is not below y_ceiling {}",
                                    panel.title, *panel.y_floor, *panel.y_ceiling));
    }
    if (chart.share_x && panel.log_x != chart.panels.front().log_x) {
      bad_option(chart, fmt::format("share_x needs the same log_x in all panels; \"{}\" differs",
                                    panel.title));
    }
    check_columns(chart, panel);
    const Survey found = survey(panel);
    something = something || !found.nothing();
    not_finite += found.total().not_finite;
    not_positive += found.total().not_positive;
  }
  if (something) return;
  if (not_finite + not_positive == 0) bad_data(chart, "nothing to draw: all series are empty");
  std::string what = fmt::format("nothing to draw: {} values are not finite", not_finite);
  if (not_positive > 0)
    what += fmt::format(" and {} are not positive, as a log axis needs", not_positive);
  bad_data(chart, what);
}

}  // namespace riserun::plots
