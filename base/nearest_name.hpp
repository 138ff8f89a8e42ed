// "Did you mean": the names that a mistyped one was probably meant to be.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace riserun {

/// The names near to `wanted`, nearest first, by insertions, deletions, substitutions and swaps of
/// neighbours, letters counted without case; of names equally far first those of as many letters:
/// "tahn" is tanh, not tan. A name is near that needs no more edits than a third of its length (at
/// least 1), and fewer than the shorter of the two has letters.
[[nodiscard]] std::vector<std::string_view> near_names(std::string_view wanted,
                                                       std::span<const std::string_view> names);

/// The names that begin with `wanted`, the shortest first; where there are none, those near to it.
/// Names of one letter are near to everything and never meant.
[[nodiscard]] std::vector<std::string_view> meant_names(std::string_view wanted,
                                                        std::span<const std::string_view> names);

/// The first of near_names(), or nothing.
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view wanted,
                                                      std::span<const std::string> names);

// To be appended to a message; empty where no name is near.

/// "; did you mean "digit"?", of the nearest name.
[[nodiscard]] std::string did_you_mean(std::string_view wanted, std::span<const std::string> names);
/// "; did you mean exp or expm1?", of the first three of meant_names().
[[nodiscard]] std::string did_you_mean_any(std::string_view wanted,
                                           std::span<const std::string_view> names);

}  // namespace riserun
