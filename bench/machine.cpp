#include "bench/machine.hpp"

#include <benchmark/benchmark.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include <riserun/base/isa.hpp>

namespace bench {

namespace {

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown processor";
}

// One of each level and type; what holds instructions alone is left out.
std::string caches() {
  std::string text;
  for (const auto& cache : benchmark::CPUInfo::Get().caches) {
    if (cache.type == "Instruction") continue;
    text += (text.empty() ? "L" : ", L") + std::to_string(cache.level) + " " +
            std::to_string(cache.size / 1024) + " KiB";
  }
  return text;
}

cpu_set_t allowed_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0)
    throw std::system_error(errno, std::generic_category(), "sched_getaffinity");
  return set;
}

}  // namespace

Machine this_machine() {
  const cpu_set_t allowed = allowed_cores();
  return {processor(), CPU_COUNT(&allowed), caches(), RISERUN_BENCH_COMPILER,
          std::string(name(riserun::chosen_isa()))};
}

KeepToCore::KeepToCore(int core) : before_(allowed_cores()) {
  if (core < 0) {
    core = CPU_SETSIZE - 1;
    while (core > 0 && !CPU_ISSET(core, &before_)) --core;
  }
  cpu_set_t set;
  CPU_ZERO(&set);
  if (core < CPU_SETSIZE) CPU_SET(core, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0)
    throw std::system_error(errno, std::generic_category(),
                            "keeping to core " + std::to_string(core));
}

KeepToCore::~KeepToCore() { sched_setaffinity(0, sizeof before_, &before_); }

}  // namespace bench
