// Every op's second derivatives, as the engine computes them, against rise over run of its partials
// in quad precision. An op without them, or with wrong ones, fails here by name.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <riserun/check/subjects/op_under_test.hpp>
#include <riserun/check/subjects/points.hpp>
#include <riserun/core/derivatives/calculus.hpp>
#include <riserun/core/ops.hpp>

namespace riserun::check {
namespace {

/// The partials at x in quad.
std::vector<Quad> partials_at(const OpUnderTest& op, std::span<const Quad> x) {
  std::vector<Quad> dy_dx(x.size());
  op.twin_partials(x, op.twin_forward(x), dy_dx);
  return dy_dx;
}

/// d(partials)/dx_j at x, from one side (1 or -1): the slope at 0 of the polynomial through five
/// points h .. 5 h off, so that a convention at x itself does not count. The step is small beside
/// x, the distance to the ends of the domain (log1p at -1) and, unless the domain spans decades
/// without end (log), beside 1.
std::vector<double> slopes(const OpUnderTest& op, const std::vector<double>& at, std::size_t j,
                           int side) {
  constexpr std::array<int, 5> kTwelfths = {-77, 214, -234, 122, -25};
  const Interval domain = domain_of(op.info, static_cast<int>(j));
  double size = at[j] == 0.0 ? 1.0 : std::abs(at[j]);
  if (domain.high < 1e20) size = std::min(size, 1.0);
  for (double end : {domain.low, domain.high})
    if (end != at[j]) size = std::min(size, std::abs(end - at[j]));
  const Quad h = ldexp(Quad(side * size), -26);
  std::vector<Quad> x(at.begin(), at.end()), sum(at.size(), Quad(0));
  for (int k = 0; k < 5; ++k) {
    x[j] = Quad(at[j]) + Quad(k + 1) * h;
    const std::vector<Quad> p = partials_at(op, x);
    for (std::size_t i = 0; i < p.size(); ++i) sum[i] += Quad(kTwelfths[k]) * p[i];
  }
  std::vector<double> slope;
  for (const Quad& s : sum) slope.push_back(static_cast<double>(s / (Quad(12) * h)));
  return slope;
}

struct Findings {
  int compared = 0;
  double worst = 0.0;  // in units of rounding, see below
  std::string where;
};

/// In units of rounding: of the second derivative, and of the first where that is larger. Ops that
/// are cones (hypot, norm) have slopes of one size however small x is; their terms are of size
/// slope / x.
double units_of(const OpUnderTest& op, double error, double second, double slope, double x) {
  if (std::isnan(error)) return std::numeric_limits<double>::infinity();
  if (std::abs(error) <= 1e-300) return 0.0;
  const bool cone = op.info.name == ops::Hypot::info.name || op.info.name == ops::Norm::info.name;
  const double scale = cone ? std::abs(x) : std::max(1.0, std::abs(x));
  return std::abs(error) / (0x1p-52 * (std::abs(second) + std::abs(slope) / scale));
}

/// Compares all of the Hessian at x. A jump of the slope (softsign at 0) allows any value between.
void compare(const OpUnderTest& op, const std::vector<double>& x, Findings& findings) {
  const Matrix h = hessian(op.record, x);
  const std::vector<Quad> p = partials_at(op, std::vector<Quad>(x.begin(), x.end()));
  for (std::size_t j = 0; j < x.size(); ++j) {
    const std::vector<double> right = slopes(op, x, j, 1), left = slopes(op, x, j, -1);
    for (std::size_t i = 0; i < x.size(); ++i) {
      double low = right[i], high = left[i];
      if (!std::isfinite(low)) low = high;  // the end of the domain
      if (!std::isfinite(high)) high = low;
      if (!std::isfinite(low) || std::abs(low) > 1e290) continue;
      if (low > high) std::swap(low, high);
      const double error = h(j, i) - std::clamp(h(j, i), low, high);
      const double units = units_of(op, error, std::max(std::abs(low), std::abs(high)),
                                    static_cast<double>(p[i]), x[j]);
      ++findings.compared;
      if (units <= findings.worst) continue;
      findings.worst = units;
      findings.where = fmt::format("d2{}/dx{} dx{} at ({}): {} instead of {} .. {}", op.info.name,
                                   i, j, fmt::join(x, ", "), h(j, i), low, high);
    }
  }
}

Findings examine(const OpUnderTest& op) {
  Findings findings;
  const int operands = op.info.arity == kVariadic ? 5 : op.info.arity;
  for (const auto& x : sample_points(op.info, operands, 60, Random(1))) compare(op, x, findings);
  return findings;
}

/// Exponentials of differences of large numbers lose hundreds by the operands' rounding alone.
double allowed(const OpUnderTest& op) {
  return op.info.name == ops::LogSumExp::info.name ||
                 op.info.name == ops::SoftmaxCrossEntropy::info.name
             ? 600
             : 10;
}

TEST(SecondDerivatives, OfEveryBuiltinOp) {
  for (const OpUnderTest& op : under_test_all<BuiltinOps>()) {
    const Findings found = examine(op);
    EXPECT_GE(found.compared, 40) << op.info.name;
    EXPECT_LE(found.worst, allowed(op)) << found.where;
  }
}

// Each operand in turn as a constant, which a node records in another way than a variable.
TEST(SecondDerivatives, WithConstantOperands) {
  for (const OpUnderTest& op : under_test_all<BuiltinOps>()) {
    const int operands = op.info.arity == kVariadic ? 4 : op.info.arity;
    for (const auto& x : sample_points(op.info, operands, 10, Random(2))) {
      const Matrix all = hessian(op.record, x);
      for (std::size_t constant = 0; x.size() > 1 && constant < x.size(); ++constant) {
        const Matrix some = hessian(
            [&](std::span<const Value> variables) {
              std::vector<Value> mixed(variables.begin(), variables.end());
              mixed[constant] = x[constant];
              return op.record(mixed);
            },
            x);
        for (std::size_t i = 0; i < x.size(); ++i)
          for (std::size_t j = 0; j < x.size(); ++j) {
            const double wanted = i == constant || j == constant ? 0.0 : all(i, j);
            EXPECT_TRUE(some(i, j) == wanted || (std::isnan(some(i, j)) && std::isnan(wanted)))
                << op.info.name << " at (" << fmt::format("{}", fmt::join(x, ", "))
                << "), constant " << constant << ": " << some(i, j) << " instead of " << wanted;
          }
      }
    }
  }
}

// ---- what the test above must reject ---------------------------------------------------------

// Right at first order everywhere; at x = 1 the short cut has another derivative than the curve.
struct CubeWithShortCut {
  static constexpr auto info = unary_op("cube with a short cut", "x^3", {.domain = {-8, 8}});
  template <class T>
  static T forward(T x) {
    return x * x * x;
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    if (x == T(1)) return {T(3)};
    return {T(3) * x * x};
  }
};
// y / x is right to the last digit, and its derivative has none left near 0.
struct SquareByDivision {
  static constexpr auto info = unary_op("x sin x", "x sin x", {.domain = {-1, 1}});
  template <class T>
  static T forward(T x) {
    using std::sin;
    return x * sin(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    using std::cos;
    return {x == T(0) ? T(0) : y / x + x * cos(x)};
  }
};

TEST(SecondDerivatives, WrongOnesAreSeen) {
  EXPECT_GT(examine(under_test<CubeWithShortCut>()).worst, 1e6);
  EXPECT_GT(examine(under_test<SquareByDivision>()).worst, 1e6);
}

// Looks its slope up in plain numbers, which would lose the second derivative.
struct Converted {
  static constexpr auto info = unary_op("converted", "x^2", {.domain = {-8, 8}});
  template <class T>
  static T forward(T x) {
    return x * x;
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {T(2 * static_cast<double>(x))};
  }
};

TEST(SecondDerivatives, ALostDerivativeIsNamed) {
  try {
    static_cast<void>(
        hessian([](const auto& x) { return apply<Converted>(x[0]); }, std::vector<double>{1.0}));
    FAIL() << "nothing was thrown";
  } catch (const TapeError& error) {
    EXPECT_NE(std::string(error.what()).find("\"converted\""), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace riserun::check
