// The kernels for x86-64-v4; CMakeLists.txt gives this file its instruction set.
#define RISERUN_LANES_TABLE kKernelsX86_64_v4
#define RISERUN_LANES_TABLE_NAME "x86-64-v4"
#include <riserun/lanes/kernels/kernels.inc>
