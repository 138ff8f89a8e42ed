// The instruction sets for which the hot kernels are compiled, and the one in use.
#pragma once

#include <span>
#include <string_view>

namespace riserun {

/// Each includes those before it. `portable` is what the compiler targets anyway.
enum class Isa : unsigned char { portable, x86_64_v2, x86_64_v3, x86_64_v4 };

/// "portable", "x86-64-v2", ...
[[nodiscard]] std::string_view name(Isa isa);

/// All that were compiled and that this processor runs, worst first; for tests and benchmarks.
[[nodiscard]] std::span<const Isa> available_isas();

/// The best of them, or the one that the environment variable RISERUN_ISA names. Throws ConfigError
/// when that cannot be had.
[[nodiscard]] Isa chosen_isa();

}  // namespace riserun
