// `Lanes`: one number of eight data points, as a number type that the ops' templates take.
//
// Arithmetic is one vector instruction. A comparison gives a `LaneMask`, and where an op branches
// on it (`x > T(0) ? a : b`, an if, a loop) the lanes may disagree. Then the op goes on for the
// lanes that say yes, and is computed again for those that say no, until every lane has its result
// (`each_way`). So every op works as it is written, loops included; one that uses
// `select(mask, a, b)` instead is computed once.
#pragma once

#include <stddef.h>
#include <stdint.h>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include <limits>

#include <riserun/base/compiled_isa.hpp>

namespace riserun::lanes {

/// Data points that are computed together, one in each lane.
inline constexpr size_t kLanes = 8;
inline constexpr unsigned kAllLanes = 0xFF;  // one bit each

inline namespace RISERUN_COMPILED_ISA {

inline constexpr int kRegister = RISERUN_REGISTER_DOUBLES;  // doubles a register holds
inline constexpr int kParts = 8 / kRegister;

typedef double Register __attribute__((vector_size(kRegister * sizeof(double)), may_alias));
typedef int64_t RegisterBits __attribute__((vector_size(kRegister * sizeof(double)), may_alias));

#define RISERUN_LANES_INLINE [[gnu::always_inline]] inline
#define RISERUN_LANES_EACH_PART _Pragma("GCC unroll 8") for (int part = 0; part < kParts; ++part)

/// A bool for each lane: all bits or none.
struct LaneMask {
  RegisterBits parts[kParts];

  /// Bit k: lane k.
  [[nodiscard]] RISERUN_LANES_INLINE unsigned bits() const;
  /// For `if`, `?:`, `&&`, `||` and `!` in an op: see each_way.
  RISERUN_LANES_INLINE explicit operator bool() const;
};

struct Lanes {
  Register parts[kParts];

  Lanes() = default;
  RISERUN_LANES_INLINE Lanes(double x) {  // NOLINT: implicit, as 2.0 * x is in an op
    RISERUN_LANES_EACH_PART parts[part] = x - Register{};
  }
  RISERUN_LANES_INLINE static Lanes load(const double* p) {
    Lanes x;
    RISERUN_LANES_EACH_PART x.parts[part] =
        *reinterpret_cast<const Register*>(p + part * kRegister);
    return x;
  }
  RISERUN_LANES_INLINE void store(double* p) const {
    RISERUN_LANES_EACH_PART* reinterpret_cast<Register*>(p + part * kRegister) = parts[part];
  }

#define RISERUN_LANES_ARITHMETIC(symbol)                                              \
  RISERUN_LANES_INLINE friend Lanes operator symbol(const Lanes& a, const Lanes& b) { \
    Lanes y;                                                                          \
    RISERUN_LANES_EACH_PART y.parts[part] = a.parts[part] symbol b.parts[part];       \
    return y;                                                                         \
  }                                                                                   \
  RISERUN_LANES_INLINE Lanes& operator symbol##=(const Lanes& b) { return *this = *this symbol b; }
  RISERUN_LANES_ARITHMETIC(+)
  RISERUN_LANES_ARITHMETIC(-)
  RISERUN_LANES_ARITHMETIC(*)
  RISERUN_LANES_ARITHMETIC(/)
#undef RISERUN_LANES_ARITHMETIC
  RISERUN_LANES_INLINE friend Lanes operator-(const Lanes& x) {
    Lanes y;
    RISERUN_LANES_EACH_PART y.parts[part] = -x.parts[part];
    return y;
  }
  RISERUN_LANES_INLINE friend Lanes operator+(const Lanes& x) { return x; }

#define RISERUN_LANES_COMPARISON(symbol)                                                        \
  RISERUN_LANES_INLINE friend LaneMask operator symbol(const Lanes& a, const Lanes& b) {        \
    LaneMask y;                                                                                 \
    RISERUN_LANES_EACH_PART y.parts[part] = (RegisterBits)(a.parts[part] symbol b.parts[part]); \
    return y;                                                                                   \
  }
  RISERUN_LANES_COMPARISON(<)
  RISERUN_LANES_COMPARISON(>)
  RISERUN_LANES_COMPARISON(<=)
  RISERUN_LANES_COMPARISON(>=)
  RISERUN_LANES_COMPARISON(==)
  RISERUN_LANES_COMPARISON(!=)
#undef RISERUN_LANES_COMPARISON
};

#define RISERUN_LANES_LOGIC(symbol, bitwise)                                            \
  RISERUN_LANES_INLINE LaneMask operator symbol(const LaneMask& a, const LaneMask& b) { \
    LaneMask y;                                                                         \
    RISERUN_LANES_EACH_PART y.parts[part] = a.parts[part] bitwise b.parts[part];        \
    return y;                                                                           \
  }
RISERUN_LANES_LOGIC(&, &)
RISERUN_LANES_LOGIC(|, |)
RISERUN_LANES_LOGIC(!=, ^)
#undef RISERUN_LANES_LOGIC

/// a where the mask is set, b elsewhere.
RISERUN_LANES_INLINE Lanes select(const LaneMask& mask, const Lanes& a, const Lanes& b) {
  Lanes y;
  RISERUN_LANES_EACH_PART y.parts[part] = mask.parts[part] ? a.parts[part] : b.parts[part];
  return y;
}

/// The mask whose lane k is bit k.
RISERUN_LANES_INLINE LaneMask mask_of(unsigned bits) {
  LaneMask mask;
  RISERUN_LANES_EACH_PART for (int k = 0; k < kRegister; ++k) mask.parts[part][k] =
      -static_cast<int64_t>(bits >> (part * kRegister + k) & 1u);
  return mask;
}

unsigned LaneMask::bits() const {
#if RISERUN_REGISTER_DOUBLES == 8
  return static_cast<unsigned>(_mm512_movepi64_mask((__m512i)parts[0]));
#elif RISERUN_REGISTER_DOUBLES == 4
  return static_cast<unsigned>(_mm256_movemask_pd((__m256d)parts[0]) |
                               _mm256_movemask_pd((__m256d)parts[1]) << 4);
#else
  unsigned all = 0;
  RISERUN_LANES_EACH_PART for (int k = 0; k < kRegister; ++k) all |=
      static_cast<unsigned>(parts[part][k] & 1) << (part * kRegister + k);
  return all;
#endif
}

/// The lanes that this thread's op is computed for just now, and those left for another pass.
struct Ways {
  unsigned active = kAllLanes;
  unsigned left = 0;
};
inline constinit thread_local Ways ways{};

LaneMask::operator bool() const {
  const unsigned active = ways.active, yes = bits() & active;
  if (yes == 0 || yes == active) [[likely]]
    return yes != 0;
  ways.left |= active & ~yes;
  ways.active = yes;
  return true;
}

/// Makes all lanes active again at the end of its scope, also where the op throws: otherwise this
/// thread's next op would be computed for some of the lanes only.
class AllLanesAgain {
 public:
  AllLanesAgain() = default;
  AllLanesAgain(const AllLanesAgain&) = delete;
  AllLanesAgain& operator=(const AllLanesAgain&) = delete;
  RISERUN_LANES_INLINE ~AllLanesAgain() {
    if (needed_) ways = {};
  }
  /// For the usual case, in which the lanes never disagreed: it costs nothing.
  RISERUN_LANES_INLINE void not_needed() { needed_ = false; }

 private:
  bool needed_ = true;
};

/// Calls compute() until it has been computed for every lane: once, and again for lanes that were
/// left behind where they disagreed. After each pass keep(mask) must take the results of the
/// mask's lanes; each lane is in one mask. What compute() throws is passed on.
template <class Compute, class Keep>
RISERUN_LANES_INLINE void each_way(const Compute& compute, const Keep& keep) {
  AllLanesAgain at_the_end;
  compute();
  if (ways.left == 0) [[likely]] {
    at_the_end.not_needed();
    keep(mask_of(kAllLanes));
    return;
  }
  keep(mask_of(ways.active));
  while (ways.left != 0) {
    ways.active = ways.left;
    ways.left = 0;
    compute();
    keep(mask_of(ways.active));
  }
}

}  // namespace RISERUN_COMPILED_ISA
}  // namespace riserun::lanes

template <>
class std::numeric_limits<riserun::lanes::Lanes> : public std::numeric_limits<double> {};
