// One small random generator whose streams are the same on every standard library.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <utility>

namespace riserun {

/// SplitMix64 (Steele, Lea, Flood 2014): 2^64 period, passes BigCrush, and any 64-bit seed is good.
/// The standard distributions and std::shuffle differ between libraries; these do not.
class Random {
 public:
  constexpr explicit Random(std::uint64_t seed) : state_(seed) {}

  /// An independent stream of the same seed: Random(7).stream(3) never depends on stream(2)'s use.
  [[nodiscard]] constexpr Random stream(std::uint64_t number) const {
    Random other(state_ ^ (0xD1B54A32D192ED03ULL * (number + 1)));
    return Random(other.bits());
  }

  /// 64 uniformly distributed bits.
  constexpr std::uint64_t bits() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  /// Uniform in [0, 1), 53 random bits.
  constexpr double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

  /// Uniform in [low, high).
  constexpr double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// Uniform in 0 .. count - 1, count >= 1; unbiased by rejection (Lemire 2019 without the 128-bit
  /// product).
  constexpr std::uint64_t below(std::uint64_t count) {
    const std::uint64_t limit = (~std::uint64_t{0} / count) * count;
    std::uint64_t draw = bits();
    while (draw >= limit) draw = bits();
    return draw % count;
  }

  /// Normal with mean 0 and deviation 1 (Box and Muller 1958; one draw of each pair is used, so
  /// that the generator has no hidden second half).
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }

  /// Fisher-Yates.
  template <class T>
  constexpr void shuffle(std::span<T> items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

  /// The whole state, for checkpoints.
  [[nodiscard]] constexpr std::uint64_t state() const { return state_; }

 private:
  std::uint64_t state_;
};

}  // namespace riserun
