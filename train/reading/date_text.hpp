// Days and times as tables write them.
#pragma once

#include <optional>
#include <string_view>

namespace riserun::train {

/// Seconds since 1970-01-01 00:00 of a day, a time of day, or both with a T or spaces between:
/// "2020-01-31", "2020/1/31", "31.1.2020", "1/31/2020" ("31/1/2020" where the day comes first),
/// "31 Jan 2020", "January 31, 2020"; "14:05", "14:05:30.5", "2:05 PM"; Z, UTC or an offset such as
/// +02:00 behind it. Years of two digits are 1969 to 2068. A time alone is one of 1970-01-01.
/// Nothing for all else, and for days that no calendar has.
[[nodiscard]] std::optional<double> seconds_of_date(std::string_view text, bool day_first);

}  // namespace riserun::train
