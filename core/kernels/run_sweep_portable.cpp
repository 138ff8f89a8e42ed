// The sweep over a run for whatever processor the compiler targets.
#define RISERUN_KERNEL_NAMESPACE portable
#include <riserun/core/kernels/run_sweep_kernels.inc>
