#include <riserun/check/functions/differentiable.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace riserun::check {

std::string point_in_braces(std::span<const double> at) {
  constexpr std::size_t kShown = 16;
  std::string text;
  for (std::size_t i = 0; i < std::min(at.size(), kShown); ++i)
    text += fmt::format("{}{:a}", i == 0 ? "" : ", ", at[i]);
  return at.size() > kShown ? fmt::format("{{{}, .. {} in all}}", text, at.size())
                            : fmt::format("{{{}}}", text);
}

}  // namespace riserun::check
