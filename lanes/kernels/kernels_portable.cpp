// The kernels for whatever processor the compiler targets.
#define RISERUN_LANES_TABLE kKernelsPortable
#define RISERUN_LANES_TABLE_NAME "portable"
#include <riserun/lanes/kernels/kernels.inc>
