#include <riserun/base/isa.hpp>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>

namespace riserun {

namespace {

std::vector<Isa> find_available() {
  std::vector<Isa> found{Isa::portable};
#ifdef RISERUN_X86_64_LEVELS
  // Features rather than level names, which clang 14 does not know.
  const bool v2 = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
  const bool v3 = v2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                  __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512vl");
  if (v2) found.push_back(Isa::x86_64_v2);
  if (v3) found.push_back(Isa::x86_64_v3);
  if (v4) found.push_back(Isa::x86_64_v4);
#endif
  return found;
}

Isa choose() {
  const std::span<const Isa> available = available_isas();
  const char* const wanted = std::getenv("RISERUN_ISA");
  if (wanted == nullptr || *wanted == '\0') return available.back();
  std::string names;
  for (const Isa isa : available) {
    if (name(isa) == wanted) return isa;
    names += (names.empty() ? "" : ", ") + std::string(name(isa));
  }
  throw ConfigError("RISERUN_ISA=" + std::string(wanted) +
                    " cannot be had here; this processor has " + names);
}

}  // namespace

std::string_view name(Isa isa) {
  static constexpr std::array<std::string_view, 4> kNames{"portable", "x86-64-v2", "x86-64-v3",
                                                          "x86-64-v4"};
  return kNames[static_cast<std::size_t>(isa)];
}

std::span<const Isa> available_isas() {
  static const std::vector<Isa> available = find_available();
  return available;
}

Isa chosen_isa() {
  static const Isa chosen = choose();
  return chosen;
}

}  // namespace riserun
