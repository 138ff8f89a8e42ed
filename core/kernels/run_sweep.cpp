#include <riserun/core/kernels/run_sweep.hpp>

#include <riserun/base/isa_kernels.hpp>

namespace riserun {

#define RISERUN_DECLARE_KERNELS(isa)                                                \
  namespace isa {                                                                   \
  void sweep_run_and_keep(const RunArrays&, std::uint32_t, std::uint32_t, double);  \
  void sweep_run_and_clear(const RunArrays&, std::uint32_t, std::uint32_t, double); \
  }
RISERUN_FOR_EACH_ISA(RISERUN_DECLARE_KERNELS)

const RunKernels& run_kernels(Isa isa) {
#define RISERUN_KERNELS_OF(isa) {isa::sweep_run_and_keep, isa::sweep_run_and_clear},
  static constexpr RunKernels kKernels[] = {RISERUN_FOR_EACH_ISA(RISERUN_KERNELS_OF)};
  return kKernels[static_cast<std::size_t>(isa)];
}

}  // namespace riserun
