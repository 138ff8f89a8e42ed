// One op on eight data points: loops over places in a plan's memory, instantiated from the op's own
// `forward` and `partials` on `Lanes`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "core/op.hpp"
#include "lanes/lane.hpp"
#include "lanes/lane_math.hpp"

namespace riserun::lanes {

/// Where an op's result and operands are, counted in packs (of kLanes doubles). Of a variadic op
/// x[0] is where its operands are listed and x[1] how many there are.
struct Site {
  std::uint32_t y;
  std::uint32_t x[3];
};

/// The memory that a plan is evaluated in. Node n has `packs` packs beside each other.
struct Memory {
  double* values;
  double* gradients;
  const std::uint32_t* operands;  // of variadic ops
  double* scratch;                // twice the longest operand list, in packs
  std::size_t packs;              // in use
};

/// The loops of an op. `backward` adds upstream gradient times partial to each operand's gradient;
/// an upstream of 0 contributes exactly 0, also where a partial is infinite or NaN.
struct OpKernels {
  void (*forward)(const Memory& memory, const Site* sites, std::size_t count);
  void (*backward)(const Memory& memory, const Site* sites, std::size_t count);
};

inline namespace RISERUN_LANES_ISA {

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
    for (const Site* site = sites; site != sites + count; ++site)
      for (std::size_t p = 0; p < memory.packs; ++p) {
        double* const to = memory.values + (site->y + p) * kLanes;
        if constexpr (kArity == kVariadic) {
          const std::span<const Lanes> x = gathered(memory, *site, p);
          Lanes y(0.0), kept(0.0);
          each_way([&] { y = Op::template forward<Lanes>(x); },
                   [&](const LaneMask& mask) { kept = select(mask, y, kept); });
          kept.store(to);
        } else {
          const auto x = operands(memory, *site, p);
          Lanes y(0.0), kept(0.0);
          each_way([&] { y = forward_of(x, std::make_index_sequence<kArity>()); },
                   [&](const LaneMask& mask) { kept = select(mask, y, kept); });
          kept.store(to);
        }
      }
  }

  static void backward(const Memory& memory, const Site* sites, std::size_t count) {
    for (const Site* site = sites + count; site-- != sites;)
      for (std::size_t p = 0; p < memory.packs; ++p) {
        const Lanes y = Lanes::load(memory.values + (site->y + p) * kLanes);
        const Lanes g = Lanes::load(memory.gradients + (site->y + p) * kLanes);
        if constexpr (kArity == kVariadic) {
          const std::span<const Lanes> x = gathered(memory, *site, p);
          const std::span<Lanes> dy_dx(const_cast<Lanes*>(x.data()) + x.size(), x.size());
          const std::uint32_t* const from = memory.operands + site->x[0];
          each_way([&] { Op::template partials<Lanes>(x, y, dy_dx); },
                   [&](const LaneMask& mask) {
                     const Lanes theirs = select(mask, g, Lanes(0.0));
                     for (std::size_t i = 0; i < x.size(); ++i)
                       add(memory, from[i] + p, theirs, dy_dx[i]);
                   });
        } else {
          const auto x = operands(memory, *site, p);
          std::array<Lanes, kArity> dy_dx{}, kept{};
          each_way([&] { dy_dx = partials_of(x, y, std::make_index_sequence<kArity>()); },
                   [&](const LaneMask& mask) {
                     for (int k = 0; k < kArity; ++k) kept[k] = select(mask, dy_dx[k], kept[k]);
                   });
          for (int k = 0; k < kArity; ++k) add(memory, site->x[k] + p, g, kept[k]);
        }
      }
  }

 private:
  RISERUN_LANES_INLINE static auto operands(const Memory& memory, const Site& site, std::size_t p) {
    std::array<Lanes, kArity> x;
    for (int k = 0; k < kArity; ++k) x[k] = Lanes::load(memory.values + (site.x[k] + p) * kLanes);
    return x;
  }

  RISERUN_LANES_INLINE static void add(const Memory& memory, std::size_t at, const Lanes& g,
                                       const Lanes& partial) {
    double* const to = memory.gradients + at * kLanes;
    const Lanes share = select(g == Lanes(0.0), Lanes(0.0), g * partial);
    (Lanes::load(to) + share).store(to);
  }

  static std::span<const Lanes> gathered(const Memory& memory, const Site& site, std::size_t p) {
    auto* const x = reinterpret_cast<Lanes*>(memory.scratch);
    const std::uint32_t* const from = memory.operands + site.x[0];
    const std::size_t count = site.x[1];
    for (std::size_t i = 0; i < count; ++i)
      x[i] = Lanes::load(memory.values + (from[i] + p) * kLanes);
    return {x, count};
  }
};

template <AnyOp Op>
inline constexpr OpKernels kOpKernels{OpLoops<Op>::forward, OpLoops<Op>::backward};

}  // namespace RISERUN_LANES_ISA
}  // namespace riserun::lanes
