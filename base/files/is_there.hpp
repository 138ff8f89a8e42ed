// Questions about paths that a user named: what may not be looked at is not there, and no error.
#pragma once

#include <filesystem>
#include <system_error>

namespace riserun {

[[nodiscard]] inline bool is_there(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

[[nodiscard]] inline bool is_folder(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

}  // namespace riserun
