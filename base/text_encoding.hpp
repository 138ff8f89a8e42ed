// Text of other encodings as UTF-8.
#pragma once

#include <string>

#include <riserun/base/named_values.hpp>

namespace riserun {

/// automatic: UTF-16 where the text begins with its byte order mark, else UTF-8. latin1: ISO 8859-1,
/// with the letters that Windows-1252 has in place of its control characters.
enum class TextEncoding { automatic, utf8, latin1, utf16 };

inline constexpr NamedValue<TextEncoding> kTextEncodings[] = {{"auto", TextEncoding::automatic},
                                                              {"utf-8", TextEncoding::utf8},
                                                              {"latin1", TextEncoding::latin1},
                                                              {"utf-16", TextEncoding::utf16}};

/// The text as UTF-8; UTF-8 itself is returned as it is, whatever it holds. UTF-16 without a byte
/// order mark is little-endian. Throws DataError, beginning with `source`, for what is no UTF-16.
[[nodiscard]] std::string to_utf8(std::string text, TextEncoding encoding,
                                  const std::string& source);

}  // namespace riserun
