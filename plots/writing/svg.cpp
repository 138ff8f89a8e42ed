#include <riserun/plots/writing/svg.hpp>

#include <fmt/format.h>

#include <iterator>

#include <riserun/plots/layout/layout.hpp>
#include <riserun/plots/layout/text.hpp>
#include <riserun/plots/writing/svg_path.hpp>

namespace riserun::plots {
namespace {

// No wider than text_width() takes text to be, except perhaps the last, which every viewer has.
constexpr const char* kFonts =
    "Inter, &quot;Helvetica Neue&quot;, Arial, &quot;DejaVu Sans&quot;, sans-serif";

class Writer {
 public:
  template <class... Arguments>
  void line(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
    out_ += '\n';
  }

  void text(const Text& text, const char* kind) {
    // The middle of lower-case letters and digits is about 0.36 of the size above the baseline.
    // dominant-baseline would say it better, and is ignored by half of the viewers.
    const double shift = 0.36 * text.size;
    const char* anchor = text.anchor == Anchor::start    ? "start"
                         : text.anchor == Anchor::middle ? "middle"
                                                         : "end";
    const std::string turn = text.upward
                                 ? fmt::format(" transform=\"rotate(-90 {} {})\"",
                                               svg_number(text.x + shift), svg_number(text.y))
                                 : std::string();
    line(
        R"(<text class="{}" x="{}" y="{}" font-size="{}"{} text-anchor="{}" fill="{}"{}>{}</text>)",
        kind, svg_number(text.upward ? text.x + shift : text.x),
        svg_number(text.upward ? text.y : text.y + shift), svg_number(text.size),
        text.bold ? R"( font-weight="600")" : "", anchor, text.color, turn, xml_escape(text.text));
  }

  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

void write_axes(Writer& out, const PanelLayout& panel, const ThemeColors& colors) {
  const double bottom = panel.top + panel.height;
  std::string grid, ticks;
  for (const Tick& tick : panel.y.ticks) {
    const std::string y = svg_number(panel.pixel_y(tick.value));
    if (!tick.label.empty())
      grid += fmt::format("M{} {}h{}", svg_number(panel.left), y, svg_number(panel.width));
  }
  for (const Tick& tick : panel.x.ticks) {
    const std::string x = svg_number(panel.pixel_x(tick.value));
    if (!tick.label.empty())
      grid += fmt::format("M{} {}v{}", x, svg_number(panel.top), svg_number(panel.height));
    const double length = tick.label.empty() ? kTickLength / 2.0 : kTickLength;
    ticks += fmt::format("M{} {}v{}", x, svg_number(bottom), svg_number(length));
  }
  for (const Tick& tick : panel.y.ticks) {
    const double length = tick.label.empty() ? kTickLength / 2.0 : kTickLength;
    ticks += fmt::format("M{} {}h{}", svg_number(panel.left), svg_number(panel.pixel_y(tick.value)),
                         svg_number(-length));
  }
  if (!grid.empty())
    out.line(R"(<path class="grid" d="{}" stroke="{}" fill="none"/>)", grid, colors.grid);
  out.line(R"(<path class="axes" d="M{} {}v{}h{}{}" stroke="{}" fill="none"/>)",
           svg_number(panel.left), svg_number(panel.top), svg_number(panel.height),
           svg_number(panel.width), ticks, colors.axis);
  for (const Text& text : panel.y_numbers) out.text(text, "y-tick");
  for (const Text& text : panel.x_numbers) out.text(text, "x-tick");
}

std::string dashes_of(const Curve& curve) {
  return curve.dashed ? fmt::format(R"( stroke-dasharray="{} {}")", kDashOn, kDashOff) : "";
}

std::string opacity_of(const Curve& curve) {
  return curve.opacity < 1.0 ? fmt::format(R"( stroke-opacity="{}")", svg_number(curve.opacity))
                             : "";
}

void write_curve(Writer& out, const PanelLayout& panel, const Curve& curve,
                 const ThemeColors& colors) {
  const std::string path = curve_path(panel, curve);
  const std::string dots = dots_path(panel, curve);
  const std::string name = xml_escape(curve.name);
  if (!path.empty()) {
    out.line(
        R"(<path class="series" data-name="{}" d="{}" stroke="{}" stroke-width="{}"{}{} fill="none" )"
        R"(stroke-linejoin="round" stroke-linecap="{}"/>)",
        name, path, curve.color, svg_number(curve.width), opacity_of(curve), dashes_of(curve),
        curve.dashed ? "butt" : "round");
  }
  if (!dots.empty() && curve.rimmed) {
    out.line(R"(<path class="rims" d="{}" stroke="{}" stroke-width="{}" fill="none" )"
             R"(stroke-linecap="round"/>)",
             dots, colors.background, svg_number(2.0 * (kDotRadius + kRim)));
  }
  if (!dots.empty()) {
    out.line(
        R"(<path class="points" data-name="{}" d="{}" stroke="{}" stroke-width="{}"{} fill="none" )"
        R"(stroke-linecap="round"/>)",
        name, dots, curve.color, svg_number(2.0 * kDotRadius), opacity_of(curve));
  }
}

void write_area(Writer& out, const PanelLayout& panel, const FilledArea& area) {
  out.line(R"(<path class="area" data-name="{}" d="{}" fill="{}" fill-rule="evenodd"{}/>)",
           xml_escape(area.name), area_path(panel, area), area.color,
           area.crisp ? R"( shape-rendering="crispEdges")" : "");
}

void write_box(Writer& out, const Box& box) {
  out.line(R"(<rect class="scale" x="{}" y="{}" width="{}" height="{}" fill="{}" )"
           R"(shape-rendering="crispEdges"/>)",
           svg_number(box.x), svg_number(box.y), svg_number(box.width), svg_number(box.height),
           box.color);
}

void write_band(Writer& out, const PanelLayout& panel, const FilledBand& band) {
  const std::string path = band_path(panel, band);
  if (path.empty()) return;
  out.line(R"(<path class="band" data-name="{}" d="{}" fill="{}" fill-opacity="{}"/>)",
           xml_escape(band.name), path, band.color, kBandOpacity);
}

void write_mark_line(Writer& out, const PanelLayout& panel, const Mark& mark,
                     const ThemeColors& colors) {
  out.line(
      R"(<g class="marker" data-label="{}"><path d="M{} {}V{}" stroke="{}" stroke-dasharray="3 3"/></g>)",
      xml_escape(mark.label), svg_number(panel.pixel_x(mark.x)),
      svg_number(panel.top + panel.height), svg_number(mark.top), colors.muted);
}

void write_swatch(Writer& out, const PanelLayout& panel, const Swatch& swatch) {
  if (swatch.kind == SwatchKind::fill) {
    out.line(R"(<rect class="swatch" x="{}" y="{}" width="{}" height="10" fill="{}"/>)",
             svg_number(swatch.x), svg_number(swatch.y - 5.0), svg_number(kSwatchWidth),
             swatch.color);
    return;
  }
  if (swatch.kind == SwatchKind::band) {
    out.line(
        R"(<rect class="swatch" x="{}" y="{}" width="{}" height="10" fill="{}" fill-opacity="{}"/>)",
        svg_number(swatch.x), svg_number(swatch.y - 5.0), svg_number(kSwatchWidth),
        panel.bands[swatch.index].color, kBandOpacity);
    return;
  }
  const Curve& curve = panel.curves[swatch.index];
  if (curve.style != Style::points) {
    out.line(R"(<path class="swatch" d="M{} {}h{}" stroke="{}" stroke-width="{}"{}{}/>)",
             svg_number(swatch.x), svg_number(swatch.y), svg_number(kSwatchWidth), curve.color,
             svg_number(curve.width + 0.5), opacity_of(curve), dashes_of(curve));
  }
  if (curve.style == Style::points || curve.style == Style::line_and_points) {
    out.line(R"(<circle class="swatch" cx="{}" cy="{}" r="{}" fill="{}"/>)",
             svg_number(swatch.x + kSwatchWidth / 2.0), svg_number(swatch.y),
             svg_number(kDotRadius + 0.4), curve.color);
  }
}

void write_panel(Writer& out, const PanelLayout& panel, const ThemeColors& colors) {
  out.line(R"(<g class="panel">)");
  if (!panel.bare) write_axes(out, panel, colors);
  for (const FilledArea& area : panel.areas) write_area(out, panel, area);
  for (const Box& box : panel.boxes) write_box(out, box);
  for (const Mark& mark : panel.marks) write_mark_line(out, panel, mark, colors);
  for (const FilledBand& band : panel.bands) write_band(out, panel, band);
  for (const Curve& curve : panel.curves) write_curve(out, panel, curve, colors);
  for (const Mark& mark : panel.marks) {
    if (!mark.y) continue;
    out.line(
        R"(<circle class="ring" cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="1.6"/>)",
        svg_number(panel.pixel_x(mark.x)), svg_number(panel.pixel_y(*mark.y)),
        svg_number(kRingRadius), colors.background, colors.text);
  }
  for (const Swatch& swatch : panel.swatches) write_swatch(out, panel, swatch);
  for (const Text& text : panel.texts) out.text(text, "label");
  out.line("</g>");
}

}  // namespace

std::string to_svg(const Chart& chart) {
  const Layout page = arrange(chart);
  Writer out;
  out.line(
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" )"
      R"(role="img" font-family="{2}">)",
      page.width, page.height, kFonts);
  out.line("<title>{}</title>", xml_escape(page.title));
  out.line("<desc>{}</desc>", xml_escape(page.description));
  out.line(R"(<rect width="100%" height="100%" fill="{}"/>)", page.colors.background);
  for (const Text& text : page.texts) out.text(text, "title");
  for (const PanelLayout& panel : page.panels) write_panel(out, panel, page.colors);
  out.line("</svg>");
  return out.take();
}

}  // namespace riserun::plots
