// Numbers as people write them in tables.
#pragma once

#include <optional>
#include <string_view>

namespace riserun::train {

/// "1,607", "-12,345.60", "12 %" (0.12), "$1,200" and "(1,200)" (-1200): thousands in groups of
/// three, a percent sign, a sign of money before or behind, brackets for what is negative. Nothing
/// for a plain number, which parse_number reads, and for all else.
[[nodiscard]] std::optional<double> written_number(std::string_view text);

}  // namespace riserun::train
