// Rise over run: the slope of a function of one number from its own values, with an error bound
// that is estimated, not assumed. This is the oracle of every check.
//
// A ladder of ever smaller steps h gives quotients D(h) = (f(x+h) - f(x-h)) / ((x+h) - (x-h)),
// where the run is the difference of the numbers actually represented, never the nominal 2h. Large
// steps suffer from truncation, small ones from the noise of f. Richardson's tableau (Ridders 1982)
// removes the leading truncation terms, with the noise carried along; Lepski's rule picks the row.
#pragma once

#include <limits>
#include <vector>

#include <riserun/check/slope/function_ref.hpp>
#include <riserun/check/slope/quad.hpp>

#ifdef __FAST_MATH__
#error \
    "The gradient checker must not be compiled with -ffast-math: it relies on NaN and on exact differences."
#endif

namespace riserun::check {

/// Which neighbours of x the quotient uses: x-h and x+h, or x and one of them.
enum class Side { both, left, right };

/// Bounds on the error of one evaluation of f (noise.hpp): within |x| of x, and farther away, where
/// f may be of another size.
struct Noise {
  /// What was measured at this distance from x.
  struct Level {
    double distance = 0, noise = 0;
    double relative = std::numeric_limits<double>::infinity();  // to |f| there
  };
  double near = 0.0;
  double far = 0.0;             // at the first step, where no levels are given everywhere
  double relative = 0.0;        // to |f|, where that is more
  std::vector<Level> levels{};  // from far to near; between two of them noise is interpolated

  /// The bound at a distance h from an x of this size, where |f| is `value`: between two levels no
  /// more than either's share of it.
  [[nodiscard]] double at(double h, double size, double value) const;
};

/// Where to start and how noisy the function is. T is double or Quad.
template <class T>
struct Probe {
  FunctionRef<T(T)> f;
  T x{};
  T fx{};         // f(x)
  Noise noise{};  // bound on the error of one evaluation of f
  double first_step = 0.0;
  double least_step = 0.0;  // smaller ones are lost to the rounding of f's arguments
};

/// One step of the ladder.
template <class T>
struct Row {
  T h{}, x_minus{}, x_plus{}, rise{}, run{};
  T quotient{};               // rise / run
  double quotient_noise = 0;  // bound on what noise contributes to it
  double size = 0;            // the larger |f| of both ends
  double jump = 0;            // |right slope - left slope|, for Side::both
  T best{};                   // the tableau's best entry in this row
  double error = std::numeric_limits<double>::infinity();  // its error, noise included
  double noise = 0;                                        // the noise's part of it
};

template <class T>
struct Ladder {
  Side side = Side::both;
  std::vector<Row<T>> rows;  // from the largest step to the smallest
  double size = 0;           // |x|, or the first step where that is more: a natural run
  double value = 0;          // |f(x)|
};

/// The slope a ladder gives. `found` is false where f is finite on no neighbourhood of x.
template <class T>
struct Slope {
  bool found = false;
  T value{};
  double error = std::numeric_limits<double>::infinity();  // bound on |value - derivative|
  double noise = 0;                                        // part of it
  double scale = 0;    // max |f| at the row / a natural run: what a slope of natural size is
  Row<T> row{};        // where it was taken
  bool kink = false;   // the one-sided slopes differ however small the step
  bool jump = false;   // so do the values on both sides: there is no slope
  double height = 0;   // of the jump
  double seen_to = 0;  // the smallest step at which kink or jump are seen
  bool blank = false;  // f is 0 wherever it was evaluated; the scale is that of an f of 1
};

/// The largest step 2^floor(log2 max(|x|, 1)) / 4 * 2^-k with f finite at both ends (at the one end
/// for a side) and not a thousand times smaller there than at x, as across a pole; nor growing
/// there as only an exponential does, faster with every doubling; 0 where there is none.
template <class T>
[[nodiscard]] double first_step(FunctionRef<T(T)> f, T x, T fx, Side side = Side::both);

/// All rows; `shrink` in (1/2, 1] scales every step, for a second opinion from other points.
template <class T>
[[nodiscard]] Ladder<T> climb(const Probe<T>& probe, Side side = Side::both, double shrink = 1.0);

/// Lepski's rule: from the smallest step upward keep rows whose interval of +-2 errors meets those
/// of all finer rows; stop at the first conflict; take the smallest error, widened by the
/// neighbouring row's disagreement. (The smallest error alone trusts accidental agreement across a
/// kink: 5e6 times the claimed error on a chaotic map.)
template <class T>
[[nodiscard]] Slope<T> choose(const Ladder<T>& ladder);

/// climb, then choose.
template <class T>
[[nodiscard]] Slope<T> rise_over_run(const Probe<T>& probe, Side side = Side::both,
                                     double shrink = 1.0) {
  return choose(climb(probe, side, shrink));
}

extern template double first_step(FunctionRef<double(double)>, double, double, Side);
extern template double first_step(FunctionRef<Quad(Quad)>, Quad, Quad, Side);
extern template Ladder<double> climb(const Probe<double>&, Side, double);
extern template Ladder<Quad> climb(const Probe<Quad>&, Side, double);
extern template Slope<double> choose(const Ladder<double>&);
extern template Slope<Quad> choose(const Ladder<Quad>&);

}  // namespace riserun::check
