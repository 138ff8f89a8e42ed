// Whole files into memory.
#pragma once

#include <filesystem>
#include <string>

namespace riserun {

/// Every byte of a regular file. Throws FileError that names the path and the reason: missing, a
/// folder, unreadable, or a pipe or device, which may never end.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Throws FileError unless the path is that of a regular file, or there is nothing.
void require_regular_file(const std::filesystem::path& path);

/// As read_file, but from a pipe or terminal, too, to its end; and decompressed when the content
/// (not the name) is gzip. Throws FileError also for a gzip file that is cut short or damaged.
[[nodiscard]] std::string read_text_file(const std::filesystem::path& path);

}  // namespace riserun
