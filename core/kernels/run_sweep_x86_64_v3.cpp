// The sweep over a run for x86-64-v3; CMakeLists.txt gives this file its instruction
// set.
#define RISERUN_KERNEL_NAMESPACE x86_64_v3
#include <riserun/core/kernels/run_sweep_kernels.inc>
