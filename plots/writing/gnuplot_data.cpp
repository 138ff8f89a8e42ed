#include <riserun/plots/writing/gnuplot_data.hpp>

#include <cmath>
#include <utility>

#include <riserun/plots/layout/text.hpp>

namespace riserun::plots {

// The transparency that gnuplot wants is 0 for opaque, in front of the colour's six digits.
std::string faded(const std::string& color, double opacity) {
  return fmt::format("#{:02x}{}", static_cast<int>(std::lround((1.0 - opacity) * 255.0)),
                     color.substr(1));
}

std::string curve_color(const Curve& curve) {
  return curve.opacity < 1.0 ? faded(curve.color, curve.opacity) : curve.color;
}

GnuplotData::GnuplotData(GnuplotWriter& out, std::size_t panel, std::string background)
    : out_(out), prefix_(fmt::format("$panel{}", panel + 1)), background_(std::move(background)) {}

void GnuplotData::add_band(std::size_t index, const FilledBand& band) {
  if (band.parts.empty()) return;
  const std::string block = fmt::format("{}_band{}", prefix_, index + 1);
  out_.line("{} << EOD", block);
  for (const BandPart& part : band.parts) {
    if (&part != &band.parts.front()) out_.line("");
    for (std::size_t i = 0; i < part.x.size(); ++i) {
      out_.line("{} {} {}", part.x[i], part.low[i], part.high[i]);
    }
  }
  out_.line("EOD");
  items_.push_back(fmt::format("{} using 1:2:3 with filledcurves fillcolor rgb '{}' title {}",
                               block, faded(band.color, kBandOpacity), gnuplot_quote(band.name)));
}

// gnuplot fills one outline at a time: all rings in one, joined by bridges from and back to the
// first point, which have no width.
void GnuplotData::add_area(std::size_t index, const FilledArea& area) {
  const std::string block = fmt::format("{}_area{}", prefix_, index + 1);
  out_.line("{} << EOD", block);
  const Point start = area.rings.front().front();
  for (const Ring& ring : area.rings) {
    for (const Point& point : ring) out_.line("{} {}", point.x, point.y);
    out_.line("{} {}", ring.front().x, ring.front().y);
    out_.line("{} {}", start.x, start.y);
  }
  out_.line("EOD");
  items_.push_back(
      fmt::format("{} using 1:2 with filledcurves closed fillstyle solid noborder fillcolor rgb "
                  "'{}' title {}",
                  block, area.color, gnuplot_quote(area.name)));
}

void GnuplotData::add_curve(std::size_t index, const Curve& curve) {
  const std::string block = fmt::format("{}_curve{}", prefix_, index + 1);
  const std::string color = curve_color(curve);
  if (!curve.trace.lines.empty()) {
    out_.line("{} << EOD", block);
    for (const auto& line : curve.trace.lines) {
      if (&line != &curve.trace.lines.front()) out_.line("");  // An empty line is a gap.
      for (std::size_t i = 0; i < line.size(); ++i) {
        // gnuplot's own "steps" adds a riser at the end.
        if (curve.style == Style::steps && i > 0) out_.line("{} {}", line[i].x, line[i - 1].y);
        out_.line("{} {}", line[i].x, line[i].y);
      }
    }
    out_.line("EOD");
    const char* with = curve.style == Style::line_and_points ? "linespoints" : "lines";
    items_.push_back(fmt::format(
        "{} using 1:2 with {} linewidth {}{} linecolor rgb '{}'{} title {}", block, with,
        gnuplot_number(curve.width), out_.curve_dashes(curve), color,
        curve.style == Style::line_and_points ? point_kind() : "", gnuplot_quote(curve.name)));
  }
  if (curve.trace.dots.empty()) return;
  out_.line("{}_dots << EOD", block);
  for (const Point& point : curve.trace.dots) out_.line("{} {}", point.x, point.y);
  out_.line("EOD");
  if (curve.rimmed) {
    items_.push_back(fmt::format(
        "{}_dots using 1:2 with points pointtype 7 pointsize {} linecolor rgb '{}' notitle", block,
        out_.point_size(kDotRadius + kRim), background_));
  }
  items_.push_back(fmt::format("{}_dots using 1:2 with points{} linecolor rgb '{}' title {}", block,
                               point_kind(), color, gnuplot_quote(curve.name)));
}

void GnuplotData::finish() {
  if (items_.empty()) items_.push_back("NaN notitle");
  for (std::size_t i = 0; i < items_.size(); ++i) {
    out_.line("{}{}{}", i == 0 ? "plot " : "     ", items_[i], i + 1 < items_.size() ? ", \\" : "");
  }
}

std::string GnuplotData::point_kind() const {
  return fmt::format(" pointtype 7 pointsize {}", out_.point_size(kDotRadius));
}

}  // namespace riserun::plots
