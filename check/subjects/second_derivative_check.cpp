#include <riserun/check/subjects/second_derivative_check.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

#include <riserun/base/errors.hpp>
#include <riserun/check/slope/as_double.hpp>
#include <riserun/check/subjects/bend.hpp>
#include <riserun/check/subjects/extremes.hpp>
#include <riserun/check/subjects/points.hpp>
#include <riserun/check/verdict/judge.hpp>
#include <riserun/core/derivatives/calculus.hpp>

namespace riserun::check {
namespace {

using std::abs;

// Results near the end of the range may have lost digits in a factor that was smaller still.
constexpr double kLeast = 4096 * std::numeric_limits<double>::denorm_min();
// Beyond it a few roundings decide whether a result is infinite.
constexpr double kEnd = 0.999 * std::numeric_limits<double>::max();
constexpr double kUsual = 1e-5;  // of Digits::usual
constexpr double kTimes = 4;     // the bend's estimated error, this often, is no accusation

std::string exact_point(std::span<const double> x) {
  std::string text;
  for (double v : x) text += fmt::format("{}{:.17g}", text.empty() ? "" : ", ", v);
  return text;
}

/// Inside the domain, and neither tiny nor huge.
bool is_usual_point(const OpInfo& info, const std::vector<double>& x) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Interval domain = domain_of(info, static_cast<int>(i));
    if (!(abs(x[i]) >= 1e-3 && abs(x[i]) <= 1e3 && x[i] >= domain.low && x[i] <= domain.high))
      return false;
  }
  return true;
}

// The check at one point.
class Point {
 public:
  Point(const OpUnderTest& op, std::span<const double> x, const Options& options, Digits digits,
        std::set<std::string>& known, std::vector<std::string>& broken)
      : op_(op), x_(x), options_(options), digits_(digits), known_(known), broken_(broken) {}

  void check() {
    const std::vector<Quad> x(x_.begin(), x_.end());
    const Quad y = op_.twin_forward(x);
    if (!isfinite(y)) return;
    y_ = number(y);
    slopes_ = partials_in_quad(op_, x);
    if (!std::ranges::all_of(slopes_, [](Quad p) { return isfinite(p); })) return;
    RecordedFunction function(op_.record, x_);
    gradient_ = function.gradient();
    if (digits_ == Digits::usual && lost_its_slope()) return;  // no digits are left to bend
    hessian_ = function.hessian();
    for (std::size_t j = 0; j < x_.size(); ++j) {
      const std::vector<Bend> bends = bends_at(op_, x_, j);
      for (std::size_t i = 0; i < x_.size(); ++i)
        if (const auto right = instead(i, j, bends[i]))
          say(fmt::format("d2y/dx{} dx{}", j, i), number(*right), hessian_(j, i));
    }
    for (std::size_t i = 0; i < x_.size(); ++i) {
      if (digits_ == Digits::all) check_slope(i);
      for (std::size_t j = 0; j < i; ++j) check_symmetry(i, j);
    }
  }

 private:
  // Whether `found` is `wanted` but for `ulps` and what its error and its operands' rounding allow.
  bool agrees(double found, Quad wanted, Quad error, double condition) const {
    const double rounded = number(wanted);
    if (abs(rounded) > kEnd)
      return abs(found) > kEnd && std::signbit(found) == std::signbit(rounded);
    const double allowed = options_.budget * (ulp_of(rounded) + kEpsilon<double> * condition);
    return abs(Quad(found) - wanted) <= Quad(allowed + kLeast) + Quad(kTimes) * error;
  }

  // What rounding the operands may change of a quantity given by `at`, in units of the rounding.
  template <class At>
  double condition(At at) const {
    constexpr double kMove = 0x1p-20;
    double sum = 0;
    std::vector<double> x(x_.begin(), x_.end());
    for (std::size_t k = 0; k < x.size(); ++k) {
      const auto moved = [&](double by) {
        x[k] = x_[k] * (1 + by);
        return at(std::span<const double>(x));
      };
      const double change = number((moved(kMove) - moved(-kMove)) / Quad(2 * kMove));
      x[k] = x_[k];
      if (std::isfinite(change)) sum += abs(change);
    }
    return sum;
  }

  // Whether rounding has spoiled a partial, as it does 1 - tanh^2 where tanh is 1.
  bool lost_its_slope() const {
    for (std::size_t i = 0; i < x_.size(); ++i)
      if (abs(Quad(gradient_[i]) - slopes_[i]) > Quad(kUsual) * abs(slopes_[i])) return true;
    return false;
  }

  // Whether two values of d2y/dxi dxj are alike to those digits that Digits::usual asks for.
  bool is_usual(double a, double b, std::size_t i, std::size_t j) const {
    if (digits_ == Digits::all) return false;
    double scale = std::max(abs(a), abs(b));
    if (x_[j] != 0) scale = std::max(scale, abs(gradient_[i] / x_[j]));
    if (x_[i] != 0) scale = std::max(scale, abs(gradient_[j] / x_[i]));
    return abs(a - b) <= kUsual * scale;
  }

  // The right value where the engine's is wrong. Where the slope jumps, as softsign's at 0,
  // anything between both sides will do.
  std::optional<Quad> instead(std::size_t i, std::size_t j, const Bend& bend) const {
    const double found = hessian_(j, i);
    if (bend.found() && is_usual(found, number(bend.value), i, j)) return std::nullopt;
    const auto agrees_with = [&](const Bend& other) {
      return other.found() && agrees(found, other.value, other.error, lost_digits(i, j, other));
    };
    if (!bend.found() || agrees_with(bend)) return std::nullopt;
    const Bend left = bends_at(op_, x_, j, Side::left)[i];
    const Bend right = bends_at(op_, x_, j, Side::right)[i];
    if (agrees_with(left) || agrees_with(right)) return std::nullopt;
    if (left.found() && right.found() && Quad(found) >= std::min(left.value, right.value) &&
        Quad(found) <= std::max(left.value, right.value))
      return std::nullopt;
    return is_wrong_by(i, j, bend) ? std::optional(bend.value) : std::nullopt;
  }

  // What a subnormal partial or result, which has few digits, leaves to the second derivative, in units of
  // rounding.
  double lost_digits(std::size_t i, std::size_t j, const Bend& bend) const {
    double lost = 0;
    for (double p : {abs(gradient_[i]), abs(gradient_[j]), abs(y_)})
      if (p > 0 && p < std::numeric_limits<double>::min())
        lost = std::max(lost, std::numeric_limits<double>::denorm_min() / p / kEpsilon<double>);
    return lost * abs(number(bend.value));
  }

  // Whether steps of other sizes give the same bend, and no rounding of the operands explains what
  // was found.
  bool is_wrong_by(std::size_t i, std::size_t j, const Bend& bend) const {
    const Bend again = bends_at(op_, x_, j, Side::both, 0.75)[i];
    const Quad apart = abs(again.value - bend.value);
    if (!again.found() || apart > Quad(kTimes) * (bend.error + again.error)) return false;
    const double sensitive =
        condition([&](std::span<const double> x) { return bends_at(op_, x, j)[i].value; });
    return !agrees(hessian_(j, i), bend.value, std::max({bend.error, again.error, apart}),
                   sensitive + lost_digits(i, j, bend));
  }

  void check_slope(std::size_t i) {
    if (agrees(gradient_[i], slopes_[i], 0, 0)) return;
    const double sensitive = condition([&](std::span<const double> x) {
      return partials_in_quad(op_, std::vector<Quad>(x.begin(), x.end()))[i];
    });
    if (!agrees(gradient_[i], slopes_[i], 0, sensitive))
      say(fmt::format("dy/dx{}", i), number(slopes_[i]), gradient_[i]);
  }

  void check_symmetry(std::size_t i, std::size_t j) {
    constexpr double kAlike = 1e-9;
    const double a = hessian_(i, j), b = hessian_(j, i);
    if (a == b || (std::isnan(a) && std::isnan(b)) || is_usual(a, b, i, j)) return;
    if (std::isfinite(a - b) && abs(a - b) <= kAlike * std::max(abs(a), abs(b)) + kLeast) return;
    say(fmt::format("d2y/dx{} dx{} is not d2y/dx{} dx{}", i, j, j, i), b, a);
  }

  void say(const std::string& what, double expected, double found) {
    if (!known_.insert(what).second) return;
    broken_.push_back(fmt::format("at ({}): {}: expected {:.17g}, found {:.17g}", exact_point(x_),
                                  what, expected, found));
  }

  const OpUnderTest& op_;
  std::span<const double> x_;
  const Options& options_;
  Digits digits_;
  double y_ = 0;
  std::set<std::string>& known_;
  std::vector<std::string>& broken_;
  std::vector<Quad> slopes_;
  std::vector<double> gradient_;
  Matrix hessian_;
};

}  // namespace

void check_second_derivatives(const OpUnderTest& op, int samples, const Options& options,
                              Random random, std::vector<std::string>& broken, Digits digits) {
  constexpr int kOperands = 3;  // of an op of any number of them
  if (!op.has_twin()) return;
  const int operands = op.info.arity == kVariadic ? kOperands : op.info.arity;
  std::vector<std::vector<double>> points = extreme_points(op.info, operands, random.stream(1));
  if (digits == Digits::usual)
    std::erase_if(points, [&](const auto& x) { return !is_usual_point(op.info, x); });
  for (auto& x : sample_points(op.info, operands, samples, random.stream(2)))
    points.push_back(std::move(x));
  std::set<std::string> known;
  try {
    for (const std::vector<double>& x : points)
      Point(op, x, options, digits, known, broken).check();
  } catch (const TapeError& error) {
    // An op of a user that has none says so to whoever asks for it, and promises no more.
    if (digits == Digits::all)
      broken.push_back(fmt::format("no second derivative: {}", error.what()));
  }
}

}  // namespace riserun::check
