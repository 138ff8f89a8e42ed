#include "nn/affine.hpp"

#include "core/isa.hpp"

#define RISERUN_DECLARE_KERNELS(space)                                                          \
  namespace space {                                                                             \
  void forward(const double*, std::size_t, const double*, const double*, std::size_t, double*); \
  void backward(const double*, std::size_t, const double*, const double*, std::size_t, double*, \
                double*, double*);                                                              \
  }

namespace riserun::nn {

RISERUN_DECLARE_KERNELS(portable)
#ifdef RISERUN_X86_64_LEVELS
RISERUN_DECLARE_KERNELS(x86_64_v2)
RISERUN_DECLARE_KERNELS(x86_64_v3)
RISERUN_DECLARE_KERNELS(x86_64_v4)
#endif

namespace {

constexpr AffineKernels kKernels[] = {
    {portable::forward, portable::backward},
#ifdef RISERUN_X86_64_LEVELS
    {x86_64_v2::forward, x86_64_v2::backward},
    {x86_64_v3::forward, x86_64_v3::backward},
    {x86_64_v4::forward, x86_64_v4::backward},
#endif
};

}  // namespace

const AffineKernels& affine_kernels(Isa isa) { return kKernels[static_cast<std::size_t>(isa)]; }

const AffineKernels& affine_kernels() {
  static const AffineKernels& chosen = affine_kernels(chosen_isa());
  return chosen;
}

}  // namespace riserun::nn
