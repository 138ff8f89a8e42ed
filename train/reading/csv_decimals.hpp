// Numbers with a decimal comma, as much of Europe writes them: "1,5;2,25".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/train/reading/csv.hpp>
#include <riserun/train/reading/csv_rows.hpp>

namespace riserun::train {

/// Whether `text` is a number but for a comma in the point's place: "1,5", "-,25e3"; not "1,5,2".
[[nodiscard]] bool has_decimal_comma(std::string_view text);

/// Turns the decimal commas of the columns in use into points, in place, from the record at
/// `offset` on. Nothing is done where commas separate fields, or with DecimalSign::point. Throws
/// DataError, naming the field, where all of them could as well group thousands ("1,234") and
/// nobody said DecimalSign::comma, and where other numbers have points.
void settle_decimals(std::string& text, std::size_t offset, char separator, DecimalSign sign,
                     const std::vector<CsvColumn>& columns, const std::string& source);

}  // namespace riserun::train
