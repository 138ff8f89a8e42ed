// How far a mistyped name is from another.
#pragma once

#include <cstddef>
#include <string_view>

namespace riserun {

/// The fewest insertions, deletions, changes and swaps of neighbours that lead from one text to the
/// other, letters of ASCII counted without case (optimal string alignment, Damerau 1964). Time and
/// bytes grow with the product of the lengths, and with the second.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace riserun
