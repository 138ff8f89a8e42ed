// One panel's data as named blocks of a gnuplot script, and the plot command that draws them.
#pragma once

#include <string>
#include <vector>

#include <riserun/plots/writing/gnuplot_writer.hpp>

namespace riserun::plots {

class GnuplotData {
 public:
  GnuplotData(GnuplotWriter& out, std::size_t panel, std::string background);

  void add_area(std::size_t index, const FilledArea& area);
  void add_band(std::size_t index, const FilledBand& band);
  void add_curve(std::size_t index, const Curve& curve);
  /// Writes the command; nothing may be added any more.
  void finish();

 private:
  [[nodiscard]] std::string point_kind() const;

  GnuplotWriter& out_;
  std::string prefix_;
  std::string background_;
  std::vector<std::string> items_;
};

/// The colour as gnuplot wants a transparent one.
[[nodiscard]] std::string faded(const std::string& color, double opacity);
[[nodiscard]] std::string curve_color(const Curve& curve);

}  // namespace riserun::plots
