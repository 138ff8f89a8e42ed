#include <riserun/train/data/date_parts.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

#include <riserun/base/named_values.hpp>

namespace riserun::train {
namespace {

constexpr double kSecondsOfDay = 86'400.0;

double days(double seconds) { return seconds / kSecondsOfDay; }

double year_share(double seconds) {
  using namespace std::chrono;
  const double day = std::floor(days(seconds));
  const sys_days date{std::chrono::days(static_cast<int>(day))};
  const year_month_day parts(date);
  const sys_days first = parts.year() / January / 1;
  const sys_days next = (parts.year() + years(1)) / January / 1;
  return static_cast<double>((date - first).count()) / static_cast<double>((next - first).count());
}

double week_share(double seconds) {
  constexpr double kMonday = 4.0;  // 1970 began on a Thursday
  const double day = std::floor(days(seconds)) - kMonday;
  return (day - 7.0 * std::floor(day / 7.0)) / 7.0;
}

double day_share(double seconds) { return days(seconds) - std::floor(days(seconds)); }

/// A part, with its way to a number; `circle`: that number is a share of a circle.
struct DatePart {
  std::string_view name;
  double (*value)(double seconds);
  bool circle;
};
constexpr DatePart kParts[] = {{"days", days, false},
                               {"season", year_share, true},
                               {"weekday", week_share, true},
                               {"hour", day_share, true}};

const DatePart& part_of(std::string_view name) {
  const auto found = std::ranges::find(kParts, name, &DatePart::name);
  if (found == std::end(kParts)) throw ConfigError("unknown part of a date: " + std::string(name));
  return *found;
}

}  // namespace

std::vector<std::string> date_part_names() { return names_in(kParts); }

std::size_t date_part_size(std::string_view part) { return part_of(part).circle ? 2 : 1; }

std::vector<std::string> date_part_inputs(std::string_view part) {
  const std::string name(part);
  if (!part_of(part).circle) return {name};
  return {name + " (sin)", name + " (cos)"};
}

void append_date_part(std::string_view part, double seconds, std::vector<double>& out) {
  const DatePart& wanted = part_of(part);
  const double value = wanted.value(seconds);
  if (!wanted.circle) {
    out.push_back(value);
    return;
  }
  const double angle = 2.0 * std::numbers::pi * value;
  out.push_back(std::sin(angle));
  out.push_back(std::cos(angle));
}

}  // namespace riserun::train
