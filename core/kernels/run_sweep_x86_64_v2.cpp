// The sweep over a run for x86-64-v2; CMakeLists.txt gives this file its instruction
// set.
#define RISERUN_KERNEL_NAMESPACE x86_64_v2
#include <riserun/core/kernels/run_sweep_kernels.inc>
