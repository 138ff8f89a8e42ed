#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/plots/layout/layout.hpp>
#include <riserun/plots/layout/text.hpp>
#include <riserun/plots/writing/gnuplot.hpp>
#include <riserun/plots/writing/gnuplot_data.hpp>
#include <riserun/plots/writing/gnuplot_writer.hpp>

namespace riserun::plots {
namespace {

using Writer = GnuplotWriter;

void write_frame(Writer& out, const ThemeColors& colors) {
  out.line("set border 3 linecolor rgb '{}' linewidth 1", colors.axis);
  out.line("set grid xtics ytics back linetype 1 linecolor rgb '{}' linewidth 1", colors.grid);
}

void write_head(Writer& out, const Layout& page, const std::filesystem::path& output) {
  out.line("# Drawn by: gnuplot -d <this file>");
  out.line("set encoding utf8");
  out.terminal();
  // "./" in front: a name that begins with '|' is a command to gnuplot, and one with '~' a home.
  const std::string name = output.string();
  const bool control =
      std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  if (control) {
    throw FileError(fmt::format(
        "{}: gnuplot cannot write a file with a control character in its name", one_line(name)));
  }
  out.line("set output {}", gnuplot_quote(output.is_absolute() ? name : "./" + name));
  out.line("set multiplot");
  out.line("unset key");
  write_frame(out, page.colors);
  out.line("set tics nomirror out scale {}", out.tick_scale());
}

// Range and ticks; the numbers are labels like all other text, which stand where the layout says.
void write_axis(Writer& out, char name, const Axis& axis) {
  out.line("{}set logscale {}{}", axis.log ? "" : "un", name, axis.log ? " 10" : "");
  out.line("set {}range [{}:{}]", name, axis.reversed ? axis.high : axis.low,
           axis.reversed ? axis.low : axis.high);
  std::string ticks;
  for (const Tick& tick : axis.ticks) {
    ticks += fmt::format("{}'' {}{}", ticks.empty() ? "" : ", ", tick.value,
                         tick.label.empty() ? " 1" : "");
  }
  out.line("set {}tics ({})", name, ticks);
}

void write_marks(Writer& out, const PanelLayout& panel, const ThemeColors& colors) {
  for (const Mark& mark : panel.marks) {
    out.line(
        "set arrow from first {0}, graph 0 to first {0}, screen {1} nohead linewidth 1{2} "
        "linecolor rgb '{3}' back",
        mark.x, out.screen_y(mark.top), out.dashes(3.0, 3.0, 1.0), colors.muted);
    if (!mark.y) continue;
    for (const auto& [type, color] :
         {std::pair(7, &colors.background), std::pair(6, &colors.text)}) {
      out.line(
          "set label '' at first {}, first {} point pointtype {} pointsize {} linewidth 1.6 "
          "linecolor rgb '{}' front",
          mark.x, *mark.y, type, out.point_size(kRingRadius), *color);
    }
  }
}

void write_swatch(Writer& out, const PanelLayout& panel, const Swatch& swatch) {
  if (swatch.kind != SwatchKind::curve) {
    out.line(
        "set object rectangle from screen {}, screen {} to screen {}, screen {} fillstyle solid "
        "noborder fillcolor rgb '{}'",
        out.screen_x(swatch.x), out.screen_y(swatch.y + 5.0), out.screen_x(swatch.x + kSwatchWidth),
        out.screen_y(swatch.y - 5.0),
        swatch.kind == SwatchKind::fill ? swatch.color
                                        : faded(panel.bands[swatch.index].color, kBandOpacity));
    return;
  }
  const Curve& curve = panel.curves[swatch.index];
  if (curve.style != Style::points) {
    out.line(
        "set arrow from screen {0}, screen {2} to screen {1}, screen {2} nohead linewidth {3}{4} "
        "linecolor rgb '{5}'",
        out.screen_x(swatch.x), out.screen_x(swatch.x + kSwatchWidth), out.screen_y(swatch.y),
        gnuplot_number(curve.width + 0.5), out.curve_dashes(curve), curve_color(curve));
  }
  if (curve.style == Style::points || curve.style == Style::line_and_points) {
    out.line(
        "set label '' at screen {}, screen {} point pointtype 7 pointsize {} linecolor rgb '{}'",
        out.screen_x(swatch.x + kSwatchWidth / 2.0), out.screen_y(swatch.y),
        out.point_size(kDotRadius + 0.4), curve.color);
  }
}

void write_panel(Writer& out, const Layout& page, std::size_t index) {
  const PanelLayout& panel = page.panels[index];
  out.line("\n# ---- panel {} ----", index + 1);
  for (const char* kind : {"label", "arrow", "object"}) out.line("unset {}", kind);
  out.line("set lmargin at screen {}", out.screen_x(panel.left));
  out.line("set rmargin at screen {}", out.screen_x(panel.left + panel.width));
  out.line("set tmargin at screen {}", out.screen_y(panel.top));
  out.line("set bmargin at screen {}", out.screen_y(panel.top + panel.height));
  write_axis(out, 'x', panel.x);
  write_axis(out, 'y', panel.y);
  if (panel.bare) {
    out.line("unset border\nunset grid\nunset xtics\nunset ytics");
  } else if (index > 0 && page.panels[index - 1].bare) {
    write_frame(out, page.colors);
  }
  if (index == 0) {
    for (const Text& text : page.texts) out.text(text);
  }
  for (const auto* texts : {&panel.texts, &panel.x_numbers, &panel.y_numbers}) {
    for (const Text& text : *texts) out.text(text);
  }
  for (const Swatch& swatch : panel.swatches) write_swatch(out, panel, swatch);
  write_marks(out, panel, page.colors);
  for (const Box& box : panel.boxes) {
    out.line(
        "set object rectangle from screen {}, screen {} to screen {}, screen {} fillstyle solid "
        "noborder fillcolor rgb '{}'",
        out.screen_x(box.x), out.screen_y(box.y + box.height), out.screen_x(box.x + box.width),
        out.screen_y(box.y), box.color);
  }
  GnuplotData plot(out, index, page.colors.background);
  for (std::size_t i = 0; i < panel.areas.size(); ++i) plot.add_area(i, panel.areas[i]);
  for (std::size_t i = 0; i < panel.bands.size(); ++i) plot.add_band(i, panel.bands[i]);
  for (std::size_t i = 0; i < panel.curves.size(); ++i) plot.add_curve(i, panel.curves[i]);
  plot.finish();
}

}  // namespace

std::string gnuplot_script(const Chart& chart, PictureFormat format,
                           const std::filesystem::path& output) {
  const Layout page = arrange(chart);
  Writer out(page, format);
  write_head(out, page, output);
  for (std::size_t i = 0; i < page.panels.size(); ++i) write_panel(out, page, i);
  out.line("\nunset multiplot");
  out.line("unset output");
  return out.take();
}

}  // namespace riserun::plots
