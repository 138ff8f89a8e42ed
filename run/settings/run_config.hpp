// A run folder's config.toml: the settings that repeat the run, below a few words about it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <riserun/run/settings/settings.hpp>
#include <riserun/train/fit/training_state.hpp>

namespace riserun::run {

/// For a new run on so many rows of data.
[[nodiscard]] std::string run_config(const Settings& declared, std::size_t rows);
/// For a run that is resumed with changed settings: notes where and which, below the notes that
/// `before`, the file until now, has already. Throws FileError.
[[nodiscard]] std::string run_config(const Settings& declared, std::size_t rows,
                                     const std::filesystem::path& before, const std::string& where,
                                     const std::vector<std::string>& changes);

/// "after epoch 3", "after batch 7 of epoch 4".
[[nodiscard]] std::string where_from(const train::TrainingState& state);

}  // namespace riserun::run
