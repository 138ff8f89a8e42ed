// How much memory this process may still have, and work that would need more refused before it
// begins.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace riserun {

/// Bytes, and what sets the limit: "free memory of this machine", "the control group's limit".
struct MemoryRoom {
  double bytes = 0.0;
  std::string limit;
};

/// The least of what the machine has free (swap included), what is left of the limits of this
/// process's control group and of those above it (versions 1 and 2), and of the process's own limits
/// on addresses and data (ulimit -v, -d). Infinity where nothing can be found out.
[[nodiscard]] MemoryRoom memory_room();

/// A thing that takes memory: what it is called in messages, and its bytes.
struct MemoryPart {
  std::string name;
  double bytes = 0.0;
};

/// Throws DataError unless all parts fit into what memory_room() says: with the sum, the parts from
/// the largest on, what there is, what limits it, and `remedy`, which says what would help. `work` is
/// what it is all for: "digits.csv: training". Less than 64 MB is not asked about: it is there, or
/// all is lost anyway, and asking takes longer than most reading.
void require_memory(std::string_view work, std::vector<MemoryPart> parts, std::string_view remedy);
/// The same in a room that is known.
void require_memory(const MemoryRoom& room, std::string_view work, std::vector<MemoryPart> parts,
                    std::string_view remedy);

/// For a std::bad_alloc that no guard foresaw: "out of memory", what there is, and what limits it.
[[nodiscard]] std::string out_of_memory();

/// Where the texts of the system are read from: the content of a file, empty where there is none.
using SystemText = std::function<std::string(const std::string& path)>;
/// Free memory and swap by /proc/meminfo; nothing where it is not understood.
[[nodiscard]] std::optional<double> free_memory(const SystemText& text);
/// What is left to this process's control groups, by /proc/self/cgroup and the files it leads to;
/// nothing where none has a limit. Memory that holds files which can be read again counts as left.
[[nodiscard]] std::optional<double> group_memory(const SystemText& text);

}  // namespace riserun
