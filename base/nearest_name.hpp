// "Did you mean": the name that a mistyped one was probably meant to be.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace riserun {

/// The name nearest to `wanted` by insertions, deletions, substitutions and swaps of neighbours,
/// letters counted without case; nothing when even the nearest needs more edits than a third of its
/// length (at least 1), or as many as the shorter of the two has letters.
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view wanted,
                                                      std::span<const std::string> names);

/// "; did you mean "digit"?", or nothing: to be appended to a message.
[[nodiscard]] std::string did_you_mean(std::string_view wanted, std::span<const std::string> names);

}  // namespace riserun
