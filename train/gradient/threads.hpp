// How many threads this process may use.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <thread>

namespace riserun::train {

/// The processors this process may run on: the least of the hardware's, the affinity mask's
/// (taskset, cpuset) and the CPU quota of its control group (containers), rounded up; at least 1.
[[nodiscard]] int available_threads();

/// Threads for a request: 0 means available_threads(). More than there are processors is allowed
/// and changes no result. Throws ConfigError outside 0 .. 1024.
[[nodiscard]] int thread_count(int requested);

/// thread_count(requested), or a quarter of what can be started where the system does not let so many
/// start: a limit on processes (ulimit -u) or on memory (ulimit -v). Tries it with threads that end at
/// once.
[[nodiscard]] int startable_threads(int requested);

/// How many of `count` threads that run `stay` can be started beside each other by `start`, which
/// throws std::system_error or std::bad_alloc when it can start no more.
[[nodiscard]] int startable_threads(
    int count, const std::function<std::thread(std::function<void()> stay)>& start);

/// Whole processors granted by the text of a control group's `cpu.max` ("150000 100000": 2), or
/// nothing for "max" and for text that is not understood.
[[nodiscard]] std::optional<int> cpu_quota(std::string_view cpu_max);

}  // namespace riserun::train
