#include <riserun/base/memory_room.hpp>

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <limits>
#include <utility>

#include <riserun/base/errors.hpp>

namespace riserun {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::optional<double> number_at(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  double number = 0.0;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc{})
    return std::nullopt;  // "max", or nothing at all
  return number;
}

/// The number behind a word that begins a line.
std::optional<double> number_after(std::string_view text, std::string_view word) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.starts_with(word)) return number_at(line.substr(word.size()));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return std::nullopt;
}

/// Names of one version's files.
struct GroupFiles {
  const char* mount;
  const char* limit;
  const char* used;
  const char* files;  // the line of memory.stat
};
constexpr GroupFiles kVersion1{"/sys/fs/cgroup/memory", "memory.limit_in_bytes",
                               "memory.usage_in_bytes", "total_inactive_file "};
constexpr GroupFiles kVersion2{"/sys/fs/cgroup", "memory.max", "memory.current", "inactive_file "};

/// The limits of a group and of every group above it hold together. Inside a container the path is
/// often another than that of the mount, whose root then has the limit.
std::optional<double> left_in(const GroupFiles& names, std::string path, const SystemText& text) {
  std::optional<double> least;
  while (true) {
    const std::string folder = names.mount + (path == "/" ? std::string() : path) + "/";
    const auto limit = number_at(text(folder + names.limit));
    const auto used = number_at(text(folder + names.used));
    if (limit && used) {
      const double files = number_after(text(folder + "memory.stat"), names.files).value_or(0.0);
      const double left = std::max(0.0, *limit - std::max(0.0, *used - files));
      least = std::min(least.value_or(left), left);
    }
    const std::size_t slash = path.rfind('/');
    if (path.size() <= 1 || slash == std::string::npos) return least;
    path.resize(std::max<std::size_t>(slash, 1));
  }
}

/// Whether a comma-separated list of controllers has memory's.
bool has_memory(std::string_view controllers) {
  return fmt::format(",{},", controllers).find(",memory,") != std::string::npos;
}

/// What is left of a limit of the process, of which it has `pages`.
void limit_by(int resource, double pages, const char* name, MemoryRoom& room) {
  rlimit limit{};
  if (::getrlimit(static_cast<__rlimit_resource_t>(resource), &limit) != 0 ||
      limit.rlim_cur == RLIM_INFINITY)
    return;
  const double used = pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
  const double left = std::max(0.0, static_cast<double>(limit.rlim_cur) - used);
  if (left < room.bytes) room = {left, name};
}

double total(const std::vector<MemoryPart>& parts) {
  double bytes = 0.0;
  for (const MemoryPart& part : parts) bytes += part.bytes;
  return bytes;
}

std::string gigabytes(double bytes) {
  if (bytes < 1e9) return fmt::format("{:.0f} MB", bytes / 1e6);
  return bytes < 1e14 ? fmt::format("{:.1f} GB", bytes / 1e9)
                      : fmt::format("{:.1e} GB", bytes / 1e9);
}

}  // namespace

std::optional<double> free_memory(const SystemText& text) {
  const std::string facts = text("/proc/meminfo");
  const auto free = number_after(facts, "MemAvailable:");
  if (!free) return std::nullopt;
  return 1024.0 * (*free + number_after(facts, "SwapFree:").value_or(0.0));
}

std::optional<double> group_memory(const SystemText& text) {
  const std::string groups = text("/proc/self/cgroup");
  std::optional<double> least;
  for (std::string_view rest = groups; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t first = line.find(':'), second = line.find(':', first + 1);
    if (first == line.npos || second == line.npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    if (!controllers.empty() && !has_memory(controllers)) continue;
    const auto left = left_in(controllers.empty() ? kVersion2 : kVersion1,
                              std::string(line.substr(second + 1)), text);
    if (left) least = std::min(least.value_or(*left), *left);
  }
  return least;
}

MemoryRoom memory_room() {
  MemoryRoom room{std::numeric_limits<double>::infinity(), ""};
  if (const auto free = free_memory(text_of)) room = {*free, "the free memory of this machine"};
  if (const auto left = group_memory(text_of); left && *left < room.bytes)
    room = {*left, "the limit of its control group"};
  // All pages of the process, then those resident, shared, of text, of libraries, of data.
  const std::string pages = text_of("/proc/self/statm");
  double all = 0.0, data = 0.0;
  std::string_view rest = pages;
  for (int field = 0; field < 6 && !rest.empty(); ++field) {
    const double number = number_at(rest).value_or(0.0);
    if (field == 0) all = number;
    if (field == 5) data = number;
    rest.remove_prefix(std::min(rest.find(' ', 1), rest.size()));
  }
  limit_by(RLIMIT_AS, all, "the limit on its addresses, ulimit -v", room);
  limit_by(RLIMIT_DATA, data, "the limit on its data, ulimit -d", room);
  return room;
}

void require_memory(const MemoryRoom& room, std::string_view work, std::vector<MemoryPart> parts,
                    std::string_view remedy) {
  const double all = total(parts);
  if (all <= room.bytes) return;
  std::ranges::sort(parts, std::greater<>(), &MemoryPart::bytes);
  std::string said;
  for (const MemoryPart& part : parts)
    if (part.bytes >= 0.01 * all)
      said += fmt::format("{}{} {}", said.empty() ? "" : ", ", part.name, gigabytes(part.bytes));
  throw DataError(
      fmt::format("{} needs about {} of memory ({}), and this process may have {} ({}); {}", work,
                  gigabytes(all), said, gigabytes(room.bytes), room.limit, remedy));
}

std::string out_of_memory() {
  const MemoryRoom room = memory_room();
  if (room.limit.empty()) return "out of memory";
  return fmt::format("out of memory: this process may have {} ({})", gigabytes(room.bytes),
                     room.limit);
}

void require_memory(std::string_view work, std::vector<MemoryPart> parts, std::string_view remedy) {
  constexpr double kLittle = 64e6;
  if (total(parts) < kLittle) return;
  require_memory(memory_room(), work, std::move(parts), remedy);
}

}  // namespace riserun
