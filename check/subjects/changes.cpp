#include <riserun/check/subjects/changes.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <riserun/check/subjects/op_point.hpp>
#include <riserun/check/subjects/points.hpp>

namespace riserun::check {
namespace {

constexpr double kJump = 0x1p-30;  // a jump is more of the larger value than that

// One operand's line through a point.
class Line {
 public:
  Line(const OpUnderTest& op, std::span<const double> x, std::size_t operand)
      : op_(op), x_(x.begin(), x.end()), partials_(x.size()), operand_(operand) {}

  struct Sample {
    double at = 0, y = 0, dy_dx = 0;
  };

  Sample operator()(double at) {
    x_[operand_] = at;
    Sample sample{at, forward_at(op_, x_), 0};
    op_.partials(x_, sample.y, partials_);
    sample.dy_dx = partials_[operand_];
    return sample;
  }

  [[nodiscard]] std::vector<double> point(double at) const {
    std::vector<double> point = x_;
    point[operand_] = at;
    return point;
  }

 private:
  const OpUnderTest& op_;
  std::vector<double> x_, partials_;
  std::size_t operand_;
};

using Figure = double Line::Sample::*;

// Between numbers it is their difference, between a number and none everything.
double change(double a, double b) {
  if (std::isfinite(a) != std::isfinite(b)) return HUGE_VAL;
  return std::isfinite(a) ? std::abs(a - b) : 0;
}

// Halfway from a to b: between their exponents where those differ.
double between(double a, double b) {
  constexpr double kFarApart = 4;
  const double ratio = a / b;
  if (ratio > 1 / kFarApart && ratio < kFarApart) return a + (b - a) / 2;
  if (ratio > 0) return std::copysign(std::sqrt(std::abs(a)) * std::sqrt(std::abs(b)), a);
  return a / 2 + b / 2;
}

// Halves [a, b] towards the larger change of a figure. Whether it is left between neighbours; it
// gives up once the change has gone with the width, as where the figure is smooth.
bool close_in(Line& line, Figure figure, Line::Sample& a, Line::Sample& b) {
  constexpr int kHalvings = 4;
  const double whole = change(a.*figure, b.*figure);
  double left = whole;
  for (int halvings = 1;; ++halvings) {
    const double middle = between(a.at, b.at);
    if (!(middle > a.at && middle < b.at)) break;
    const Line::Sample half = line(middle);
    const double below = change(a.*figure, half.*figure);
    const double above = change(half.*figure, b.*figure);
    (below > above ? b : a) = half;
    left = std::max(below, above);
    if (halvings % kHalvings == 0 && !(left > whole / (1 << (halvings / 2)))) return false;
    if (!(left > kJump * std::max(std::abs(a.*figure), std::abs(b.*figure)))) return false;
  }
  return left >= whole / 4;
}

std::vector<double> places(const Interval& domain, std::span<const double> own) {
  std::vector<double> places(own.begin(), own.end());
  for (int exponent = -320; exponent <= 300; exponent += 4)
    for (double sign : {-1.0, 1.0}) places.push_back(sign * std::pow(10.0, exponent));
  for (int exponent = -40; exponent <= 40; ++exponent)
    for (double sign : {-1.0, 1.0}) places.push_back(sign * std::ldexp(1.0, exponent));
  constexpr int kHalves = 24;
  for (int half = -kHalves; half <= kHalves; ++half)
    for (double apart : {0.0, 1e-9, 1e-7, 1e-5, 3e-4, 1e-2})
      for (double sign : {-1.0, 1.0}) places.push_back(half / 2.0 + sign * apart);
  std::erase_if(places, [&](double at) { return !(at >= domain.low && at <= domain.high); });
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

}  // namespace

std::vector<std::vector<double>> points_of_change(const OpUnderTest& op, std::span<const double> x,
                                                  int operand, std::span<const double> own,
                                                  std::size_t most) {
  std::vector<std::vector<double>> points;
  Line line(op, x, static_cast<std::size_t>(operand));
  std::vector<Line::Sample> samples;
  for (double at : places(domain_of(op.info, operand), own)) samples.push_back(line(at));
  const auto known = [&](double at) {
    return std::find(points.begin(), points.end(), line.point(at)) != points.end();
  };
  for (Figure figure : {&Line::Sample::y, &Line::Sample::dy_dx}) {
    std::size_t found = 0;
    for (std::size_t k = 0; k + 1 < samples.size() && found < most; ++k) {
      Line::Sample a = samples[k], b = samples[k + 1];
      if (!(change(a.*figure, b.*figure) >
            kJump * std::max(std::abs(a.*figure), std::abs(b.*figure))))
        continue;
      if (!close_in(line, figure, a, b)) continue;
      ++found;
      for (double at : {a.at, b.at})
        if (!known(at)) points.push_back(line.point(at));
    }
  }
  return points;
}

}  // namespace riserun::check
