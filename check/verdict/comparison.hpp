// A claimed derivative beside a slope that was measured, with the benefit of every doubt about the
// noise.
#pragma once

#include <riserun/check/slope/rise_over_run.hpp>

namespace riserun::check {

/// What is claimed, and how closely it must be met.
struct Claim {
  double analytic = 0;
  double allowance = 0;   // granted on top of the slope's own error
  double resolution = 0;  // the relative one from which a comparison is conclusive
  /// A slope whose bound is this small beside f's own scale is zero: nothing relative to it can be
  /// said.
  double zero = 0;
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
};

template <class T>
struct Opinion {
  Slope<T> slope;  // the one that was compared last
  Comparison comparison;
  bool doubtful = false;  // it agrees by a doubt about the noise alone
};

/// What a rejected claim gets: a second ladder at 3/4 of the steps, then the benefit of the doubts.
template <class T>
[[nodiscard]] Opinion<T> second_opinion(const Evidence<T>& evidence, const Claim& claim);

extern template Comparison compare(const Slope<double>&, const Claim&);
extern template Comparison compare(const Slope<Quad>&, const Claim&);
extern template Opinion<double> second_opinion(const Evidence<double>&, const Claim&);
extern template Opinion<Quad> second_opinion(const Evidence<Quad>&, const Claim&);

}  // namespace riserun::check
