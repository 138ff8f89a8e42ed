// The sweep over a run for whatever processor the compiler targets.
#define RISERUN_KERNEL_NAMESPACE portable
#include "core/run_sweep_kernels.inc"
