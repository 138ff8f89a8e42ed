#include <riserun/base/readable_number.hpp>

#include <fmt/format.h>

#include <cmath>

namespace riserun {

std::string with_thousands(double x) {
  std::string digits = fmt::format("{:.0f}", x);
  if (!std::isfinite(x)) return digits;
  const int first = digits[0] == '-' ? 1 : 0;
  for (int at = static_cast<int>(digits.size()) - 3; at > first; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string number_text(double x) { return std::isnan(x) ? "nan" : fmt::format("{:.6g}", x); }

std::string loss_text(double loss) {
  const double size = std::abs(loss);
  if (size == 0.0 || (size >= 0.1 && size < 1e6)) return fmt::format("{:.4f}", loss);
  return fmt::format("{:#.3g}", loss);  // 0.00102, 0.000998: small ones keep three digits
}

}  // namespace riserun
