// Numbers as the reports write them.
#pragma once

#include <fmt/core.h>

#include <string>

namespace bench {

/// Three digits, whatever the size: 0.70, 14.6, 1 830.
inline std::string short_number(double x) {
  if (x < 9.995) return fmt::format("{:.2f}", x);
  if (x < 99.95) return fmt::format("{:.1f}", x);
  std::string digits = fmt::format("{:.0f}", x);
  for (std::size_t place = 3; place < digits.size(); place += 4)
    digits.insert(digits.size() - place, " ");
  return digits;
}

inline std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

}  // namespace bench
