#include <riserun/plots/writing/gnuplot_writer.hpp>

#include <cmath>

#include <riserun/plots/layout/text.hpp>

namespace riserun::plots {
namespace {

constexpr double kPointsPerPixel = 0.75;
constexpr double kPixelsPerInch = 96.0;
constexpr int kPngScale = 2;  // Dots per pixel: sharp on today's screens.

}  // namespace

std::string gnuplot_number(double value) {
  return fmt::format("{}", std::round(value * 100.0) / 100.0);
}

void GnuplotWriter::terminal() {
  const std::string background = page_.colors.background;
  switch (format_) {
    case PictureFormat::svg:
      line("set terminal svg noenhanced rounded size {},{} fixed font '{},{}' background rgb '{}'",
           page_.width, page_.height, family(), font(kTickFont), background);
      break;
    case PictureFormat::png:
      line(
          "set terminal pngcairo noenhanced rounded size {},{} font '{},{}' fontscale {} "
          "linewidth {} pointscale {} background rgb '{}'",
          page_.width * kPngScale, page_.height * kPngScale, family(), font(kTickFont), kPngScale,
          kPngScale, kPngScale, background);
      break;
    case PictureFormat::pdf:
      line(
          "set terminal pdfcairo noenhanced rounded size {:.3f}in,{:.3f}in font '{},{}' "
          "background rgb '{}'",
          page_.width / kPixelsPerInch, page_.height / kPixelsPerInch, family(), font(kTickFont),
          background);
      break;
  }
}

void GnuplotWriter::text(const Text& text) {
  const char* anchor = text.anchor == Anchor::start    ? "left"
                       : text.anchor == Anchor::middle ? "center"
                                                       : "right";
  // The svg terminal would look for a font of the name "Arial:Bold".
  const bool bold = text.bold && format_ != PictureFormat::svg;
  line("set label {} at screen {}, screen {} {}{} font '{}{},{}' textcolor rgb '{}' front",
       gnuplot_quote(text.text), screen_x(text.x), screen_y(text.y), anchor,
       text.upward ? " rotate by 90" : "", family(), bold ? ":Bold" : "", font(text.size),
       text.color);
}

std::string GnuplotWriter::screen_x(double pixel) const {
  return fmt::format("{:.5f}", pixel / page_.width);
}

std::string GnuplotWriter::screen_y(double pixel) const {
  return fmt::format("{:.5f}", 1.0 - pixel / page_.height);
}

// The terminals have units of their own for fonts, points, dashes and ticks. pngcairo's fonts are
// in points, the svg terminal takes pixels for points, and pdfcairo draws fonts at 3/4 of what is
// asked. The other factors were measured on the pictures.
std::string GnuplotWriter::font(double pixels) const {
  return gnuplot_number(format_ == PictureFormat::png ? pixels * kPointsPerPixel : pixels);
}

const char* GnuplotWriter::family() const {
  return format_ == PictureFormat::svg ? "Arial" : "Sans";
}

std::string GnuplotWriter::point_size(double radius) const {
  return gnuplot_number(radius / (format_ == PictureFormat::svg ? 4.6 : 3.3));
}

std::string GnuplotWriter::dashes(double on, double off, double width) const {
  const double scale = (format_ == PictureFormat::png ? 4.0 : 2.5) / width;
  return fmt::format(" dashtype ({},{})", gnuplot_number(on * scale), gnuplot_number(off * scale));
}

std::string GnuplotWriter::curve_dashes(const Curve& curve) const {
  return curve.dashed ? dashes(kDashOn, kDashOff, curve.width) : "";
}

std::string GnuplotWriter::tick_scale() const {
  const double scale = kTickLength / (format_ == PictureFormat::svg ? 9.0 : 5.0);
  return fmt::format("{},{}", gnuplot_number(scale), gnuplot_number(scale / 2.0));
}

}  // namespace riserun::plots
