#include <riserun/plots/kinds/image_sheet.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <riserun/base/errors.hpp>

namespace riserun::plots {

Chart image_sheet(const std::vector<Image>& images, const std::string& title,
                  const std::string& subtitle) {
  if (images.empty()) throw DataError(fmt::format("\"{}\": there is no image to draw", title));
  const auto columns = static_cast<std::size_t>(
      std::max(1.0, std::ceil(std::sqrt(1.6 * static_cast<double>(images.size())))));
  const std::size_t rows = (images.size() + columns - 1) / columns;
  constexpr double kImage = 92.0, kPitchX = 112.0, kPitchY = 126.0;  // Pixels.
  Chart chart{
      .title = title,
      .subtitle = subtitle,
      .width = std::max(420, static_cast<int>(kPitchX * static_cast<double>(columns)) + 40)};
  Panel& panel = chart.panels.emplace_back();
  panel.bare = true;
  panel.y_downward = true;
  panel.height_share = kPitchY * static_cast<double>(rows) / 400.0;
  // In pixels; an invisible rim of labels gives the panel its size.
  for (std::size_t i = 0; i < images.size(); ++i) {
    const Image& image = images[i];
    if (image.width == 0 || image.pixels.empty() || image.pixels.size() % image.width != 0)
      throw DataError(fmt::format("\"{}\": image {} has {} pixels in rows of {}", title, i + 1,
                                  image.pixels.size(), image.width));
    const std::size_t height = image.pixels.size() / image.width;
    const double left = kPitchX * static_cast<double>(i % columns) + 10.0;
    const double top = kPitchY * static_cast<double>(i / columns) + 28.0;
    const double pixel = kImage / static_cast<double>(std::max(image.width, height));
    Field field{.z = image.pixels, .bar = false};
    for (std::size_t x = 0; x < image.width; ++x)
      field.x.push_back(left + pixel * (static_cast<double>(x) + 0.5));
    for (std::size_t y = 0; y < height; ++y)
      field.y.push_back(top + pixel * (static_cast<double>(y) + 0.5));
    panel.fields.push_back(std::move(field));
    panel.labels.push_back({left + kImage / 2.0, top - 12.0, image.caption});
  }
  const double right = kPitchX * static_cast<double>(columns);
  const double bottom = kPitchY * static_cast<double>(rows);
  panel.series.push_back({.name = "",
                          .x = {0.0, right},
                          .y = {0.0, bottom},
                          .style = Style::points,
                          .invisible = true});
  return chart;
}

}  // namespace riserun::plots
