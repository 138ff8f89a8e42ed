// riserun train --lr find: the learning-rate range test, its table and its picture.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>
#include <riserun/run/prepared_run.hpp>
#include <riserun/run/session.hpp>
#include <riserun/train/fit/rate_search.hpp>

namespace riserun::run {

/// Searches a rate, says it, and sets it in the run's settings; writes lr_find.csv, lr_find.svg and
/// lr_find.png into the run folder and adds their names to `written`; the model is as before.
/// Returns the exit code, or nothing where the run is to go on with that rate. Throws DataError
/// when no rate makes the loss fall.
[[nodiscard]] std::optional<int> find_rate(TrainingRun& run, PreparedRun& prepared,
                                           std::vector<std::string>& written);

/// The rates and losses that lr_find.csv keeps. Throws FileError, DataError.
[[nodiscard]] train::RateCurve load_rate_curve(const std::filesystem::path& file);
/// What is suggested of a curve, to the digits that it is worth; NaN: nothing.
[[nodiscard]] double suggestion_of(const train::RateCurve& curve);
[[nodiscard]] plots::Chart rate_chart(const train::RateCurve& curve, const std::string& title);

}  // namespace riserun::run
