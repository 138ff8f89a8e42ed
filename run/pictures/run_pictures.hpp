// The pictures of one run, from its folder: what it answers, what it looks like from inside.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::run {

/// One kind of picture: `riserun plot RUN --NAME FILE`.
struct RunPicture {
  const char* name;
  const char* description;
  plots::Chart (*chart)(const std::filesystem::path& run);
};

[[nodiscard]] std::span<const RunPicture> run_pictures();

/// What a model of two features says over the plane. Throws DataError for other runs.
[[nodiscard]] plots::Chart boundary_picture(const std::filesystem::path& run);

/// The boundary of the model of each snapshot, in one SVG that moves. Throws DataError when the run
/// kept none.
[[nodiscard]] std::string boundary_frames(const std::filesystem::path& run, bool dark);

}  // namespace riserun::run
