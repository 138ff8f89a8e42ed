// The hand-written contestants of the MLP workloads: "hand", the unit, and the same with additions
// in the strict order of the source, which shows what letting the compiler reorder them is worth.
#pragma once

#include <vector>

#include "bench/mlp_problem.hpp"

namespace bench::hand {

/// The MLPs of the sizes given; throws std::invalid_argument for a problem of other sizes.
void add_mlp_2_16_16_1(std::vector<Entry>& all, const MlpProblem& problem);
void add_mlp_64_64_32_10(std::vector<Entry>& all, const MlpProblem& problem);
void add_mlp_784_128_10(std::vector<Entry>& all, const MlpProblem& problem);

}  // namespace bench::hand
