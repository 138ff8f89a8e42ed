// What a resumed run continues from.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <riserun/run/settings/settings.hpp>
#include <riserun/train/saving/checkpoint.hpp>

namespace riserun::run {

/// Throws FileError for a folder that holds no run to resume, saying what it is.
void require_run(const std::filesystem::path& folder);

/// The last checkpoint in a run folder; nothing where neither it nor a model was written yet, and
/// the run begins anew. Throws FileError and DataError for one that cannot be read, FileError for
/// one that is gone.
[[nodiscard]] std::optional<train::Checkpoint> checkpoint_to_resume(
    const std::filesystem::path& folder);

/// The settings that are not those the run began with, "lr = 0.01 instead of 0.1". Throws
/// ConfigError for one that a resumed run cannot change.
[[nodiscard]] std::vector<std::string> changed_settings(const Settings& declared,
                                                        const train::Checkpoint& checkpoint,
                                                        const std::filesystem::path& folder);

/// A line about where a run of so many epochs continues; says so when nothing is left to do.
[[nodiscard]] std::string resumed_text(const std::string& folder, int epochs,
                                       const train::TrainingState& state,
                                       const std::vector<std::string>& changes);

}  // namespace riserun::run
