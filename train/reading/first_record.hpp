// Names or data? What the first record of a file is, told by the records below it.
#pragma once

#include <riserun/train/reading/csv_columns.hpp>
#include <riserun/train/reading/csv_cursor.hpp>

namespace riserun::train {

/// Whether the texts of the first record come again in their columns, as data do and names do not.
/// Looks at the next two hundred records. `unless_known`: the answer where nothing speaks for either,
/// as no column of text repeats anything. Where the first record has numbers, texts above numbers are
/// names.
[[nodiscard]] bool first_record_is_names(const FileTop& top, const CsvCursor& cursor,
                                         bool unless_known);

}  // namespace riserun::train
