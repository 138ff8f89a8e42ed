#include <riserun/train/gradient/threads.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>
#include <new>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>

#ifdef __linux__
#include <sched.h>
#endif

namespace riserun::train {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The quotas of this process's group and of every group above it hold together. Inside a container
// the group's path is often "/", and its limit is then at the root of the mount.
std::optional<int> group_quota() {
  std::ifstream groups("/proc/self/cgroup");
  std::string line;
  std::optional<int> least;
  while (std::getline(groups, line)) {
    if (!line.starts_with("0::")) continue;  // version 2 has one line, "0::/path"
    std::string path = line.substr(3);
    while (true) {
      const std::string folder = "/sys/fs/cgroup" + (path == "/" ? std::string() : path);
      if (const auto quota = cpu_quota(text_of(folder + "/cpu.max")))
        least = std::min(least.value_or(*quota), *quota);
      const std::size_t slash = path.rfind('/');
      if (path.size() <= 1 || slash == std::string::npos) break;
      path.resize(std::max<std::size_t>(slash, 1));
    }
  }
  return least;
}

int allowed_processors() {
  const int hardware = static_cast<int>(std::thread::hardware_concurrency());
#ifdef __linux__
  cpu_set_t set;
  // Fails on machines of more processors than cpu_set_t has bits; the hardware's count stands then.
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  return hardware;
}

}  // namespace

std::optional<int> cpu_quota(std::string_view cpu_max) {
  double quota = 0.0, period = 0.0;
  const char* const end = cpu_max.data() + cpu_max.size();
  const auto first = std::from_chars(cpu_max.data(), end, quota);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ' ') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, period);
  if (second.ec != std::errc{} || !(quota > 0.0) || !(period > 0.0)) return std::nullopt;
  const double processors = std::min(quota / period, 1e6);
  return std::max(1, static_cast<int>(processors) + (processors > static_cast<int>(processors)));
}

int available_threads() {
  int threads = allowed_processors();
  if (const auto quota = group_quota()) threads = std::min(threads, *quota);
  return std::max(threads, 1);
}

int startable_threads(int count,
                      const std::function<std::thread(std::function<void()> stay)>& start) {
  std::promise<void> end;
  const std::shared_future<void> ended = end.get_future().share();
  std::vector<std::thread> started;
  started.reserve(static_cast<std::size_t>(count));
  try {
    while (static_cast<int>(started.size()) < count)
      started.push_back(start([=] { ended.wait(); }));
  } catch (const std::system_error&) {
  } catch (const std::bad_alloc&) {
  }
  end.set_value();
  for (std::thread& thread : started) thread.join();
  return static_cast<int>(started.size());
}

int startable_threads(int requested) {
  const int helpers = thread_count(requested) - 1;
  if (helpers == 0) return 1;
  const int started = startable_threads(helpers, [](const std::function<void()>& stay) {
    return std::thread([=] {
      void* volatile room = std::malloc(1);  // takes the addresses that a thread at work takes
      std::free(room);
      stay();
    });
  });
  // At a limit the threads' work needs room, too, and oneTBB ends the program where one of its
  // threads cannot be started.
  return 1 + (started < helpers ? started / 4 : started);
}

int thread_count(int requested) {
  if (requested < 0 || requested > 1024)
    throw ConfigError("threads must be 0 (all that are available) to 1024, not " +
                      std::to_string(requested));
  return requested == 0 ? available_threads() : requested;
}

}  // namespace riserun::train
