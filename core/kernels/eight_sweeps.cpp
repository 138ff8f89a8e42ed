#include <riserun/core/kernels/eight_sweeps.hpp>

#include <riserun/base/isa_kernels.hpp>

namespace riserun::eight {

RISERUN_DEFINE_KERNELS_OF(Sweeps, sweeps)

}  // namespace riserun::eight
