#include <riserun/lanes/kernels/kernels.hpp>

#include <cstddef>
#include <vector>

#include <riserun/base/isa.hpp>

namespace riserun::lanes {

extern const Kernels kKernelsPortable;
#ifdef RISERUN_X86_64_LEVELS
extern const Kernels kKernelsX86_64_v2, kKernelsX86_64_v3, kKernelsX86_64_v4;
#endif

namespace {

const Kernels& of(Isa isa) {
  static constexpr const Kernels* kAll[] = {
      &kKernelsPortable,
#ifdef RISERUN_X86_64_LEVELS
      &kKernelsX86_64_v2,
      &kKernelsX86_64_v3,
      &kKernelsX86_64_v4,
#endif
  };
  return *kAll[static_cast<std::size_t>(isa)];
}

}  // namespace

const Kernels& kernels() {
  static const Kernels& chosen = of(chosen_isa());
  return chosen;
}

std::span<const Kernels* const> available_kernels() {
  static const std::vector<const Kernels*> available = [] {
    std::vector<const Kernels*> found;
    for (const Isa isa : available_isas()) found.push_back(&of(isa));
    return found;
  }();
  return available;
}

}  // namespace riserun::lanes
