#include <riserun/train/reading/csv_columns.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <unordered_set>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/nearest_name.hpp>
#include <riserun/base/visible_text.hpp>
#include <riserun/train/reading/csv_decimals.hpp>
#include <riserun/train/reading/csv_separator.hpp>

namespace riserun::train {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Content of another kind, told by its first bytes.
void refuse_foreign(const std::string& text, const std::string& source) {
  const auto starts = [&](std::string_view mark) {
    return std::string_view(text).starts_with(mark);
  };
  if (starts("\xFF\xFE") || starts("\xFE\xFF")) {
    throw DataError(source + ": the text is UTF-16; save it as UTF-8");
  }
  if (starts("PK\x03\x04")) {
    throw DataError(source + ": this is a zip archive or a spreadsheet; export it as CSV");
  }
  constexpr std::size_t kLook = 4096;
  if (std::string_view(text).substr(0, kLook).find('\0') != std::string_view::npos) {
    throw DataError(source + ": expected CSV text, found binary data");
  }
}

std::vector<TopField> read_record(CsvCursor& cursor, char separator) {
  std::vector<TopField> fields;
  do {
    const CsvField field = cursor.field();
    double value = 0.0;
    const bool number = parse_number(field.text, value) != NumberKind::text ||
                        (separator != ',' && has_decimal_comma(field.text));
    fields.push_back({std::string(field.text), number, is_missing(field.text), field.where});
  } while (!cursor.record_ended());
  return fields;
}

std::optional<std::size_t> whole_number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// scikit-learn writes "150,4,setosa,versicolor,virginica" above rows of 5 fields.
bool is_count_line(const FileTop& top) {
  if (top.first.size() < 2 || top.second.empty()) return false;
  const auto rows = whole_number(top.first[0].text);
  const auto features = whole_number(top.first[1].text);
  if (!rows || !features || *features + 1 != top.second.size()) return false;
  // A row of data could begin so, too; its label is not a name where the next row has a number.
  bool name_above_number = false;
  for (std::size_t c = 2; c < std::min(top.first.size(), top.second.size()); ++c) {
    name_above_number = name_above_number || (!top.first[c].number && top.second[c].number);
  }
  return name_above_number || top.first.size() != top.second.size();
}

std::optional<std::size_t> find_column(std::string_view word, const std::vector<std::string>& names,
                                       std::size_t columns) {
  if (word == "first") return 0;
  if (word == "last") return columns - 1;
  const auto named = std::find(names.begin(), names.end(), word);
  if (named != names.end()) return static_cast<std::size_t>(named - names.begin());
  const auto number = whole_number(word);
  if (number && *number >= 1 && *number <= columns) return *number - 1;
  return std::nullopt;
}

std::vector<std::string> at_commas(const std::string& text) {
  std::vector<std::string> words(1);
  for (char c : text) {
    if (c == ',') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

// A name asked for, not one in the file: hence no DataError.
[[noreturn]] void fail_unknown(const std::string& word, const std::vector<std::string>& names,
                               const FileTop& top, const CsvCursor& cursor) {
  const std::string place = cursor.place(top.first.front().where);
  if (whole_number(word)) {
    throw ConfigError(fmt::format("{}: there is no column {}; there are {} columns, counted from 1",
                                  place, word, top.columns()));
  }
  if (names.empty()) {
    throw ConfigError(fmt::format(
        "{}: there is no column named {}, for the first line holds data and no names; use "
        "the column's number from 1, \"first\" or \"last\"",
        place, shown(word)));
  }
  std::string known;
  constexpr std::size_t kMost = 12;
  for (std::size_t i = 0; i < std::min(kMost, names.size()); ++i)
    known += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kMost) known += fmt::format(", ... {}", names.back());
  throw ConfigError(fmt::format("{}: there is no column named {}{} (columns: {})", place,
                                shown(word), did_you_mean(word, names), known));
}

}  // namespace

namespace {

/// Behind the comment lines from `offset` on, and where the last of them begins; nothing where there
/// are none. Above the first record every line that begins with # is one.
struct Comments {
  std::size_t last = std::string::npos;
  std::size_t end = 0;
};

Comments leading_comments(const std::string& text, std::size_t offset) {
  Comments comments{.end = offset};
  while (comments.end < text.size()) {
    const std::size_t line_end = std::min(text.find('\n', comments.end), text.size());
    const std::string_view line =
        std::string_view(text).substr(comments.end, line_end - comments.end);
    const std::size_t first = line.find_first_not_of(" \r");
    if (first != line.npos && (line[first] != '#' || is_missing(line.substr(first, 4)))) break;
    if (first != line.npos) comments.last = comments.end + first;
    comments.end = std::min(line_end + 1, text.size());
  }
  return comments;
}

/// NumPy and others write the names as a comment: "# a,b,c" above rows that begin with a number.
bool are_names(const std::vector<TopField>& comment, const std::vector<TopField>& record) {
  return comment.size() == record.size() &&
         std::ranges::none_of(comment, [](const TopField& f) { return f.number; }) &&
         std::ranges::any_of(record, [](const TopField& f) { return f.number; });
}

}  // namespace

FileTop read_top(const std::string& text, char separator, std::size_t skip_lines,
                 const std::string& source) {
  refuse_foreign(text, source);
  std::size_t offset =
      std::string_view(text).starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  for (std::size_t line = 0; line < skip_lines; ++line) {
    const std::size_t end = text.find('\n', offset);
    if (end == std::string::npos) {
      throw DataError(
          fmt::format("{}: {} lines to skip leave nothing to read", source, skip_lines));
    }
    offset = end + 1;
  }
  FileTop top;
  const Comments comments = leading_comments(text, offset);
  CsvCursor blank(text, comments.end, ',', source);
  if (!blank.start_record()) {
    throw DataError(source + (text.empty() ? ": the file is empty"
                                           : ": the file holds blank lines and comments only"));
  }
  top.first_offset = blank.offset();
  top.separator =
      separator != '\0' ? separator : separator_of(std::string_view(text).substr(top.first_offset));
  CsvCursor cursor(text, top.first_offset, top.separator, source);
  cursor.start_record();
  top.first = read_record(cursor, top.separator);
  top.second_offset = cursor.offset();
  if (comments.last != std::string::npos) {
    CsvCursor comment(text, text.find_first_not_of("# \t", comments.last), top.separator, source);
    if (comment.start_record())
      if (std::vector<TopField> names = read_record(comment, top.separator);
          are_names(names, top.first)) {
        top.second = std::exchange(top.first, std::move(names));
        top.second_offset = top.first_offset;
        return top;
      }
  }
  if (cursor.start_record()) top.second = read_record(cursor, top.separator);
  return top;
}

bool has_header(const FileTop& top, HeaderRow option, std::span<const std::size_t> text_columns,
                const CsvCursor& cursor) {
  if (option == HeaderRow::yes) return true;
  if (is_count_line(top)) {
    cursor.fail(
        top.first[0].where,
        fmt::format(
            "this line holds counts and class names, as scikit-learn writes it ({} rows, {} "
            "features), and no column names; replace it by names, or leave it out with "
            "`skip_lines = 1`",
            top.first[0].text, top.first[1].text));
  }
  if (option == HeaderRow::no) return false;
  const auto texts = std::count_if(top.first.begin(), top.first.end(),
                                   [](const TopField& f) { return !f.number && !f.missing; });
  if (texts == 0) return false;
  if (std::none_of(top.first.begin(), top.first.end(),
                   [](const TopField& f) { return f.number && !f.missing; }))
    return true;
  // Mixed: text is at home in a target column of the data; it is a name where the next line has a
  // number.
  bool name_above_number = false;
  for (std::size_t c = 0; c < top.first.size(); ++c) {
    if (top.first[c].number || top.first[c].missing) continue;
    if (std::find(text_columns.begin(), text_columns.end(), c) == text_columns.end()) {
      cursor.fail(
          top.first[c].where,
          fmt::format(
              "expected a number, found {} (field {}); if the first line holds column names, say "
              "`header = yes`{}",
              shown(top.first[c].text), c + 1,
              cursor.offers_ignore()
                  ? fmt::format("; if the column holds text, leave it out: `ignore` {}", c + 1)
                  : ""));
    }
    if (c < top.second.size() && top.second[c].number) name_above_number = true;
  }
  return name_above_number;
}

namespace {

/// Spreadsheets break long names into lines.
std::string on_one_line(std::string name) {
  std::ranges::replace_if(
      name, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return name;
}

}  // namespace

std::vector<std::string> header_names(const FileTop& top, const CsvCursor& cursor) {
  std::vector<std::string> names;
  std::unordered_set<std::string> seen;
  for (std::size_t c = 0; c < top.first.size(); ++c) {
    const TopField& field = top.first[c];
    const std::string name = on_one_line(field.text);
    if (const std::string why = why_no_name(name); !why.empty()) cursor.fail(field.where, why);
    names.push_back(name.empty() ? fmt::format("column{}", c + 1) : name);
    if (!name.empty() && !seen.insert(name).second) {
      cursor.fail(field.where, fmt::format("the column name {} comes twice", shown(field.text)));
    }
  }
  return names;
}

bool asks_by_name(std::string_view label) {
  for (const std::string& word : at_commas(std::string(label))) {
    if (word != "first" && word != "last" && word != "none" && !whole_number(word)) return true;
  }
  return false;
}

std::vector<std::size_t> find_columns(const std::string& label,
                                      const std::vector<std::string>& names, const FileTop& top,
                                      const CsvCursor& cursor, bool lenient) {
  if (label == "none") return {};
  if (const auto column = find_column(label, names, top.columns())) return {*column};
  std::vector<std::size_t> found;
  for (const std::string& word : at_commas(label)) {
    const auto column = find_column(word, names, top.columns());
    if (!column && lenient) continue;
    if (!column) fail_unknown(word, names, top, cursor);
    if (std::find(found.begin(), found.end(), *column) != found.end()) {
      throw ConfigError(fmt::format("the column \"{}\" is asked for twice in \"{}\"", word, label));
    }
    found.push_back(*column);
  }
  return found;
}

}  // namespace riserun::train
