#include <riserun/base/files/disk_room.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <system_error>

#include <riserun/base/errors.hpp>

namespace riserun {
namespace {

std::string megabytes(double bytes) { return fmt::format("{:.1f} MB", bytes / 1e6); }

}  // namespace

void require_disk_room(const std::filesystem::path& folder, double free_bytes,
                       const std::vector<MemoryPart>& parts, std::string_view remedy) {
  double all = 0.0;
  for (const MemoryPart& part : parts) all += part.bytes;
  if (all <= free_bytes) return;
  std::vector<MemoryPart> largest_first = parts;
  std::ranges::sort(largest_first, std::greater<>(), &MemoryPart::bytes);
  std::string said;
  for (const MemoryPart& part : largest_first)
    said += fmt::format("{}{} {}", said.empty() ? "" : ", ", part.name, megabytes(part.bytes));
  throw FileError(fmt::format("{}: about {} will be written there ({}), and {} are free; {}",
                              folder.string(), megabytes(all), said, megabytes(free_bytes),
                              remedy));
}

void require_disk_room(const std::filesystem::path& folder, const std::vector<MemoryPart>& parts,
                       std::string_view remedy) {
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(folder, error);
  if (error) return;
  require_disk_room(folder, static_cast<double>(space.available), parts, remedy);
}

}  // namespace riserun
