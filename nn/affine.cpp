#include "nn/affine.hpp"

#include <cstdlib>
#include <string>
#include <vector>

#include "core/errors.hpp"

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

constexpr AffineKernels kPortable{"portable", portable::forward, portable::backward};
#ifdef RISERUN_X86_64_LEVELS
constexpr AffineKernels kV2{"x86-64-v2", x86_64_v2::forward, x86_64_v2::backward};
constexpr AffineKernels kV3{"x86-64-v3", x86_64_v3::forward, x86_64_v3::backward};
constexpr AffineKernels kV4{"x86-64-v4", x86_64_v4::forward, x86_64_v4::backward};
#endif

// Worst first.
std::vector<const AffineKernels*> find_available() {
  std::vector<const AffineKernels*> found{&kPortable};
#ifdef RISERUN_X86_64_LEVELS
  // Features rather than level names, which clang 14 does not know.
  const bool v2 = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
  const bool v3 = v2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                  __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512vl");
  if (v2) found.push_back(&kV2);
  if (v3) found.push_back(&kV3);
  if (v4) found.push_back(&kV4);
#endif
  return found;
}

const AffineKernels* choose() {
  const auto available = available_affine_kernels();
  const char* const wanted = std::getenv("RISERUN_ISA");
  if (wanted == nullptr || *wanted == '\0') return available.back();
  std::string names;
  for (const AffineKernels* kernels : available) {
    if (kernels->name == wanted) return kernels;
    names += (names.empty() ? "" : ", ") + std::string(kernels->name);
  }
  throw ConfigError("RISERUN_ISA=" + std::string(wanted) +
                    " cannot be had here; this processor has " + names);
}

}  // namespace

std::span<const AffineKernels* const> available_affine_kernels() {
  static const std::vector<const AffineKernels*> available = find_available();
  return available;
}

const AffineKernels& affine_kernels() {
  static const AffineKernels* const chosen = choose();
  return *chosen;
}

}  // namespace riserun::nn
