#include <riserun/core/kernels/run_sweep.hpp>

#include <riserun/base/isa_kernels.hpp>

namespace riserun {

RISERUN_DEFINE_KERNELS_OF(RunKernels, run_kernels)

}  // namespace riserun
