// The peers that CMake did not find.
#include "bench/peers.hpp"

namespace bench {

#ifndef RISERUN_BENCH_TORCH
void add_torch(Workload& workload, const MlpProblem&) {
  workload.absent.push_back({"libtorch", "not found; Debian's libtorch-dev"});
}
#endif

#ifndef RISERUN_BENCH_ADOLC
namespace {
const Absent kAdolc{"ADOL-C", "not found; Debian's libadolc-dev"};
}
void add_adolc(Workload& workload, const MlpProblem&) { workload.absent.push_back(kAdolc); }
void add_adolc_expression(Workload& workload) { workload.absent.push_back(kAdolc); }
void add_adolc_mixed(Workload& workload) { workload.absent.push_back(kAdolc); }
#endif

}  // namespace bench
