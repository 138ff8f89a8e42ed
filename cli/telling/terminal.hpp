// What the stream at hand can show: colours, a line that is redrawn, letters beyond ASCII.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace riserun::cli {

struct Terminal {
  bool colour = false;   // a terminal, and neither NO_COLOR nor TERM=dumb says otherwise
  bool redraws = false;  // understands \r and \x1b[2K
  bool unicode = false;  // the locale says UTF-8
  int width = 80;        // columns
};

/// Looks at the stream and the environment now; the width of a terminal may change.
[[nodiscard]] Terminal terminal_of(std::FILE* stream);

enum class Ink { bold, dim, red, green, yellow, blue };

/// The text in that ink, or as it is where colours are not wanted.
[[nodiscard]] std::string inked(std::string_view text, Ink ink, const Terminal& terminal);

/// "warning: ..." on stderr.
void warn(std::string_view text);

}  // namespace riserun::cli
