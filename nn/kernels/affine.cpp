#include <riserun/nn/kernels/affine.hpp>

#include <riserun/base/isa_kernels.hpp>

namespace riserun::nn {

RISERUN_DEFINE_KERNELS_OF(AffineKernels, affine_kernels)

const AffineKernels& affine_kernels() {
  static const AffineKernels& chosen = affine_kernels(chosen_isa());
  return chosen;
}

}  // namespace riserun::nn
