#include "lanes/kernels.hpp"

#include <vector>

#include "nn/affine.hpp"

namespace riserun::lanes {

extern const Kernels kKernelsPortable;
#ifdef RISERUN_X86_64_LEVELS
extern const Kernels kKernelsX86_64_v2, kKernelsX86_64_v3, kKernelsX86_64_v4;
#endif

namespace {

const Kernels& named(std::string_view name) {
#ifdef RISERUN_X86_64_LEVELS
  for (const Kernels* kernels : {&kKernelsX86_64_v2, &kKernelsX86_64_v3, &kKernelsX86_64_v4})
    if (kernels->name == name) return *kernels;
#endif
  static_cast<void>(name);
  return kKernelsPortable;
}

}  // namespace

// What the processor runs is nn's to find out.
const Kernels& kernels() {
  static const Kernels& chosen = named(nn::affine_kernels().name);
  return chosen;
}

std::span<const Kernels* const> available_kernels() {
  static const std::vector<const Kernels*> available = [] {
    std::vector<const Kernels*> found;
    for (const nn::AffineKernels* kernels : nn::available_affine_kernels())
      found.push_back(&named(kernels->name));
    return found;
  }();
  return available;
}

}  // namespace riserun::lanes
