#include <riserun/plots/layout/colors.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>

namespace riserun::plots {
namespace {

constexpr int kFirst = 7;  // Okabe and Ito's.
constexpr int kColors = kFirst + 17;

// Okabe and Ito, "Color Universal Design" (2008). The order is by contrast with the background, so
// yellow is missing on white and black on dark; blue/sky then vermillion/orange open both lists, as
// training and validation do in most charts. The other seventeen: each as far as could be from all
// before it in OKLab, as most people and as the green-blind see them, and far from the background.
const std::array<std::string, kColors> kOnLight = {
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#551113",
    "#1a0c85", "#a41558", "#753cfc", "#0f4955", "#d42dd4", "#65269c", "#7c6916", "#3016d8",
    "#87bf85", "#915b8f", "#0c223e", "#793a15", "#fa90f8", "#5588fb", "#628ea6", "#510d5f"};
const std::array<std::string, kColors> kOnDark = {
    "#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#d55e00", "#ffffff", "#5531f0",
    "#6b5171", "#c20dc3", "#56f4d2", "#0b6817", "#eea7fe", "#9480fd", "#87bf85", "#837120",
    "#b62b66", "#2462b1", "#feb094", "#7588ad", "#a6956c", "#a43efa", "#20ee3d", "#eadfb2"};

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

using Rgb = std::array<double, 3>;

Rgb rgb_of(const std::string& color) {
  Rgb rgb{};
  for (std::size_t i = 0; i < 3; ++i) {
    int value = 0;
    std::from_chars(color.data() + 1 + 2 * i, color.data() + 3 + 2 * i, value, 16);
    rgb[i] = value;
  }
  return rgb;
}

std::string text_of(const Rgb& rgb) {
  return fmt::format("#{:02x}{:02x}{:02x}", std::lround(rgb[0]), std::lround(rgb[1]),
                     std::lround(rgb[2]));
}

Rgb mixed(const Rgb& a, const Rgb& b, double share) {
  Rgb rgb{};
  for (std::size_t i = 0; i < 3; ++i) rgb[i] = a[i] + share * (b[i] - a[i]);
  return rgb;
}

// Lightness runs one way along each, so that their order survives grey print.
const std::array<std::string, 4> kPaleToStrong = {"#f4f8fb", "#9ccbe8", "#2f86bd", "#08315a"};
const std::array<std::string, 4> kDimToBright = {"#16202b", "#1d5580", "#56b4e9", "#eaf6fd"};
const std::array<std::string, 3> kThroughWhite = {"#0072b2", "#ffffff", "#d55e00"};
const std::array<std::string, 3> kThroughBlack = {"#56b4e9", "#0d1117", "#e69f00"};

std::span<const std::string> ramp(Theme theme, FieldColors colors) {
  if (colors == FieldColors::sequential)
    return theme == Theme::light ? kPaleToStrong : kDimToBright;
  return theme == Theme::light ? std::span<const std::string>(kThroughWhite) : kThroughBlack;
}

}  // namespace

const ThemeColors& theme_colors(Theme theme) { return theme == Theme::light ? kLight : kDark; }

int palette_size() { return kColors; }

bool is_dashed_place(int index) { return index / kFirst % 2 == 1; }

const std::string& palette_color(Theme theme, int index) {
  const auto place = static_cast<std::size_t>(index) % kColors;
  return theme == Theme::light ? kOnLight[place] : kOnDark[place];
}

std::string field_color(Theme theme, FieldColors colors, double place, double strength) {
  const std::span<const std::string> stops = ramp(theme, colors);
  const double at = std::clamp(place, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
  const std::size_t left = std::min(static_cast<std::size_t>(at), stops.size() - 2);
  const Rgb color =
      mixed(rgb_of(stops[left]), rgb_of(stops[left + 1]), at - static_cast<double>(left));
  return text_of(mixed(rgb_of(theme_colors(theme).background), color, strength));
}

std::string washed_color(Theme theme, int index, double strength) {
  return text_of(
      mixed(rgb_of(theme_colors(theme).background), rgb_of(palette_color(theme, index)), strength));
}

std::string text_color_on(const std::string& color) {
  // Relative luminance as WCAG 2 defines it; at 0.18 black and white contrast alike.
  const Rgb rgb = rgb_of(color);
  const auto linear = [](double value) {
    value /= 255.0;
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  const double luminance =
      0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
  return luminance > 0.18 ? kLight.text : kDark.text;
}

}  // namespace riserun::plots
