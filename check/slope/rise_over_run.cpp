#include <riserun/check/slope/rise_over_run.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

#include <riserun/check/slope/as_double.hpp>

namespace riserun::check {
namespace {

using std::abs;
using std::isfinite;

constexpr int kRows = 60;             // of steps above |x|, and again below
constexpr int kFarRows = 40;          // steps above |x| where |x| is far below them
constexpr int kRoundRows = 24;        // steps below what looked like a kink above |x|
constexpr int kDepth = 7;             // columns of the tableau
constexpr int kNoisyRows = 6;         // rows after which noise has won
constexpr double kNoisyShare = 0.05;  // a row is noisy when noise exceeds this share of |quotient|
constexpr double kNaturalShare = 0x1p-20;  // and this one of a slope of natural size
// A rise above this part of |f| is no rounding.
template <class T>
constexpr double kPartOfF = std::is_same_v<T, double> ? 0x1p-16 : 0x1p-60;
constexpr int kMostHalvings = 1100;
constexpr double kRoundedArms = 1.0 / 8;  // beyond, two rows may have the same ends

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
double one_sided_difference(const Row<T>& row) {
  return row.jump;
}
template <class T>
double kink_floor(const Row<T>& row) {
  constexpr double kClear = 20.0;
  return kClear * 4 * row.quotient_noise;
}
// A difference no larger than the rounding of f at the first step, per step, may be rounding that
// is the same part of every step: a power of two in each.
template <class T>
bool has_kink(const std::vector<Row<T>>& rows) {
  constexpr double kRounding = 256;
  if (rows.empty()) return false;
  const Row<T>& first = rows.front();
  const double rounding = kRounding * kEpsilon<T> * first.size / magnitude(first.h);
  return stays(rows, 1.34, one_sided_difference<T>,
               [=](const Row<T>& row) { return std::max(kink_floor(row), rounding); });
}

// The rise itself, where it is a part of f that no rounding explains. (The measured noise would be
// the jump's own height.) A jump at x is in every row; one that the finest rows have not is beside.
template <class T>
double height(const Row<T>& row) {
  return magnitude(row.rise);
}
template <class T>
double jump_floor(const Row<T>& row) {
  return kPartOfF<T> * row.size;
}
template <class T>
bool has_jump(const std::vector<Row<T>>& rows) {
  return !rows.empty() && height(rows.back()) > jump_floor(rows.back()) &&
         stays(rows, 1.15, height<T>, jump_floor<T>);
}

// Where the rows begin that see no kink and no jump beside x. A larger step reaches over it, to
// slopes that are not x's.
template <class T>
std::size_t first_beside(const std::vector<Row<T>>& rows) {
  constexpr std::size_t kSteadyRows = 4;
  std::size_t first = 0;
  auto look = [&](double change, auto figure, auto floor) {
    std::size_t steady = 1;
    for (std::size_t k = 1; k < rows.size(); ++k) {
      const double ratio = figure(rows[k]) / figure(rows[k - 1]);
      const bool same = ratio > 1 / change && ratio < change && figure(rows[k]) > floor(rows[k]);
      if (steady >= kSteadyRows && floor(rows[k]) < 0.5 * figure(rows[k - 1]) && !same)
        first = std::max(first, k);
      steady = same ? steady + 1 : 1;
    }
  };
  look(1.34, one_sided_difference<T>, kink_floor<T>);
  look(1.15, height<T>, jump_floor<T>);
  return first;
}

// What is needed of one step, before the tableau.
template <class T>
bool measure(const Probe<T>& probe, Side side, Row<T>& row, double& uneven) {
  row.x_minus = side == Side::right ? probe.x : probe.x - row.h;
  row.x_plus = side == Side::left ? probe.x : probe.x + row.h;
  const T f_minus = side == Side::right ? probe.fx : probe.f(row.x_minus);
  const T f_plus = side == Side::left ? probe.fx : probe.f(row.x_plus);
  row.rise = f_plus - f_minus;
  row.run = row.x_plus - row.x_minus;
  row.quotient = row.rise / row.run;
  if (!isfinite(row.quotient)) return false;
  const double run = static_cast<double>(row.run);
  const double minus = magnitude(f_minus);
  const double plus = magnitude(f_plus);
  row.size = std::max(minus, plus);
  double noise = probe.noise.at(static_cast<double>(row.h), magnitude(probe.x), row.size);
  // Nothing but 0: what was added to a 1 on the way may be lost without a trace.
  if (row.size == 0 && probe.fx == T(0)) noise = std::max(noise, kEpsilon<T>);
  const double relative = std::max(kEpsilon<T>, probe.noise.relative);
  row.quotient_noise = (std::max(noise, relative * minus) + std::max(noise, relative * plus)) / run;
  uneven = 0.0;  // what arms of unequal length contribute, through the second derivative
  if (side == Side::both) {
    const T right_arm = row.x_plus - probe.x;
    const T left_arm = probe.x - row.x_minus;
    row.jump = magnitude((f_plus - probe.fx) / right_arm - (probe.fx - f_minus) / left_arm);
    uneven = magnitude(right_arm - left_arm) / run * row.jump;
  }
  return true;
}

// At 0 the ladder has no end; what looks like a kink may be round when seen from closer, or beside
// x, of which a few more rows must be seen.
template <class T>
bool goes_on_at_0(const std::vector<Row<T>>& rows) {
  constexpr std::size_t kRowsBeside = 10;
  if (has_kink(rows) || has_jump(rows)) return true;
  const std::size_t first = first_beside(rows);
  return first > 0 && rows.size() - first < kRowsBeside;
}

// How far x - h and x + h are from what they should be.
template <class T>
double rounding_of_arms(T x, T h, Side side) {
  double most = 0;
  if (side != Side::right) most = std::max(most, magnitude((x - (x - h)) - h));
  if (side != Side::left) most = std::max(most, magnitude(((x + h) - x) - h));
  return most;
}

// Richardson's tableau, row by row.
template <class T>
class Tableau {
 public:
  explicit Tableau(Side side) : order_(side == Side::both ? 4.0 : 2.0) {}

  void restart() { columns_ = 0; }

  void add(Row<T>& row, double uneven) {
    std::array<T, kDepth + 1> here{};
    std::array<double, kDepth + 1> noise{};
    here[0] = row.best = row.quotient;
    noise[0] = row.noise = row.quotient_noise;
    double power = 1.0;
    for (int j = 1; j <= std::min(columns_, kDepth); ++j) {
      power *= order_;
      const T step = here[j - 1] - above_[j - 1];
      const T correction = step / T(power - 1);
      here[j] = here[j - 1] + correction;
      noise[j] = (power * noise[j - 1] + above_noise_[j - 1]) / (power - 1);
      // |T_j - T'_{j-1}| = |step + correction| is always the larger of the two differences.
      const double error =
          magnitude(step + correction) + noise[j] + kEpsilon<T> * magnitude(here[j]) + uneven;
      if (error < row.error) {
        row.best = here[j];
        row.error = error;
        row.noise = noise[j];
      }
    }
    columns_ = std::min(columns_ + 1, kDepth);
    above_ = here;
    above_noise_ = noise;
  }

 private:
  double order_;     // error terms h^2, h^4, ... or h, h^2, ...
  int columns_ = 0;  // valid columns of the row above
  std::array<T, kDepth + 1> above_{};
  std::array<double, kDepth + 1> above_noise_{};
};

// Whether f explodes at this step: its size grows with every doubling by more than with the last.
// (A power of h grows by the same factor each time.)
template <class T>
bool explodes(FunctionRef<T(T)> f, T x, T fx, double h, Side side) {
  constexpr double kMuch = 64, kFaster = 4;
  auto size = [&](double step) {
    double largest = magnitude(fx);
    if (side != Side::right) largest = std::max(largest, magnitude(f(x - T(step))));
    if (side != Side::left) largest = std::max(largest, magnitude(f(x + T(step))));
    return largest;
  };
  const double whole = size(h), half = size(h / 2);
  if (!(whole > kMuch * half)) return false;
  return whole / half > kFaster * (half / size(h / 4));
}

}  // namespace

double Noise::at(double h, double size, double value) const {
  if (h <= size) return near;
  if (levels.empty()) return far;
  const auto below = std::find_if(levels.begin(), levels.end(),
                                  [&](const Level& level) { return level.distance < h; });
  const Level& above = below == levels.begin() ? *below : *(below - 1);
  if (below == levels.begin()) return std::max(near, above.noise);
  if (below == levels.end()) return std::max(near, std::min(above.noise, above.relative * value));
  double noise = std::max(below->noise, above.noise);
  if (below->noise > 0 && above.noise > 0) {
    const double share = std::log(h / below->distance) / std::log(above.distance / below->distance);
    noise = below->noise * std::pow(above.noise / below->noise, share);
  }
  return std::max(near, std::min(noise, std::max(below->relative, above.relative) * value));
}

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
        std::max(magnitude(f_left), magnitude(f_right)) >= least && !explodes(f, x, fx, h, side))
      return h;
  }
  return 0.0;
}

template <class T>
Ladder<T> climb(const Probe<T>& probe, Side side, double shrink) {
  const double size = magnitude(probe.x);
  Ladder<T> ladder{side, {}, std::max(size, probe.first_step), magnitude(probe.fx)};
  if (!(probe.first_step > 0)) return ladder;
  ladder.rows.reserve(kRows);
  Tableau<T> tableau(side);
  int noisy_rows = 0, rows = 0;
  bool rounding_off = false;  // a kink was seen above |x|
  bool above_x = size > 0 && size < probe.first_step;
  T h = T(probe.first_step * shrink);
  for (; static_cast<double>(h) >= probe.least_step; h = h * T(0.5), ++rows) {
    // Above |x| neither noise nor a kink is the last word: go on at the size of x.
    const bool far = static_cast<double>(h) > size;
    if (above_x && (!far || noisy_rows >= kNoisyRows || rows >= kFarRows)) {
      const bool kink = far && has_kink(ladder.rows);
      if (kink || rounding_off) {  // what looked like a kink is round when seen from closer
        rows = kFarRows - kRoundRows;
        rounding_off = kink;
      } else {
        above_x = false;
        rows = 0;
        if (far) {
          h = T(std::exp2(std::floor(std::log2(size))) * shrink);
          tableau.restart();
        }
      }
      noisy_rows = kink ? kNoisyRows : 0;
    }
    if (noisy_rows >= kNoisyRows && !above_x) break;
    if (rows >= kRows && !above_x &&
        (size > 0 || rows >= kMostHalvings || side != Side::both || !goes_on_at_0(ladder.rows)))
      break;
    if (!(rounding_of_arms(probe.x, h, side) <= kRoundedArms * static_cast<double>(h))) break;
    Row<T> row;
    row.h = h;
    double uneven = 0;
    if (!measure(probe, side, row, uneven)) {  // Richardson needs unbroken rows
      tableau.restart();
      continue;
    }
    tableau.add(row, uneven);
    // A rise that is a good part of f has not been lost to rounding: f may jump here, which takes
    // more rows to see. Nor is a quotient that is 0 by symmetry.
    if (row.quotient_noise > kNoisyShare * magnitude(row.quotient) &&
        row.quotient_noise > kNaturalShare * row.size / ladder.size &&
        !(magnitude(row.rise) > kPartOfF<T> * row.size))
      ++noisy_rows;
    ladder.rows.push_back(row);
  }
  return ladder;
}

template <class T>
Slope<T> choose(const Ladder<T>& ladder) {
  Slope<T> slope;
  const std::vector<Row<T>>& rows = ladder.rows;
  T highest_low = -std::numeric_limits<T>::infinity();
  T lowest_high = std::numeric_limits<T>::infinity();
  std::size_t chosen = rows.size();
  std::size_t finer = rows.size();  // the chosen row's finer neighbour
  std::size_t last = rows.size();
  const std::size_t first = first_beside(rows);
  for (std::size_t k = rows.size(); k-- > first;) {
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
  slope.scale = std::max(std::max(ladder.value, row.size) / ladder.size,
                         std::abs(row.size - ladder.value) / magnitude(row.h));
  if (finer != rows.size())
    slope.error = std::max(slope.error, magnitude(row.best - rows[finer].best));
  slope.blank = ladder.value == 0 && std::all_of(rows.begin(), rows.end(),
                                                 [](const Row<T>& each) { return each.size == 0; });
  if (slope.blank) slope.scale = 1 / ladder.size;
  if (slope.scale == 0)  // 0 here, and something farther away
    slope.scale = std::max_element(rows.begin(), rows.end(),
                                   [](const auto& a, const auto& b) { return a.size < b.size; })
                      ->size /
                  ladder.size;
  slope.kink = ladder.side == Side::both && has_kink(rows);
  slope.jump = ladder.side == Side::both && has_jump(rows);
  const auto seen = std::find_if(rows.rbegin(), rows.rend(), [](const Row<T>& each) {
    return one_sided_difference(each) > kink_floor(each) || height(each) > jump_floor(each);
  });
  if (seen != rows.rend()) slope.seen_to = magnitude(seen->h);
  if (slope.jump) slope.height = magnitude(rows.back().rise);
  return slope;
}

template double first_step(FunctionRef<double(double)>, double, double, Side);
template double first_step(FunctionRef<Quad(Quad)>, Quad, Quad, Side);
template Ladder<double> climb(const Probe<double>&, Side, double);
template Ladder<Quad> climb(const Probe<Quad>&, Side, double);
template Slope<double> choose(const Ladder<double>&);
template Slope<Quad> choose(const Ladder<Quad>&);

}  // namespace riserun::check
