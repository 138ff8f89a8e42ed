// One op on eight data points: loops over places in a plan's memory, instantiated from the op's own
// `forward` and `partials` on `Lanes`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <riserun/core/op.hpp>
#include <riserun/lanes/kernels/lane.hpp>
#include <riserun/lanes/kernels/lane_math.hpp>

namespace riserun::lanes {

/// Where an op's result and operands are, counted in doubles. For a variadic op x[0] is where the
/// list of its operands begins and x[1] how many there are.
struct Site {
  std::uint32_t y;
  std::uint32_t x[3];
};

/// The memory that a plan is evaluated in. Each number has `packs` packs of eight points beside
/// each other.
struct Memory {
  double* values;
  double* gradients;
  const std::uint32_t* operands;  // of variadic ops and sums
  double* scratch;                // twice the longest operand list, in packs
  std::size_t packs;              // in use
};
// The loops below work on a copy of it: a compiler must assume that what they store changes the
// original.

/// The loops of an op over `count` sites. `backward` adds upstream gradient times partial to the
/// gradient of each operand k whose bit k of `wants` is set (at least one is); a variadic op's
/// operands all get theirs. An upstream gradient of 0 contributes exactly 0, also where a partial
/// is infinite or NaN. Both pass on what the op throws.
struct OpKernels {
  void (*forward)(const Memory& memory, const Site* sites, std::size_t count);
  void (*backward)(const Memory& memory, const Site* sites, std::size_t count, unsigned wants);
};

inline namespace RISERUN_COMPILED_ISA {

template <AnyOp Op>
struct OpLoops {
  static constexpr int kArity = Op::info.arity;

  template <std::size_t... K>
  RISERUN_LANES_INLINE static Lanes forward_of(const std::array<Lanes, sizeof...(K)>& x,
                                               std::index_sequence<K...>) {
    return Op::template forward<Lanes>(x[K]...);
  }
  template <std::size_t... K>
  RISERUN_LANES_INLINE static auto partials_of(const std::array<Lanes, sizeof...(K)>& x,
                                               const Lanes& y, std::index_sequence<K...>) {
    return Op::template partials<Lanes>(x[K]..., y);
  }

  static void forward(const Memory& memory, const Site* sites, std::size_t count) {
    const Memory m = memory;
    for (const Site* it = sites; it != sites + count; ++it) {
      const Site site = *it;
      for (std::size_t at = 0; at < m.packs * kLanes; at += kLanes) {
        Lanes y(0.0), kept(0.0);
        const auto keep = [&](const LaneMask& mask) { kept = select(mask, y, kept); };
        if constexpr (kArity == kVariadic) {
          const std::span<const Lanes> x = gathered(m, site, at);
          each_way([&] { y = Op::template forward<Lanes>(x); }, keep);
        } else {
          const auto x = operands(m, site, at);
          each_way([&] { y = forward_of(x, std::make_index_sequence<kArity>()); }, keep);
        }
        kept.store(m.values + site.y + at);
      }
    }
  }

  static void backward(const Memory& memory, const Site* sites, std::size_t count, unsigned wants) {
    // Often one of two operands is a plain number: its slope is not computed then.
    if constexpr (kArity == 2) {
      if (wants == 1) return backward_to<1>(memory, sites, count, wants);
      if (wants == 2) return backward_to<2>(memory, sites, count, wants);
    }
    backward_to<kAll>(memory, sites, count, wants);
  }

 private:
  static constexpr unsigned kAll = 0xFF;

  // `kKnown`: bits of operands that may want a gradient.
  template <unsigned kKnown>
  static void backward_to(const Memory& memory, const Site* sites, std::size_t count,
                          unsigned wants) {
    const Memory m = memory;
    for (const Site* it = sites + count; it-- != sites;) {
      const Site site = *it;
      for (std::size_t at = 0; at < m.packs * kLanes; at += kLanes) {
        const Lanes y = Lanes::load(m.values + site.y + at);
        const Lanes g = Lanes::load(m.gradients + site.y + at);
        if constexpr (kArity == kVariadic)
          backward_to_list(m, site, at, y, g);
        else
          backward_to_operands<kKnown>(m, site, at, y, g, wants);
      }
    }
  }

  // One pack of a variadic op.
  RISERUN_LANES_INLINE static void backward_to_list(const Memory& m, const Site& site,
                                                    std::size_t at, const Lanes& y,
                                                    const Lanes& g) {
    const std::span<const Lanes> x = gathered(m, site, at);
    const std::span<Lanes> dy_dx(const_cast<Lanes*>(x.data()) + x.size(), x.size());
    const std::uint32_t* const from = m.operands + site.x[0];
    each_way([&] { Op::template partials<Lanes>(x, y, dy_dx); },
             [&](const LaneMask& mask) {
               const Lanes theirs = select(mask, g, Lanes(0.0));
               for (std::size_t i = 0; i < x.size(); ++i)
                 add(m.gradients + from[i] + at, theirs, dy_dx[i]);
             });
  }

  // One pack of any other op.
  template <unsigned kKnown>
  RISERUN_LANES_INLINE static void backward_to_operands(const Memory& m, const Site& site,
                                                        std::size_t at, const Lanes& y,
                                                        const Lanes& g, unsigned wants) {
    const auto x = operands(m, site, at);
    std::array<Lanes, kArity> dy_dx{}, kept{};
    each_way([&] { dy_dx = partials_of(x, y, std::make_index_sequence<kArity>()); },
             [&](const LaneMask& mask) {
               for (int k = 0; k < kArity; ++k) kept[k] = select(mask, dy_dx[k], kept[k]);
             });
    for (int k = 0; k < kArity; ++k)
      if ((kKnown >> k & 1) != 0 && (kKnown != kAll || (wants >> k & 1) != 0))
        add(m.gradients + site.x[k] + at, g, kept[k]);
  }

  RISERUN_LANES_INLINE static auto operands(const Memory& memory, const Site& site,
                                            std::size_t at) {
    std::array<Lanes, kArity> x;
    for (int k = 0; k < kArity; ++k) x[k] = Lanes::load(memory.values + site.x[k] + at);
    return x;
  }

  RISERUN_LANES_INLINE static void add(double* to, const Lanes& g, const Lanes& partial) {
    const Lanes share = select(g == Lanes(0.0), Lanes(0.0), g * partial);
    (Lanes::load(to) + share).store(to);
  }

  static std::span<const Lanes> gathered(const Memory& memory, const Site& site, std::size_t at) {
    auto* const x = reinterpret_cast<Lanes*>(memory.scratch);
    const std::uint32_t* const from = memory.operands + site.x[0];
    const std::size_t count = site.x[1];
    for (std::size_t i = 0; i < count; ++i) x[i] = Lanes::load(memory.values + from[i] + at);
    return {x, count};
  }
};

template <AnyOp Op>
inline constexpr OpKernels kOpKernels{OpLoops<Op>::forward, OpLoops<Op>::backward};

}  // namespace RISERUN_COMPILED_ISA
}  // namespace riserun::lanes
