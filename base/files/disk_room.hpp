// Whether what will be written has room on its disc, asked before the work.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/base/memory_room.hpp>

namespace riserun {

/// Throws FileError unless all parts fit into what is free where `folder` lies: with the sum, the
/// parts from the largest on, what is free, and `remedy`, which says what would help. Says nothing
/// where the system does not tell.
void require_disk_room(const std::filesystem::path& folder, const std::vector<MemoryPart>& parts,
                       std::string_view remedy);
/// The same of a disc that has so many bytes free.
void require_disk_room(const std::filesystem::path& folder, double free_bytes,
                       const std::vector<MemoryPart>& parts, std::string_view remedy);

}  // namespace riserun
