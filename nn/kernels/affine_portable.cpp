// The affine kernels for whatever processor the compiler targets.
#define RISERUN_KERNEL_NAMESPACE portable
#define RISERUN_KERNEL_LANES 2
#define RISERUN_KERNEL_BLOCK 1
#include <riserun/nn/kernels/affine_kernels.inc>
