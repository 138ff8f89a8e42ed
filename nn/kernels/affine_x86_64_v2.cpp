// The affine kernels for x86-64-v2; CMakeLists.txt gives this file its instruction set.
#define RISERUN_KERNEL_NAMESPACE x86_64_v2
#define RISERUN_KERNEL_LANES 2
#define RISERUN_KERNEL_BLOCK 1
#include <riserun/nn/kernels/affine_kernels.inc>
