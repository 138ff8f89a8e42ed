// The machine a benchmark ran on, and keeping to one of its cores.
#pragma once

#include <sched.h>

#include <string>

namespace bench {

struct Machine {
  std::string processor;  // as the kernel names it
  int cores = 0;          // that this process may use
  std::string caches;     // "L1d 48 KiB, L2 1024 KiB, L3 32 MiB"
  std::string compiler;   // of the benchmark, with its flags
  std::string kernels;    // riserun's instruction set, "x86-64-v4"
};

[[nodiscard]] Machine this_machine();

/// While in scope, this thread and those that it starts keep to one core; -1 chooses the last that
/// it may use. Throws std::system_error.
class KeepToCore {
 public:
  explicit KeepToCore(int core);
  ~KeepToCore();
  KeepToCore(const KeepToCore&) = delete;
  KeepToCore& operator=(const KeepToCore&) = delete;

 private:
  cpu_set_t before_;
};

}  // namespace bench
