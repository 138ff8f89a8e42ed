#include <riserun/plots/layout/panel_layout.hpp>

#include <algorithm>

#include <riserun/plots/layout/page_metrics.hpp>
#include <riserun/plots/layout/panel_areas.hpp>
#include <riserun/plots/layout/panel_axes.hpp>
#include <riserun/plots/layout/text.hpp>

namespace riserun::plots {
namespace {

// What the i-th name of the legend stands for.
Swatch swatch_of(const PanelPlan& plan, std::size_t i, Theme theme) {
  const Panel& panel = *plan.panel;
  if (i < panel.series.size()) return {0, 0, SwatchKind::curve, i};
  i -= panel.series.size();
  if (i < panel.bands.size()) return {0, 0, SwatchKind::band, i};
  i -= panel.bands.size();
  if (i < panel.bars.size())
    return {0, 0, SwatchKind::fill, i, palette_color(theme, panel.bars[i].color)};
  i -= panel.bars.size();
  std::vector<const Field*> regions;
  for (const Field& field : panel.fields) {
    if (field.style == FieldStyle::region) regions.push_back(&field);
  }
  return {0, 0, SwatchKind::fill, i,
          washed_color(theme, regions.at(i)->color, regions.at(i)->strength)};
}

void add_header(PanelLayout& out, const PanelPlan& plan, double top, double right,
                const ThemeColors& colors, Theme theme) {
  const auto row_y = [&](int row) { return top + kLegendRow * (row + 0.5); };
  if (!plan.panel->title.empty()) {
    out.texts.push_back({kMargin, row_y(0),
                         fit_text(one_line(plan.panel->title), (right - kMargin) / kPanelTitleFont),
                         kPanelTitleFont, Anchor::start, true, false, colors.text});
  }
  for (std::size_t i = 0; i < plan.legend.places.size(); ++i) {
    const LegendPlace& place = plan.legend.places[i];
    if (place.text.empty()) continue;
    out.swatches.push_back(swatch_of(plan, i, theme));
    out.swatches.back().x = place.x;
    out.swatches.back().y = row_y(place.row);
    out.texts.push_back({place.x + kSwatchWidth + kAfterSwatch, row_y(place.row), place.text,
                         kTickFont, Anchor::start, false, false, colors.text});
  }
  if (!plan.legend.more.empty()) {
    out.texts.push_back({plan.legend.more_x, row_y(plan.legend.rows - 1), plan.legend.more,
                         kTickFont, Anchor::start, false, false, colors.muted});
  }
}

void add_marks(PanelLayout& out, PanelPlan& plan, double right, const ThemeColors& colors) {
  plan.marker_rows = 0;
  if (plan.found.x.empty) return;  // No axis to stand on.
  std::vector<double> centers, widths;
  std::vector<std::string> labels;
  for (const Marker& marker : plan.panel->markers) {
    labels.push_back(fit_text(one_line(marker.label), (right - kMargin) / kTickFont));
    centers.push_back(out.pixel_x(marker.x));
    widths.push_back(text_width(labels.back()) * kTickFont);
  }
  const auto places = place_marker_labels(centers, widths, kMargin, right);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Marker& marker = plan.panel->markers[i];
    const auto row_bottom = [&](int row) { return out.top - 2.0 - kMarkerRow * row; };
    const double line_top = labels[i].empty() ? out.top : row_bottom(places[i].line_row);
    out.marks.push_back({marker.x, line_top, {}, labels[i]});
    if (marker.y) out.marks.back().y = drawable(*marker.y, plan.panel->log_y);
    if (labels[i].empty()) continue;
    plan.marker_rows = std::max(plan.marker_rows, places[i].row + 1);
    const double y = row_bottom(places[i].row) - kMarkerRow / 2.0;
    out.texts.push_back(
        {places[i].x, y, labels[i], kTickFont, Anchor::middle, false, false, colors.muted});
  }
}

void add_curves(PanelLayout& out, const PanelPlan& plan, Theme theme) {
  for (const Band& band : plan.panel->bands) {
    out.bands.push_back({one_line(band.name), palette_color(theme, band.color),
                         trace_band(band, out.x, out.y, out.width)});
  }
  int place = 0;
  for (const Series& series : plan.panel->series) {
    const int color = series.color >= 0 ? series.color : place;
    ++place;
    out.curves.push_back(
        {one_line(series.name), series.style, palette_color(theme, color), series.faint ? 1.0 : 2.0,
         series.faint ? 0.4 : 1.0, series.style == Style::dashed || is_dashed_place(color),
         series.rimmed,
         series.invisible ? Trace{} : trace_series(series, out.x, out.y, out.width, out.height)});
  }
}

std::string empty_message(const Survey& found) {
  const Count count = found.total();
  if (count.not_positive > 0) return "no positive value to draw on a logarithmic axis";
  return count.not_finite > 0 ? "no finite value to draw" : "no data";
}

void add_labels(PanelLayout& out, const PanelPlan& plan, const ThemeColors& colors) {
  const Panel& panel = *plan.panel;
  const double bottom = out.top + out.height;
  if (!panel.y_label.empty()) {
    out.texts.push_back({kMargin + 6.0, out.top + out.height / 2.0,
                         fit_text(one_line(panel.y_label), out.height / kTickFont), kTickFont,
                         Anchor::middle, false, true, colors.muted});
  }
  if (!panel.x_label.empty() && plan.x_numbers) {
    out.texts.push_back({out.left + out.width / 2.0, bottom + plan.below() - kLabelRow / 2.0,
                         fit_text(one_line(panel.x_label), out.width / kTickFont), kTickFont,
                         Anchor::middle, false, false, colors.muted});
  }
  if (plan.found.nothing()) {
    out.texts.push_back({out.left + out.width / 2.0, out.top + out.height / 2.0,
                         empty_message(plan.found), kTickFont, Anchor::middle, false, false,
                         colors.muted});
  }
}

}  // namespace

void fill_panel(PanelLayout& out, PanelPlan& plan, double top, double right,
                const ThemeColors& colors, Theme theme) {
  add_axes(out, plan, colors);
  add_header(out, plan, top, right, colors, theme);
  add_areas(out, *plan.panel, theme);
  add_color_bar(out, plan, colors, theme);
  add_marks(out, plan, right, colors);
  add_curves(out, plan, theme);
  add_labels(out, plan, colors);
  add_place_labels(out, *plan.panel, colors, theme);
}

}  // namespace riserun::plots
