#include <riserun/plots/writing/svg_path.hpp>

#include <fmt/format.h>

namespace riserun::plots {

std::string svg_number(double value) {
  std::string text = fmt::format("{:.2f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string curve_path(const PanelLayout& panel, const Curve& curve) {
  std::string path;
  for (const auto& line : curve.trace.lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const std::string x = svg_number(panel.pixel_x(line[i].x));
      const std::string y = svg_number(panel.pixel_y(line[i].y));
      if (i == 0) {
        path += fmt::format("M{} {}", x, y);
      } else if (curve.style == Style::steps) {
        path += fmt::format("H{}V{}", x, y);
      } else {
        path += fmt::format("L{} {}", x, y);
      }
    }
  }
  return path;
}

std::string dots_path(const PanelLayout& panel, const Curve& curve) {
  std::string path;
  const auto add = [&](const Point& point) {
    path += fmt::format("M{} {}h0", svg_number(panel.pixel_x(point.x)),
                        svg_number(panel.pixel_y(point.y)));
  };
  for (const Point& point : curve.trace.dots) add(point);
  if (curve.style == Style::line_and_points) {
    for (const auto& line : curve.trace.lines) {
      for (const Point& point : line) add(point);
    }
  }
  return path;
}

std::string area_path(const PanelLayout& panel, const FilledArea& area) {
  std::string path;
  for (const Ring& ring : area.rings) {
    for (const Point& point : ring) {
      path += &point == &ring.front() ? 'M' : 'L';
      path += svg_number(panel.pixel_x(point.x));
      path += ' ';
      path += svg_number(panel.pixel_y(point.y));
    }
    path += 'Z';
  }
  return path;
}

std::string band_path(const PanelLayout& panel, const FilledBand& band) {
  std::string path;
  for (const BandPart& part : band.parts) {
    for (std::size_t i = 0; i < part.x.size(); ++i) {
      path += fmt::format("{}{} {}", i == 0 ? 'M' : 'L', svg_number(panel.pixel_x(part.x[i])),
                          svg_number(panel.pixel_y(part.high[i])));
    }
    for (std::size_t i = part.x.size(); i-- > 0;) {
      path += fmt::format("L{} {}", svg_number(panel.pixel_x(part.x[i])),
                          svg_number(panel.pixel_y(part.low[i])));
    }
    path += 'Z';
  }
  return path;
}

}  // namespace riserun::plots
