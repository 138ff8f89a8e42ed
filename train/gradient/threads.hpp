// How many threads this process may use.
#pragma once

#include <optional>
#include <string_view>

namespace riserun::train {

/// The processors this process may run on: the least of the hardware's, the affinity mask's
/// (taskset, cpuset) and the CPU quota of its control group (containers), rounded up; at least 1.
[[nodiscard]] int available_threads();

/// Threads for a request: 0 means available_threads(). More than there are processors is allowed
/// and changes no result. Throws ConfigError outside 0 .. 1024.
[[nodiscard]] int thread_count(int requested);

/// Whole processors granted by the text of a control group's `cpu.max` ("150000 100000": 2), or
/// nothing for "max" and for text that is not understood.
[[nodiscard]] std::optional<int> cpu_quota(std::string_view cpu_max);

}  // namespace riserun::train
