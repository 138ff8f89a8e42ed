// Numbers as text: what they are, and how messages show them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace riserun {

/// What a field's text is, read as a number.
enum class NumberKind { finite, not_finite, out_of_range, text };

/// The whole of `text` as a decimal number, a leading + allowed; `value` is set when finite.
[[nodiscard]] NumberKind parse_number(std::string_view text, double& value);

/// Whether a field says that its value is missing: nothing, ?, -, ., NA, N/A, #N/A, NaN, null or
/// none, in any case of letters.
[[nodiscard]] bool is_missing(std::string_view text);

/// The longest finite decimal number at the beginning of what ends before `end` and is followed by
/// a zero byte. Returns where it ends, or nullptr when there is none.
[[nodiscard]] const char* read_number(const char* p, const char* end, double& value);

/// One to three digits and then the separator, within the four bytes of `word`, tested and read
/// without a branch on how many: the lengths of pixels and counts cannot be predicted. Returns the
/// number's length, or 0 for anything else. Little-endian words only.
[[nodiscard]] std::uint32_t read_small_number(std::uint32_t word, std::uint32_t separators,
                                              double& value);

/// `text` for a message: quoted, cut after 40 bytes, control characters as \xNN.
[[nodiscard]] std::string shown(std::string_view text);

/// "1 point", "3 points".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

/// The text of a file with the file's name, for errors that say where.
struct LocatedText {
  std::string_view text;
  std::string_view source;

  /// "source:line:column" of the byte `where` of `text`, both from 1; a byte order mark does not
  /// count. Lines are counted only here, so that reading need not.
  [[nodiscard]] std::string place(const char* where) const;
  /// Throws DataError "source:line:column: message".
  [[noreturn]] void fail(const char* where, std::string_view message) const;
};

}  // namespace riserun
