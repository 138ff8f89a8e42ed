// What separates the fields of a file, told by its first lines.
#pragma once

#include <string_view>

namespace riserun::train {

/// A tab if the first line of `text` has one, else the commoner of , and ; (a comma between digits
/// does not count where it can only be a decimal one), else |, else a space where two lines have as
/// many words and the second one a number; else a comma.
[[nodiscard]] char separator_of(std::string_view text);

}  // namespace riserun::train
