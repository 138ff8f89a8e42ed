// Whole files into memory.
#pragma once

#include <filesystem>
#include <string>

namespace riserun {

/// Every byte of the file (a pipe is read to its end). Throws FileError that names the path and the
/// reason: missing, a folder, unreadable.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// The same, decompressed when the content (not the name) is gzip. Throws FileError also for a gzip
/// file that is cut short or damaged.
[[nodiscard]] std::string read_text_file(const std::filesystem::path& path);

}  // namespace riserun
