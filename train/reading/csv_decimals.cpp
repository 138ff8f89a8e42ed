#include <riserun/train/reading/csv_decimals.hpp>

#include <fmt/format.h>

#include <riserun/train/reading/csv_cursor.hpp>

namespace riserun::train {
namespace {

/// How many digits there are at the beginning of `text`, which loses them.
std::size_t take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
  text.remove_prefix(count);
  return count;
}

void take_sign(std::string_view& text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
}

/// "1,234" and "-12,000", which may mean thousands; "0,123" may not.
bool may_be_thousands(std::string_view text) {
  take_sign(text);
  const bool zero = text.starts_with('0');
  const std::size_t whole = take_digits(text);
  if (zero || whole == 0 || whole > 3) return false;
  text.remove_prefix(1);
  return take_digits(text) == 3 && text.empty();
}

bool has_decimal_point(std::string_view text) {
  double value = 0.0;
  return text.find('.') != text.npos && parse_number(text, value) == NumberKind::finite;
}

/// What the first field of a kind says, and where.
struct Witness {
  std::string text;
  const char* where = nullptr;

  void see(const CsvField& field) {
    if (where == nullptr) *this = {std::string(field.text), field.where};
  }
};

}  // namespace

bool has_decimal_comma(std::string_view text) {
  take_sign(text);
  const std::size_t whole = take_digits(text);
  if (!text.starts_with(',')) return false;
  text.remove_prefix(1);
  if (take_digits(text) == 0 && whole == 0) return false;
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  take_sign(text);
  return take_digits(text) > 0 && text.empty();
}

void settle_decimals(std::string& text, std::size_t offset, char separator, DecimalSign sign,
                     const std::vector<CsvColumn>& columns, const std::string& source) {
  if (separator == ',' || sign == DecimalSign::point) return;
  if (text.find(',', offset) == std::string::npos) return;
  CsvCursor cursor(text, offset, separator, source);
  Witness comma, point, thousands;
  while (cursor.start_record()) {
    for (std::size_t c = 0; !cursor.record_ended(); ++c) {
      const CsvField field = cursor.field();
      if (c >= columns.size() || columns[c].use == CsvColumn::Use::ignore) continue;
      if (has_decimal_point(field.text)) point.see(field);
      if (!has_decimal_comma(field.text)) continue;
      (may_be_thousands(field.text) ? thousands : comma).see(field);
      // A number holds no quotes, so the field is a piece of the text itself.
      text[static_cast<std::size_t>(field.text.data() - text.data()) + field.text.find(',')] = '.';
    }
  }
  if (comma.where == nullptr && thousands.where != nullptr && sign != DecimalSign::comma) {
    cursor.fail(thousands.where,
                fmt::format("{} can be a number with a decimal comma, or thousands; say which: "
                            "`decimal = comma`, or write it without the comma",
                            shown(thousands.text)));
  }
  const Witness& found = comma.where != nullptr ? comma : thousands;
  if (found.where != nullptr && point.where != nullptr) {
    cursor.fail(point.where,
                fmt::format("{} has a decimal point, and {} ({}) a decimal comma; "
                            "write all numbers alike",
                            shown(point.text), shown(found.text), cursor.place(found.where)));
  }
}

}  // namespace riserun::train
