#include <riserun/check/slope/rise_over_run.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace riserun::check {
namespace {

using std::abs;
using std::isfinite;

constexpr int kRows = 60;  // below a step of 1; more where |x| < 1, so that steps below |x| are met
constexpr int kDepth = 7;  // columns of the tableau
constexpr int kNoisyRows = 6;         // rows after which noise has won
constexpr double kNoisyShare = 0.05;  // a row is noisy when noise exceeds this share of |quotient|
constexpr double kPartOfF = 0x1p-16;  // a rise above this part of |f| is no rounding
constexpr int kMostHalvings = 1100;

template <class T>
double magnitude(T x) {
  return static_cast<double>(abs(x));
}

template <class T>
const double kEpsilon = static_cast<double>(std::numeric_limits<T>::epsilon());

// Whether a figure of the rows that shrinks with h where f is smooth stays the same instead,
// however small the step: the finest row at which it exceeds its floor must end at least four rows
// of a steady figure, and be the finest because the floor covers the next, not because the figure
// vanishes there: then what is found is beside x, not at it.
template <class T, class Figure, class Floor>
bool stays(const std::vector<Row<T>>& rows, double change, Figure figure, Floor floor) {
  constexpr int kSteadyRows = 4;
  auto clear = [&](const Row<T>& row) { return figure(row) > floor(row); };
  const auto finest = std::find_if(rows.rbegin(), rows.rend(), clear);
  if (rows.rend() - finest < kSteadyRows) return false;
  if (finest != rows.rbegin() && floor(*(finest - 1)) < 0.5 * figure(*finest)) return false;
  for (int i = 0; i + 1 < kSteadyRows; ++i) {
    const double ratio = figure(*(finest + i)) / figure(*(finest + i + 1));
    if (!(ratio > 1 / change && ratio < change) || !clear(*(finest + i + 1))) return false;
  }
  return true;
}

// The difference of the one-sided slopes against their noise, each twice the two-sided slope's.
template <class T>
bool has_kink(const std::vector<Row<T>>& rows) {
  constexpr double kClear = 20.0;
  return stays(
      rows, 1.34, [](const Row<T>& row) { return row.jump; },
      [](const Row<T>& row) { return kClear * 4 * row.quotient_noise; });
}

// The rise itself, where it is a part of f that no rounding explains. (The measured noise would be
// the jump's own height.)
template <class T>
bool has_jump(const std::vector<Row<T>>& rows) {
  return stays(
      rows, 1.15, [](const Row<T>& row) { return magnitude(row.rise); },
      [](const Row<T>& row) { return kPartOfF * row.size; });
}

}  // namespace

template <class T>
double first_step(FunctionRef<T(T)> f, T x, T fx, Side side) {
  constexpr double kPole = 0x1p-10;
  const double least = kPole * magnitude(fx);
  double h = std::exp2(std::floor(std::log2(std::max(magnitude(x), 1.0)))) / 4;
  for (int i = 0; i < kMostHalvings; ++i, h /= 2) {
    const T left = x - T(h);
    const T right = x + T(h);
    if (left == x || right == x) return 0.0;
    const T f_left = side == Side::right ? fx : f(left);
    const T f_right = side == Side::left ? fx : f(right);
    if (isfinite(f_left) && isfinite(f_right) &&
        std::max(magnitude(f_left), magnitude(f_right)) >= least)
      return h;
  }
  return 0.0;
}

template <class T>
Ladder<T> climb(const Probe<T>& probe, Side side, double shrink) {
  Ladder<T> ladder{side, {}, 0};
  if (!(probe.first_step > 0)) return ladder;
  const double size = magnitude(probe.x);
  const int most_rows = kRows + (size > 0 && size < 1 ? -std::ilogb(size) : 0);
  ladder.rows.reserve(kRows);
  const double order = side == Side::both ? 4.0 : 2.0;  // error terms h^2, h^4, ... or h, h^2, ...
  std::array<T, kDepth + 1> above{}, here{};
  std::array<double, kDepth + 1> above_noise{}, here_noise{};
  int columns = 0;  // valid columns of the row above
  int noisy_rows = 0;
  T h = T(probe.first_step * shrink);
  for (int k = 0; k < most_rows && noisy_rows < kNoisyRows; ++k, h = h * T(0.5)) {
    Row<T> row;
    row.h = h;
    row.x_minus = side == Side::right ? probe.x : probe.x - h;
    row.x_plus = side == Side::left ? probe.x : probe.x + h;
    if ((side != Side::right && !(row.x_minus < probe.x)) ||
        (side != Side::left && !(row.x_plus > probe.x)))
      break;
    const T f_minus = side == Side::right ? probe.fx : probe.f(row.x_minus);
    const T f_plus = side == Side::left ? probe.fx : probe.f(row.x_plus);
    row.rise = f_plus - f_minus;
    row.run = row.x_plus - row.x_minus;
    row.quotient = row.rise / row.run;
    if (!isfinite(row.quotient)) {  // Richardson needs unbroken rows
      columns = 0;
      continue;
    }
    const double run = static_cast<double>(row.run);
    const double minus = magnitude(f_minus);
    const double plus = magnitude(f_plus);
    row.size = std::max(minus, plus);
    if (k == 0) {
      const double largest = std::max({magnitude(probe.fx), minus, plus});
      ladder.scale = largest / std::max(magnitude(probe.x), run);
    }
    const double noise = static_cast<double>(h) <= size ? probe.noise.near : probe.noise.far;
    const double relative = std::max(kEpsilon<T>, probe.noise.relative);
    row.quotient_noise =
        (std::max(noise, relative * minus) + std::max(noise, relative * plus)) / run;
    double uneven = 0.0;  // what arms of unequal length contribute, through the second derivative
    if (side == Side::both) {
      const T right_arm = row.x_plus - probe.x;
      const T left_arm = probe.x - row.x_minus;
      row.jump = magnitude((f_plus - probe.fx) / right_arm - (probe.fx - f_minus) / left_arm);
      uneven = magnitude(right_arm - left_arm) / run * row.jump;
    }
    // A rise that is a good part of f has not been lost to rounding: f may jump here, which takes
    // more rows to see.
    const bool noisy = row.quotient_noise > kNoisyShare * magnitude(row.quotient);
    if (noisy && !(magnitude(row.rise) > kPartOfF * row.size)) ++noisy_rows;

    here[0] = row.quotient;
    here_noise[0] = row.quotient_noise;
    row.best = row.quotient;
    row.noise = row.quotient_noise;
    double power = 1.0;
    for (int j = 1; j <= std::min(columns, kDepth); ++j) {
      power *= order;
      const T step = here[j - 1] - above[j - 1];
      const T correction = step / T(power - 1);
      here[j] = here[j - 1] + correction;
      here_noise[j] = (power * here_noise[j - 1] + above_noise[j - 1]) / (power - 1);
      // |T_j - T'_{j-1}| = |step + correction| is always the larger of the two differences.
      const double error =
          magnitude(step + correction) + here_noise[j] + kEpsilon<T> * magnitude(here[j]) + uneven;
      if (error < row.error) {
        row.best = here[j];
        row.error = error;
        row.noise = here_noise[j];
      }
    }
    columns = std::min(columns + 1, kDepth);
    above = here;
    above_noise = here_noise;
    ladder.rows.push_back(row);
  }
  return ladder;
}

template <class T>
Slope<T> choose(const Ladder<T>& ladder) {
  Slope<T> slope;
  slope.scale = ladder.scale;
  const std::vector<Row<T>>& rows = ladder.rows;
  T highest_low = -std::numeric_limits<T>::infinity();
  T lowest_high = std::numeric_limits<T>::infinity();
  std::size_t chosen = rows.size();
  std::size_t finer = rows.size();  // the chosen row's finer neighbour
  std::size_t last = rows.size();
  for (std::size_t k = rows.size(); k-- > 0;) {
    const Row<T>& row = rows[k];
    if (!std::isfinite(row.error)) continue;
    const T low = row.best - T(2 * row.error);
    const T high = row.best + T(2 * row.error);
    if (low > lowest_high || high < highest_low) break;
    highest_low = std::max(highest_low, low);
    lowest_high = std::min(lowest_high, high);
    if (chosen == rows.size() || row.error < rows[chosen].error) {
      chosen = k;
      finer = last;
    }
    last = k;
  }
  if (chosen == rows.size()) return slope;
  const Row<T>& row = rows[chosen];
  slope.found = true;
  slope.value = row.best;
  slope.error = row.error;
  slope.noise = row.noise;
  slope.row = row;
  if (finer != rows.size())
    slope.error = std::max(slope.error, magnitude(row.best - rows[finer].best));
  slope.kink = ladder.side == Side::both && has_kink(rows);
  slope.jump = ladder.side == Side::both && has_jump(rows);
  return slope;
}

template double first_step(FunctionRef<double(double)>, double, double, Side);
template double first_step(FunctionRef<Quad(Quad)>, Quad, Quad, Side);
template Ladder<double> climb(const Probe<double>&, Side, double);
template Ladder<Quad> climb(const Probe<Quad>&, Side, double);
template Slope<double> choose(const Ladder<double>&);
template Slope<Quad> choose(const Ladder<Quad>&);

}  // namespace riserun::check
