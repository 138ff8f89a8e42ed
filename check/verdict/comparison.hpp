// A claimed derivative beside a slope that was measured, with the benefit of every doubt about the
// noise.
#pragma once

#include <cmath>

#include <riserun/check/slope/rise_over_run.hpp>

namespace riserun::check {

/// What is claimed, and how closely it must be met.
struct Claim {
  double analytic = 0;
  /// Granted on top of the slope's own error: budget * (ulp of the slope + ulp(1) * condition).
  double budget = 0, condition = 0;
  double resolution = 0;  // the relative one from which a comparison is conclusive
  /// A slope whose bound is this small beside f's own scale is zero: nothing relative to it can be
  /// said.
  double zero = 0;
  int scaled = 0;  // by this power of two, where double's smallest and largest numbers are, too
};

struct Comparison {
  double difference = 0, tolerance = 0, resolution = 0;
  bool agrees = false, conclusive = false, absolute = false;
};

template <class T>
[[nodiscard]] Comparison compare(const Slope<T>& slope, const Claim& claim);

/// Everything about the derivative that holds in one arithmetic, double or Quad.
template <class T>
struct Evidence {
  Probe<T> probe;
  Slope<T> slope;
  Side side = Side::both;
  double edge = HUGE_VAL;  // how far x is from the edge on the other side
};

template <class T>
struct Opinion {
  Slope<T> slope;  // the one that was compared last
  Comparison comparison;
  double noise = 0;       // of one evaluation, relative to |f|, by which it was judged
  bool doubtful = false;  // it agrees by a doubt about the noise alone
  bool too_close =
      false;  // to a declared edge: it disagrees on what lies beyond its distance alone
};

/// The noise at x, relative to |f|; 0 where f is 0.
template <class T>
[[nodiscard]] double relative_noise(const Probe<T>& probe);

/// What a rejected claim gets: a second ladder at 3/4 of the steps, then the benefit of the doubts.
template <class T>
[[nodiscard]] Opinion<T> second_opinion(const Evidence<T>& evidence, const Claim& claim);

extern template Comparison compare(const Slope<double>&, const Claim&);
extern template Comparison compare(const Slope<Quad>&, const Claim&);
extern template double relative_noise(const Probe<double>&);
extern template double relative_noise(const Probe<Quad>&);
extern template Opinion<double> second_opinion(const Evidence<double>&, const Claim&);
extern template Opinion<Quad> second_opinion(const Evidence<Quad>&, const Claim&);

}  // namespace riserun::check
