#include <riserun/check/functions/foreign_function.hpp>

#include <fmt/format.h>

#include <cstring>

namespace riserun::check::internal {

void require_unchanged(std::span<const double> given, std::span<const double> left) {
  if (left.size() != given.size() ||
      std::memcmp(left.data(), given.data(), given.size_bytes()) != 0)
    throw Error("the function changes the point that it is given");
}

void copy_result(std::string_view name, std::span<const double> from, std::span<double> to) {
  if (from.size() != to.size())
    throw ShapeError(fmt::format("{} gives {} number{}, expected {}", name, from.size(),
                                 from.size() == 1 ? "" : "s", to.size()));
  std::copy(from.begin(), from.end(), to.begin());
}

}  // namespace riserun::check::internal
