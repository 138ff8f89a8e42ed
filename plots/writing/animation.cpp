#include <riserun/plots/writing/animation.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <riserun/base/errors.hpp>
#include <riserun/plots/writing/svg.hpp>

namespace riserun::plots {

std::string animated_svg(const std::vector<std::string>& frames, double seconds) {
  if (frames.empty()) throw DataError("there is no frame to animate");
  // Each frame is a whole document; the first's head serves for all.
  const auto head_of = [](const std::string& svg) {
    const std::size_t begin = svg.find("<svg");
    if (begin == svg.npos) throw DataError("a frame is no SVG");
    return svg.substr(begin, svg.find('>', begin) + 1 - begin);
  };
  const std::string head = head_of(frames.front());
  const double all = seconds * static_cast<double>(frames.size() + 2);
  std::string out = head + "\n";
  out += fmt::format(
      "<style>.frame{{visibility:hidden}}.last{{visibility:visible}}\n"
      "@media (prefers-reduced-motion:no-preference){{.frame{{visibility:hidden;animation:one {0}s "
      "step-end infinite}}.last{{animation-name:last}}}}\n"
      "@keyframes one{{0%{{visibility:visible}}{1:.4f}%{{visibility:hidden}}}}\n"
      "@keyframes last{{0%{{visibility:visible}}{2:.4f}%{{visibility:hidden}}}}</style>\n",
      all, 100.0 * seconds / all, 300.0 * seconds / all);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const std::string& svg = frames[i];
    if (head_of(svg) != head)
      throw ConfigError(fmt::format("frame {} has another size than the first", i + 1));
    const std::size_t begin = svg.find("<svg");
    const std::size_t inner = svg.find('>', begin) + 1, end = svg.rfind("</svg>");
    out += fmt::format("<g class=\"frame{}\" style=\"animation-delay:{}s\">{}</g>\n",
                       i + 1 == frames.size() ? " last" : "", seconds * static_cast<double>(i),
                       svg.substr(inner, end - inner));
  }
  return out + "</svg>\n";
}

std::string animated_svg(const std::vector<Chart>& frames, double seconds) {
  std::vector<std::string> documents;
  for (const Chart& frame : frames) documents.push_back(to_svg(frame));
  return animated_svg(documents, seconds);
}

}  // namespace riserun::plots
