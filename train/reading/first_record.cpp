#include <riserun/train/reading/first_record.hpp>

#include <cstddef>
#include <string>
#include <unordered_set>
#include <vector>

namespace riserun::train {
namespace {

constexpr int kRecords = 200;

/// What the records below say of one column of texts.
struct Evidence {
  std::unordered_set<std::string> seen;
  bool again = false;    // the first record's text
  bool repeats = false;  // any text
  bool number = false;   // one stands below the text
};

}  // namespace

bool first_record_is_names(const FileTop& top, const CsvCursor& cursor, bool unless_known) {
  std::vector<Evidence> columns(top.columns());
  CsvCursor rows = cursor.at(top.second_offset);
  for (int row = 0; row < kRecords && rows.start_record(); ++row)
    for (std::size_t c = 0; !rows.record_ended(); ++c) {
      const std::string text(rows.field().text);
      if (c >= columns.size() || is_missing(text)) continue;
      double value = 0.0;
      columns[c].number = columns[c].number || parse_number(text, value) != NumberKind::text;
      columns[c].again = columns[c].again || text == top.first[c].text;
      columns[c].repeats = !columns[c].seen.insert(text).second || columns[c].repeats;
    }
  std::size_t names = 0, data = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (top.first[c].number || top.first[c].missing) continue;
    if (columns[c].again)
      ++data;
    else if (columns[c].number || columns[c].repeats)
      ++names;
  }
  return names == data ? unless_known : names > data;
}

}  // namespace riserun::train
