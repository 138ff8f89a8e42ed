#include "plots/colors.hpp"

#include <array>

namespace riserun::plots {
namespace {

constexpr int kColors = 7;

// Okabe and Ito, "Color Universal Design" (2008). The order is by contrast with the background, so
// yellow is missing on white and black on dark; blue/sky then vermillion/orange open both lists, as
// training and validation do in most charts.
const std::array<std::string, kColors> kOnLight = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                   "#e69f00", "#56b4e9", "#000000"};
const std::array<std::string, kColors> kOnDark = {"#56b4e9", "#e69f00", "#009e73", "#cc79a7",
                                                  "#f0e442", "#d55e00", "#ffffff"};

const ThemeColors kLight = {.background = "#ffffff",
                            .text = "#1f2328",
                            .muted = "#59636e",
                            .axis = "#8c959f",
                            .grid = "#e6e9ed"};
const ThemeColors kDark = {.background = "#0d1117",
                           .text = "#f0f6fc",
                           .muted = "#9ba5b0",
                           .axis = "#656d76",
                           .grid = "#22282f"};

}  // namespace

const ThemeColors& theme_colors(Theme theme) { return theme == Theme::light ? kLight : kDark; }

int palette_size() { return kColors; }

const std::string& palette_color(Theme theme, int index) {
  const auto place = static_cast<std::size_t>(index) % kColors;
  return theme == Theme::light ? kOnLight[place] : kOnDark[place];
}

}  // namespace riserun::plots
