// Small images side by side, each with a caption.
#pragma once

#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// A small grey image, `width` numbers a row, from the top.
struct Image {
  std::vector<double> pixels = {};
  std::size_t width = 1;
  std::string caption = {};
};

/// The images side by side in rows, each in its own range of greys, the caption above it. Throws
/// DataError for none, and for pixels that fill no rows.
[[nodiscard]] Chart image_sheet(const std::vector<Image>& images, const std::string& title,
                                const std::string& subtitle = {});

}  // namespace riserun::plots
