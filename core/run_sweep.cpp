#include "core/run_sweep.hpp"

#define RISERUN_DECLARE_KERNELS(space)                                              \
  namespace space {                                                                 \
  void sweep_run_and_keep(const RunArrays&, std::uint32_t, std::uint32_t, double);  \
  void sweep_run_and_clear(const RunArrays&, std::uint32_t, std::uint32_t, double); \
  }

namespace riserun {

RISERUN_DECLARE_KERNELS(portable)
#ifdef RISERUN_X86_64_LEVELS
RISERUN_DECLARE_KERNELS(x86_64_v2)
RISERUN_DECLARE_KERNELS(x86_64_v3)
RISERUN_DECLARE_KERNELS(x86_64_v4)
#endif

const RunKernels& run_kernels(Isa isa) {
  static constexpr RunKernels kKernels[] = {
      {portable::sweep_run_and_keep, portable::sweep_run_and_clear},
#ifdef RISERUN_X86_64_LEVELS
      {x86_64_v2::sweep_run_and_keep, x86_64_v2::sweep_run_and_clear},
      {x86_64_v3::sweep_run_and_keep, x86_64_v3::sweep_run_and_clear},
      {x86_64_v4::sweep_run_and_keep, x86_64_v4::sweep_run_and_clear},
#endif
  };
  return kKernels[static_cast<std::size_t>(isa)];
}

}  // namespace riserun
