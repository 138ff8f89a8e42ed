// "Did you mean": the names a mistyped one may stand for.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace riserun::check {

/// Those that begin with `wanted`, the shortest first; where there are none, those at most one
/// letter in three away, the nearest first. Names of one letter are near to everything and never
/// meant.
[[nodiscard]] std::vector<std::string> near_names(std::string_view wanted,
                                                  std::span<const std::string_view> names);

/// "; did you mean exp or expm1?", of three at most; empty where nothing is near.
[[nodiscard]] std::string did_you_mean(std::string_view wanted,
                                       std::span<const std::string_view> names);

}  // namespace riserun::check
