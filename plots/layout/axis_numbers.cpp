#include <riserun/plots/layout/axis_numbers.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace riserun::plots {
namespace {

constexpr const char* kMinus = "−";

std::string superscript(int number) {
  static constexpr std::array<const char*, 10> kDigits = {"⁰", "¹", "²", "³", "⁴",
                                                          "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = number < 0 ? "⁻" : "";
  for (const char digit : std::to_string(std::abs(number))) {
    text += kDigits[static_cast<std::size_t>(digit - '0')];
  }
  return text;
}

std::string fixed(double value, int decimals) {
  const std::string digits = fmt::format("{:.{}f}", std::abs(value), std::max(decimals, 0));
  return value < 0.0 ? kMinus + digits : digits;
}

}  // namespace

std::vector<std::string> number_labels(const std::vector<double>& values, int exponent,
                                       bool percent) {
  double largest = 0.0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  double unit = 1.0;
  int unit_exponent = 0;
  std::string suffix;
  if (percent && largest >= 1e-4 && largest < 1e4) {
    unit_exponent = -2;
    suffix = " %";
  } else if (largest >= 1e6 && largest < 1e9 && exponent >= 4) {
    unit_exponent = 6;
    suffix = "M";
  } else if (largest >= 1e4 && largest < 1e6 && exponent >= 2) {
    unit_exponent = 3;
    suffix = "k";
  } else if (largest > 0.0 && (largest >= 1e7 || largest < 1e-3)) {
    unit_exponent = static_cast<int>(std::floor(std::log10(largest)));
    // 1000000001 is easier to read than 1.000000001×10⁹.
    if (largest < 1e13 && unit_exponent - exponent > 5) unit_exponent = 0;
    if (unit_exponent != 0) suffix = "×10" + superscript(unit_exponent);
  }
  unit = std::pow(10.0, unit_exponent);
  std::vector<std::string> labels;
  for (const double value : values) {
    const std::string digits = fixed(value / unit, unit_exponent - exponent);
    labels.push_back(value == 0.0 ? (percent ? "0 %" : "0") : digits + suffix);
  }
  return labels;
}

std::string power_label(int digit, int decade, bool plain) {
  if (plain) return fixed(digit * std::pow(10.0, decade), -decade);
  const std::string power = "10" + superscript(decade);
  return digit == 1 ? power : fmt::format("{}×{}", digit, power);
}

}  // namespace riserun::plots
