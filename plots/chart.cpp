#include "plots/chart.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "plots/survey.hpp"

namespace riserun::plots {
namespace {

[[noreturn]] void bad_option(const Chart& chart, const std::string& what) {
  throw ConfigError(fmt::format("chart \"{}\": {}", chart.title, what));
}

[[noreturn]] void bad_data(const Chart& chart, const std::string& what) {
  throw DataError(fmt::format("chart \"{}\": {}", chart.title, what));
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
  for (const Marker& marker : panel.markers) {
    if (!drawable(marker.x, panel.log_x)) {
      bad_data(chart, fmt::format("marker \"{}\" stands at x = {}, which is not on the {} axis",
                                  marker.label, marker.x, panel.log_x ? "logarithmic" : "x"));
    }
  }
}

}  // namespace

void Chart::validate() const {
  if (width < 240 || width > 10000) {
    bad_option(*this, fmt::format("width {} is outside 240 to 10000 pixels", width));
  }
  if (height != 0 && (height < 160 || height > 10000)) {
    bad_option(*this,
               fmt::format("height {} is outside 160 to 10000 pixels (0: automatic)", height));
  }
  if (panels.empty()) bad_data(*this, "nothing to draw: it has no panel");
  bool something = false;
  Count all;
  for (const Panel& panel : panels) {
    if (!(panel.height_share > 0.0 && panel.height_share <= 1000.0)) {
      bad_option(*this, fmt::format("height_share {} of panel \"{}\" is outside 0 to 1000",
                                    panel.height_share, panel.title));
    }
    if (panel.y_floor && panel.y_ceiling && !(*panel.y_floor < *panel.y_ceiling)) {
      bad_option(*this, fmt::format("panel \"{}\": y_floor {} is not below y_ceiling {}",
                                    panel.title, *panel.y_floor, *panel.y_ceiling));
    }
    if (share_x && panel.log_x != panels.front().log_x) {
      bad_option(*this, fmt::format("share_x needs the same log_x in all panels; \"{}\" differs",
                                    panel.title));
    }
    check_columns(*this, panel);
    const Survey found = survey(panel);
    something = something || !found.nothing();
    for (const auto* counts : {&found.series, &found.bands}) {
      for (const Count& count : *counts) {
        all.not_finite += count.not_finite;
        all.not_positive += count.not_positive;
      }
    }
  }
  if (something) return;
  if (all.not_finite + all.not_positive == 0)
    bad_data(*this, "nothing to draw: all series are empty");
  bad_data(*this, fmt::format("nothing to draw: {} values are not finite{}", all.not_finite,
                              all.not_positive == 0
                                  ? std::string()
                                  : fmt::format(" and {} are not positive, as a log axis needs",
                                                all.not_positive)));
}

}  // namespace riserun::plots
