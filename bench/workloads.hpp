// The workloads, W1 to W6, each with all its contestants.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bench/harness.hpp"

namespace bench {

struct WorkloadMaker {
  std::string key;
  std::function<Workload()> make;  // the workload owns its data
};

[[nodiscard]] const std::vector<WorkloadMaker>& workload_makers();

}  // namespace bench
