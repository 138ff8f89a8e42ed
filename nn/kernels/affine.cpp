#include <riserun/nn/kernels/affine.hpp>

#include <riserun/base/isa_kernels.hpp>

namespace riserun::nn {

#define RISERUN_DECLARE_KERNELS(isa)                                                            \
  namespace isa {                                                                               \
  void forward(const double*, std::size_t, const double*, const double*, std::size_t, double*); \
  void backward(const double*, std::size_t, const double*, const double*, std::size_t, double*, \
                double*, double*);                                                              \
  }
RISERUN_FOR_EACH_ISA(RISERUN_DECLARE_KERNELS)

const AffineKernels& affine_kernels(Isa isa) {
#define RISERUN_KERNELS_OF(isa) {isa::forward, isa::backward},
  static constexpr AffineKernels kKernels[] = {RISERUN_FOR_EACH_ISA(RISERUN_KERNELS_OF)};
  return kKernels[static_cast<std::size_t>(isa)];
}

const AffineKernels& affine_kernels() {
  static const AffineKernels& chosen = affine_kernels(chosen_isa());
  return chosen;
}

}  // namespace riserun::nn
