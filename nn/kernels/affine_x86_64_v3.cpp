// The affine kernels for x86-64-v3; CMakeLists.txt gives this file its instruction set.
#define RISERUN_KERNEL_NAMESPACE x86_64_v3
#define RISERUN_KERNEL_LANES 4
#define RISERUN_KERNEL_BLOCK 4
#include <riserun/nn/kernels/affine_kernels.inc>
