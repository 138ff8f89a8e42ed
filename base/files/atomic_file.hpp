// A file is the old one or the new one, never half of either.
#pragma once

#include <filesystem>
#include <string_view>

namespace riserun {

/// Writes `bytes` to a temporary name in the same folder, syncs it, renames it over `path` and
/// syncs the folder: killed at any moment, `path` holds its old content or all of the new. The mode
/// of an existing file is kept. A symbolic link is replaced, and what it points to stays as it is:
/// a folder that came from elsewhere must not lead a write out of it. Links of the system's own,
/// such as /dev/stdout, are followed, and a device or pipe is written to directly. Throws FileError
/// with the path and the system's reason; the temporary file is removed and the old content is
/// intact.
void write_atomically(const std::filesystem::path& path, std::string_view bytes);

/// Makes a folder inside of one that came from the user, where it is not there yet. Throws FileError
/// where it cannot be made, and where it is a symbolic link.
void make_inner_folder(const std::filesystem::path& folder);

/// Deletes the temporary files that killed processes left behind in a folder; those of processes
/// that are still there stay. Whatever cannot be deleted stays, too.
void remove_left_behind(const std::filesystem::path& folder);
/// The same there and in the folders in it, links apart: those of a run.
void remove_all_left_behind(const std::filesystem::path& folder);

}  // namespace riserun
