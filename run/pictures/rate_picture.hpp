// The search for a learning rate as a picture, from its table.
#pragma once

#include <filesystem>
#include <string>

#include <riserun/plots/chart/chart.hpp>
#include <riserun/train/fit/rate_search.hpp>

namespace riserun::run {

/// The rates and losses that lr_find.csv keeps. Throws FileError, DataError.
[[nodiscard]] train::RateCurve load_rate_curve(const std::filesystem::path& file);
/// What is suggested of a curve, to the digits that it is worth; NaN: nothing.
[[nodiscard]] double suggestion_of(const train::RateCurve& curve);
[[nodiscard]] plots::Chart rate_chart(const train::RateCurve& curve, const std::string& title);

}  // namespace riserun::run
