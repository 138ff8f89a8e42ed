// Threads against speed, from the table of measurements.
#pragma once

#include <filesystem>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::run {

/// Threads against points per second, and the split of a step, of a table that to_csv wrote of
/// StepTimings. Throws FileError, DataError.
[[nodiscard]] plots::Chart speed_picture(const std::filesystem::path& file);

}  // namespace riserun::run
