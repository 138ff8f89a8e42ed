#include <riserun/lanes/kernels/kernels.hpp>

#include <vector>

#include <riserun/base/isa_kernels.hpp>

namespace riserun::lanes {

RISERUN_DEFINE_KERNELS_OF(Kernels, kernels)

const Kernels& kernels() {
  static const Kernels& chosen = kernels(chosen_isa());
  return chosen;
}

std::span<const Kernels* const> available_kernels() {
  static const std::vector<const Kernels*> available = [] {
    std::vector<const Kernels*> found;
    for (const Isa isa : available_isas()) found.push_back(&kernels(isa));
    return found;
  }();
  return available;
}

}  // namespace riserun::lanes
