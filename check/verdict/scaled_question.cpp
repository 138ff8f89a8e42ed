#include <riserun/check/verdict/scaled_question.hpp>

#include <cmath>
#include <limits>

namespace riserun::check {
namespace {

constexpr int kLow = -800;  // of an exponent: noise 2^-113 below it is a number still
constexpr int kHigh = 900;  // errors of errors above it are infinite
constexpr int kFarF = 200;  // of f's either way, where steps need not be far above x

// In steps: the power alone may be no double.
Quad scaled(Quad x, int by) {
  constexpr int kStep = 1000;
  for (; by > kStep; by -= kStep) x *= Quad(std::ldexp(1.0, kStep));
  for (; by < -kStep; by += kStep) x *= Quad(std::ldexp(1.0, -kStep));
  return x * Quad(std::ldexp(1.0, by));
}

int exponent(double x) { return x == 0 || !std::isfinite(x) ? 0 : std::ilogb(x); }

// Of f(x), where double may have lost it.
int exponent_of_f(const Question& question) {
  if (question.twin == nullptr || !std::isfinite(question.fx)) return exponent(question.fx);
  constexpr int kUp = 1800;
  const double large = static_cast<double>(scaled((*question.twin)(Quad(question.x)), kUp));
  return std::isfinite(large) && large != 0 ? std::ilogb(large) - kUp : exponent(question.fx);
}

// By how much a slope of natural size is too large.
int excess(int of_f, int of_x) { return std::max(0, of_f - of_x - kHigh); }

int lift(int exponent) {
  return exponent < kLow ? kLow - exponent : exponent > kHigh ? kHigh - exponent : 0;
}

}  // namespace

bool ScaledQuestion::wanted(const Question& question) {
  const int of_f = exponent_of_f(question);
  const int of_x = exponent(question.x);
  if (of_f < kLow || of_f > kHigh) return true;
  if (question.fx != 0 && std::abs(of_f) <= kFarF) return false;
  return of_x < kLow || excess(of_f, of_x) > 0;
}

ScaledQuestion::ScaledQuestion(const Question& question)
    : plain_(question),
      x_by_(lift(exponent(question.x))),
      f_by_(lift(exponent_of_f(question)) -
            excess(exponent_of_f(question) + lift(exponent_of_f(question)),
                   exponent(question.x) + x_by_)),
      scaled_(question) {
  f_ = [this](double t) { return std::ldexp(plain_.f(std::ldexp(t, -x_by_)), f_by_); };
  scaled_.f = FunctionRef<double(double)>(f_);
  scaled_.x = std::ldexp(question.x, x_by_);
  scaled_.fx = std::ldexp(question.fx, f_by_);
  scaled_.analytic = slope(question.analytic);
  if (question.declared) scaled_.declared = slope(*question.declared);
  scaled_.edge_below = std::ldexp(question.edge_below, x_by_);
  scaled_.edge_above = std::ldexp(question.edge_above, x_by_);
  constexpr double kSpacing = std::numeric_limits<double>::denorm_min();
  constexpr double kSteps = 16;  // of rounded arguments
  scaled_.least_step = std::ldexp(std::max(question.least_step, kSteps * kSpacing), x_by_);
  scaled_.f_scaled = f_by_;
  scaled_.slope_scaled = f_by_ - x_by_;
  if (question.sensitivity) scaled_.sensitivity = [this] { return slope(plain_.sensitivity()); };
  if (question.twin == nullptr) return;
  twin_ = [this](Quad t) { return scaled((*plain_.twin)(scaled(t, -x_by_)), f_by_); };
  twin_reference_.emplace(twin_);
  scaled_.twin = &*twin_reference_;
  if (question.twin_analytic)
    scaled_.twin_analytic = [this] { return scaled(plain_.twin_analytic(), f_by_ - x_by_); };
}

double ScaledQuestion::slope(double of_question) const {
  return std::ldexp(of_question, f_by_ - x_by_);
}

double ScaledQuestion::of_f(double figure) const { return std::ldexp(figure, f_by_); }

void ScaledQuestion::restore(PointReport& report) const {
  for (double* x : {&report.h, &report.x_minus, &report.x_plus, &report.run})
    *x = std::ldexp(*x, -x_by_);
  report.rise = std::ldexp(report.rise, -f_by_);
  for (double* slope : {&report.slope, &report.error, &report.truncation, &report.noise,
                        &report.left, &report.right, &report.difference, &report.tolerance})
    *slope = std::ldexp(*slope, x_by_ - f_by_);
  report.analytic = plain_.analytic;
}

}  // namespace riserun::check
