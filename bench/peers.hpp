// The contestants of other libraries. Where CMake did not find a library, its function (in
// absent.cpp) names it among the absent.
#pragma once

#include "bench/harness.hpp"
#include "bench/mlp_problem.hpp"

namespace bench {

void add_eigen(Workload& workload, const MlpProblem& problem);
void add_torch(Workload& workload, const MlpProblem& problem);
void add_adolc(Workload& workload, const MlpProblem& problem);
void add_adolc_expression(Workload& workload);
void add_adolc_mixed(Workload& workload);

}  // namespace bench
