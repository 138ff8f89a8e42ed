// What a moment says that a model can use: how long ago, which season, weekday and hour.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace riserun::train {

/// "days", "season", "weekday", "hour".
[[nodiscard]] std::vector<std::string> date_part_names();

/// How many numbers a part makes: 1 for days, and 2 (sine and cosine of the way round the circle)
/// for what comes again. Throws ConfigError for a name that is no part.
[[nodiscard]] std::size_t date_part_size(std::string_view part);

/// The names of these numbers: "days", or "season (sin)" and "season (cos)".
[[nodiscard]] std::vector<std::string> date_part_inputs(std::string_view part);

/// Appends the numbers of a part of the moment `seconds` since 1970: days since 1970 with their
/// fraction, or sine and cosine of the day's place in its year, of the weekday, of the time of day.
void append_date_part(std::string_view part, double seconds, std::vector<double>& out);

}  // namespace riserun::train
