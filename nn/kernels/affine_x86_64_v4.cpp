// The affine kernels for x86-64-v4; CMakeLists.txt gives this file its instruction set.
#define RISERUN_KERNEL_NAMESPACE x86_64_v4
#define RISERUN_KERNEL_LANES 8
#define RISERUN_KERNEL_BLOCK 16
#include <riserun/nn/kernels/affine_kernels.inc>
