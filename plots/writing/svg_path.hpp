// Curves as the path data of SVG.
#pragma once

#include <string>

#include <riserun/plots/layout/layout.hpp>

namespace riserun::plots {

/// Hundredths of a pixel, without trailing zeros: half the size of a picture is coordinates.
[[nodiscard]] std::string svg_number(double value);

/// The unbroken lines of a curve.
[[nodiscard]] std::string curve_path(const PanelLayout& panel, const Curve& curve);

/// Its dots, as lines of no length to be drawn with round ends: one short path for any number.
[[nodiscard]] std::string dots_path(const PanelLayout& panel, const Curve& curve);

/// The outlines of an area.
[[nodiscard]] std::string area_path(const PanelLayout& panel, const FilledArea& area);

/// The outline of a band.
[[nodiscard]] std::string band_path(const PanelLayout& panel, const FilledBand& band);

}  // namespace riserun::plots
