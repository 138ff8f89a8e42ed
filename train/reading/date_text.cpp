#include <riserun/train/reading/date_text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <tuple>
#include <utility>

namespace riserun::train {
namespace {

/// Takes text away from the front, piece by piece.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool done() const { return text_.empty(); }
  [[nodiscard]] bool at_digit() const { return !done() && is_digit(text_.front()); }

  bool take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool take_spaces() {
    bool any = false;
    while (take(' ')) any = true;
    return any;
  }
  /// One of these signs, or 0.
  char take_one_of(std::string_view signs) {
    if (done() || signs.find(text_.front()) == signs.npos) return '\0';
    const char c = text_.front();
    text_.remove_prefix(1);
    return c;
  }
  /// A whole number of at most `most` digits, and how many it has; 0 digits: none.
  std::pair<int, std::size_t> number(std::size_t most) {
    std::size_t digits = 0;
    int value = 0;
    for (; digits < most && at_digit(); ++digits) {
      value = 10 * value + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    return {value, at_digit() ? 0 : digits};
  }
  /// ".25" as 0.25.
  double fraction() {
    double value = 0.0, unit = 1.0;
    for (; at_digit(); text_.remove_prefix(1)) value += (text_.front() - '0') * (unit /= 10.0);
    return value;
  }
  /// Letters, as small ones.
  std::string word() {
    std::string letters;
    for (; !done(); text_.remove_prefix(1)) {
      const char c = text_.front();
      const bool capital = c >= 'A' && c <= 'Z';
      if (!capital && !(c >= 'a' && c <= 'z')) break;
      letters += capital ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    return letters;
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  std::string_view text_;
};

/// "jan", "january" -> 1; 0 for all else.
int month_of(const std::string& word) {
  constexpr std::array<std::string_view, 12> kMonths{
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  if (word.size() < 3) return 0;
  for (std::size_t m = 0; m < kMonths.size(); ++m)
    if (kMonths[m].starts_with(word) || (word == "sept" && m == 8)) return static_cast<int>(m) + 1;
  return 0;
}

int full_year(int year, std::size_t digits) {
  if (digits != 2) return year;
  return year + (year < 69 ? 2000 : 1900);
}

std::optional<double> seconds_of_day(int year, int month, int day) {
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return 86'400.0 * static_cast<double>(sys_days(date).time_since_epoch().count());
}

/// "Jan 31, 2020", with the month read already.
std::optional<double> after_month(DateReader& reader, int month) {
  reader.take_spaces();
  const auto [day, day_digits] = reader.number(2);
  reader.take(',');
  if (month == 0 || day_digits == 0 || !reader.take_spaces()) return std::nullopt;
  const auto [year, digits] = reader.number(4);
  if (digits != 4) return std::nullopt;
  return seconds_of_day(year, month, day);
}

std::optional<double> read_day(DateReader& reader, bool day_first) {
  if (!reader.at_digit()) return after_month(reader, month_of(reader.word()));
  const auto [first, first_digits] = reader.number(4);
  char sign = reader.take_one_of("-/. ");
  if (first_digits == 0 || first_digits == 3 || sign == '\0') return std::nullopt;
  int month = 0;
  bool named = false;
  std::size_t middle_digits = 2;
  if (reader.at_digit()) {
    std::tie(month, middle_digits) = reader.number(2);
    if (sign == ' ') return std::nullopt;
  } else {
    month = month_of(reader.word());
    named = true;
  }
  if (middle_digits == 0 || (named && month == 0)) return std::nullopt;
  if (reader.take_one_of("-/. ,") != sign) return std::nullopt;
  const auto [last, last_digits] = reader.number(4);
  if (first_digits == 4) {
    if (last_digits == 0 || last_digits > 2) return std::nullopt;
    return seconds_of_day(first, month, last);
  }
  if (last_digits != 4 && last_digits != 2) return std::nullopt;
  const int year = full_year(last, last_digits);
  const bool day_leads = named || day_first || sign == '.';
  return day_leads ? seconds_of_day(year, month, first) : seconds_of_day(year, first, month);
}

/// "14:05:30.5 PM +02:00"; `hour` is read already.
std::optional<double> read_time(DateReader& reader, int hour) {
  const auto [minute, minute_digits] = reader.number(2);
  double second = 0.0;
  if (reader.take(':')) {
    const auto [whole, digits] = reader.number(2);
    if (digits != 2) return std::nullopt;
    second = whole;
    if (reader.take_one_of(".,") != '\0') second += reader.fraction();
  }
  if (minute_digits != 2 || hour > 24 || minute > 59 || second >= 61.0) return std::nullopt;
  reader.take_spaces();
  double shift = 0.0;
  if (const char sign = reader.take_one_of("+-"); sign != '\0') {
    const auto [hours, digits] = reader.number(4);
    int minutes = 0;
    if (digits == 2 && reader.take(':')) minutes = reader.number(2).first;
    const double offset = digits == 4 ? 3600.0 * (hours / 100) + 60.0 * (hours % 100)
                                      : 3600.0 * hours + 60.0 * minutes;
    if (digits != 2 && digits != 4) return std::nullopt;
    shift = sign == '+' ? -offset : offset;
  } else if (!reader.done()) {
    const std::string word = reader.word();
    const bool noon = word == "am" || word == "pm";
    if (noon && (hour < 1 || hour > 12)) return std::nullopt;
    if (noon) hour = hour % 12 + (word == "pm" ? 12 : 0);
    if (!noon && word != "z" && word != "utc" && word != "gmt") return std::nullopt;
  }
  return 3600.0 * hour + 60.0 * minute + second + shift;
}

}  // namespace

std::optional<double> seconds_of_date(std::string_view text, bool day_first) {
  // A time alone begins as a day may, too.
  DateReader alone(text);
  if (const auto [hour, digits] = alone.number(2); digits > 0 && alone.take(':')) {
    const std::optional<double> time = read_time(alone, hour);
    return time && alone.done() ? time : std::nullopt;
  }
  DateReader reader(text);
  const std::optional<double> day = read_day(reader, day_first);
  if (!day || reader.done()) return day;
  if (reader.take_one_of("Tt") == '\0' && !reader.take_spaces()) return std::nullopt;
  const auto [hour, digits] = reader.number(2);
  if (digits == 0 || !reader.take(':')) return std::nullopt;
  const std::optional<double> time = read_time(reader, hour);
  if (!time || !reader.done()) return std::nullopt;
  return *day + *time;
}

}  // namespace riserun::train
