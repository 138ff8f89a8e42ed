// The colours of a picture: Okabe-Ito for the data, quiet greys for everything else.
#pragma once

#include <string>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// What is not data, as #rrggbb.
struct ThemeColors {
  std::string background;
  std::string text;   ///< Titles and legend.
  std::string muted;  ///< Tick labels, axis labels, markers.
  std::string axis;   ///< Axis lines and tick marks.
  std::string grid;
};

[[nodiscard]] const ThemeColors& theme_colors(Theme theme);

/// How many colours there are before they repeat.
[[nodiscard]] int palette_size();

/// Whether a curve of that place is dashed: every other seven, as the colours after the first seven
/// are not as far from each other.
[[nodiscard]] bool is_dashed_place(int index);

/// The colour at place `index` >= 0, as #rrggbb; places beyond the palette start again.
[[nodiscard]] const std::string& palette_color(Theme theme, int index);

/// The colour of a field's number, `place` from 0 (its low) to 1 (its high), `strength` as in
/// Field, as #rrggbb.
[[nodiscard]] std::string field_color(Theme theme, FieldColors colors, double place,
                                      double strength);

/// Palette colour `index` as it looks when it lies thinly (`strength` < 1) on the background.
[[nodiscard]] std::string washed_color(Theme theme, int index, double strength);

/// Near black or near white, whichever is read more easily on `color` (#rrggbb).
[[nodiscard]] std::string text_color_on(const std::string& color);

}  // namespace riserun::plots
