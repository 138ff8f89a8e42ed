// What a folder is that a user took for a model's.
#pragma once

#include <filesystem>
#include <string>

namespace riserun::run {

/// What a folder without model.safetensors is, and what to give instead: the end of a message.
[[nodiscard]] std::string folder_without_model(const std::filesystem::path& folder);

/// The file of a model: itself, or the one in a run folder. Throws FileError saying what a folder
/// without one is.
[[nodiscard]] std::filesystem::path model_file(const std::filesystem::path& model);

}  // namespace riserun::run
