// Text that came from elsewhere, on its way to a terminal or into a file of lines.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace riserun {

/// Where the text has a first byte that is no visible character: a control character (a terminal may
/// obey it, and a line break or tab splits a table), a mark that turns the direction of writing, or
/// a byte that is not UTF-8. Nothing where all is well.
[[nodiscard]] std::optional<std::size_t> first_invisible(std::string_view text);

/// The text with each such byte as \xNN; line breaks stay.
[[nodiscard]] std::string visible(std::string_view text);

/// What is wrong with a name, to be said behind its place: "the name \"caf\xe9\" is not UTF-8;
/// say what it is: `encoding` latin1". Empty where it is fit for all that names go into.
[[nodiscard]] std::string why_no_name(std::string_view name);

}  // namespace riserun
