#include <riserun/check/subjects/bend.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <riserun/check/subjects/points.hpp>

namespace riserun::check {
namespace {

using std::abs;

constexpr double kRoundings = 16 * 0x1p-112;  // of a partial in quad
constexpr int kHalvings = 4;                  // steps, each half the one before
constexpr double kSettled = 0x1p-10;
constexpr double kClear = 0x1p20;

// The distance to the nearest end of the domain or edge that is no further than |x|.
double gap(const OpInfo& info, double x, std::size_t j) {
  double nearest = abs(x);
  const auto look = [&](double at) {
    if (at != x && std::isfinite(at)) nearest = std::min(nearest, abs(at - x));
  };
  const Interval domain = domain_of(info, static_cast<int>(j));
  look(domain.low);
  look(domain.high);
  for (const Edge& edge : info.edges)
    if (edge.kind != EdgeKind::none && info.arity != kVariadic) look(edge.at[j]);
  return nearest;
}

// First steps to try, the smallest first: parts of what may be the function's own scale there.
std::vector<Quad> scales(const OpInfo& info, std::span<const double> x, std::size_t j) {
  std::vector<Quad> steps{Quad(0x1p-10)};
  if (abs(x[j]) < 1) steps.insert(steps.end(), {Quad(0x1p-14), Quad(0x1p-6)});
  for (double operand : x) steps.push_back(Quad(abs(operand)) * Quad(0x1p-10));
  steps.push_back(Quad(abs(x[j])) * Quad(0x1p-30));
  steps.push_back(Quad(gap(info, x[j], j)) * Quad(0x1p-10));
  std::erase(steps, Quad(0));
  std::ranges::sort(steps);
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  return steps;
}

// Quotients of one operand's steps.
class Steps {
 public:
  Steps(const OpUnderTest& op, std::span<const double> x, std::size_t j, Side side)
      : op_(op), x_(x.begin(), x.end()), j_(j), at_(x[j]), side_(side), here_(partials()) {}

  [[nodiscard]] std::size_t count() const { return here_.size(); }

  // What the partial's rounding may do to a quotient of this step, quotient by quotient.
  [[nodiscard]] const std::vector<Quad>& noise() const { return noise_; }

  std::vector<Quad> quotients(Quad h) {
    noise_.assign(count(), Quad(0));
    return side_ == Side::both ? central(h) : one_sided(side_ == Side::left ? -h : h);
  }

 private:
  std::vector<Quad> partials() const { return partials_in_quad(op_, x_); }
  std::vector<Quad> moved(Quad to) {
    x_[j_] = to;
    std::vector<Quad> result = partials();
    x_[j_] = at_;
    return result;
  }
  void disturb(std::size_t i, Quad size, Quad per) {
    noise_[i] += Quad(kRoundings) * abs(size) / abs(per);
  }

  // Where x is lost in the step, an even partial has the slope x times its own bend at 0, if that
  // is seen at all.
  std::vector<Quad> central(Quad h) {
    const Quad right = at_ + h, left = at_ - h;
    const std::vector<Quad> high = moved(right), low = moved(left);
    std::vector<Quad> result(count());
    for (std::size_t i = 0; i < count(); ++i) {
      const bool bends = abs(high[i] - here_[i]) > Quad(kClear * kRoundings) * abs(high[i]);
      if (right == h && high[i] == low[i] && bends && at_ != Quad(0)) {
        result[i] = Quad(2) * at_ * ((high[i] - here_[i]) / (h * h));
        disturb(i, Quad(2) * high[i] * at_, h * h);
      } else {
        result[i] = (high[i] - low[i]) / (right - left);
        disturb(i, high[i], h);
        disturb(i, low[i], h);
        // Both ends lie where nothing is left of the partial: the step has seen nothing of it.
        if (high[i] == Quad(0) && low[i] == Quad(0) && here_[i] != Quad(0))
          noise_[i] = std::numeric_limits<Quad>::infinity();
      }
    }
    return result;
  }

  // The slope at x of the polynomial through five points beside it.
  std::vector<Quad> one_sided(Quad h) {
    constexpr std::array kTwelfths = {-77, 214, -234, 122, -25};
    std::vector<Quad> result(count(), Quad(0));
    for (std::size_t k = 0; k < kTwelfths.size(); ++k) {
      const std::vector<Quad> p = moved(at_ + Quad(static_cast<int>(k) + 1) * h);
      for (std::size_t i = 0; i < count(); ++i) {
        result[i] += Quad(kTwelfths[k]) * p[i] / (Quad(12) * h);
        disturb(i, Quad(kTwelfths[k]) * p[i], Quad(12) * h);
      }
    }
    return result;
  }

  const OpUnderTest& op_;
  std::vector<Quad> x_;
  std::size_t j_;
  Quad at_;
  Side side_;
  std::vector<Quad> here_;
  std::vector<Quad> noise_;
};

// Richardson's tableau of kHalvings steps, for every partial.
std::vector<Bend> extrapolated(Steps& steps, Quad h, Side side) {
  std::vector<std::array<Quad, kHalvings>> row(steps.count()), above;
  for (int k = 0; k < kHalvings; ++k, h = h * Quad(0.5)) {
    above = row;
    const std::vector<Quad> quotients = steps.quotients(h);
    for (std::size_t i = 0; i < steps.count(); ++i) {
      row[i][0] = quotients[i];
      double power = side == Side::both ? 1 : 8;  // errors h^2, h^4 ..; h^4, h^5 .. from one side
      for (std::size_t c = 1; c <= static_cast<std::size_t>(k); ++c) {
        power *= side == Side::both ? 4 : 2;
        row[i][c] = row[i][c - 1] + (row[i][c - 1] - above[i][c - 1]) / Quad(power - 1);
      }
    }
  }
  std::vector<Bend> bends(steps.count());
  for (std::size_t i = 0; i < bends.size(); ++i) {
    bends[i].value = row[i][kHalvings - 1];
    const Quad change = abs(row[i][kHalvings - 1] - row[i][kHalvings - 2]) +
                        abs(row[i][kHalvings - 1] - above[i][kHalvings - 2]);
    const Quad noise = steps.noise()[i];
    // What neither settles nor drowns in rounding has not seen the slope: steps too large.
    const bool seen = change <= std::max(noise, Quad(kSettled) * abs(bends[i].value));
    if (seen && isfinite(noise)) bends[i].error = change + noise;
  }
  return bends;
}

// Lepski's rule, from small steps to large ones: a bend whose interval misses that of a smaller step
// saw something beside x, and ends the search; of the others the smallest error counts.
class Choice {
 public:
  void offer(const Bend& bend) {
    if (settled() || !bend.found()) return;
    const Quad low = bend.value - Quad(kTimes) * bend.error;
    const Quad high = bend.value + Quad(kTimes) * bend.error;
    if (low > high_ || high < low_) {
      settled_ = true;
      return;
    }
    low_ = std::max(low, low_);
    high_ = std::min(high, high_);
    if (bend.error < best_.error) best_ = bend;
    settled_ = best_.error <= Quad(kEnough) * abs(best_.value);
  }
  [[nodiscard]] bool settled() const { return settled_; }
  [[nodiscard]] const Bend& best() const { return best_; }

 private:
  static constexpr double kTimes = 4;
  static constexpr double kEnough = 0x1p-58;
  Bend best_;
  Quad low_ = -std::numeric_limits<Quad>::infinity();
  Quad high_ = std::numeric_limits<Quad>::infinity();
  bool settled_ = false;
};

}  // namespace

std::vector<Quad> partials_in_quad(const OpUnderTest& op, std::span<const Quad> x) {
  std::vector<Quad> partials(x.size());
  op.twin_partials(x, op.twin_forward(x), partials);
  return partials;
}

std::vector<Bend> bends_at(const OpUnderTest& op, std::span<const double> x, std::size_t j,
                           Side side, double shrink) {
  std::vector<Choice> choices(x.size());
  Steps steps(op, x, j, side);
  for (Quad step : scales(op.info, x, j)) {
    const std::vector<Bend> bends = extrapolated(steps, step * Quad(shrink), side);
    for (std::size_t i = 0; i < x.size(); ++i) choices[i].offer(bends[i]);
    if (std::ranges::all_of(choices, &Choice::settled)) break;
  }
  std::vector<Bend> best;
  best.reserve(choices.size());
  for (const Choice& choice : choices) best.push_back(choice.best());
  return best;
}

}  // namespace riserun::check
