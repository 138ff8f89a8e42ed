// gnuplot's units and syntax: what the layout says in pixels, written as each terminal wants it.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <utility>

#include <riserun/plots/layout/layout.hpp>
#include <riserun/plots/writing/gnuplot.hpp>

namespace riserun::plots {

class GnuplotWriter {
 public:
  GnuplotWriter(const Layout& page, PictureFormat format) : page_(page), format_(format) {}

  template <class... Arguments>
  void line(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
    out_ += '\n';
  }

  /// The commands that choose the terminal, its size, font and background.
  void terminal();
  void text(const Text& text);

  /// A place on the page, in gnuplot's coordinates from 0 to 1, upwards.
  [[nodiscard]] std::string screen_x(double pixel) const;
  [[nodiscard]] std::string screen_y(double pixel) const;
  [[nodiscard]] std::string point_size(double radius) const;
  /// " dashtype (..)" for dashes of these lengths on a line of this width, all in pixels.
  [[nodiscard]] std::string dashes(double on, double off, double width) const;
  [[nodiscard]] std::string curve_dashes(const Curve& curve) const;
  [[nodiscard]] std::string tick_scale() const;

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  [[nodiscard]] std::string font(double pixels) const;
  [[nodiscard]] const char* family() const;

  const Layout& page_;
  PictureFormat format_;
  std::string out_;
};

/// At most two decimals.
[[nodiscard]] std::string gnuplot_number(double value);

}  // namespace riserun::plots
