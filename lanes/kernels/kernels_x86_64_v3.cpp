// The kernels for x86-64-v3; CMakeLists.txt gives this file its instruction set.
#define RISERUN_LANES_TABLE kKernelsX86_64_v3
#define RISERUN_LANES_TABLE_NAME "x86-64-v3"
#include <riserun/lanes/kernels/kernels.inc>
