// Text that other programs will read: made safe for XML, and measured without fonts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace riserun::plots {

/// Any bytes as one line of valid UTF-8: bytes that are none become U+FFFD, line breaks, tabs and
/// other control characters become spaces.
[[nodiscard]] std::string one_line(std::string_view bytes);

/// For XML text and for attributes in either kind of quotes. `text` is from one_line().
[[nodiscard]] std::string xml_escape(std::string_view text);

/// Width in units of the font size. Measured on DejaVu Sans, which is among the widest, so that
/// text which fits by this number fits in the fonts that people have.
[[nodiscard]] double text_width(std::string_view text);

/// `text`, cut and ended with an ellipsis when it is wider than `width`.
[[nodiscard]] std::string fit_text(const std::string& text, double width);

/// Names beside each other, as one line each and none wider than `width`. Those that would be alike
/// when their ends are cut off lose what they have in common instead, "a rather…12 of them", and
/// where that leaves them alike, too, end in their number, from 1.
[[nodiscard]] std::vector<std::string> fit_names(const std::vector<std::string>& names,
                                                 double width);

}  // namespace riserun::plots
