#include <riserun/check/subjects/points.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace riserun::check {
namespace {

using Limits = std::numeric_limits<double>;

constexpr double kTame = 3.0;
constexpr std::array kSpecial = {0.0, 1.0,  -1.0, 2.0,   -2.0, 0.5,  -0.5,
                                 4.0, -4.0, 10.0, -10.0, 1e-3, -1e-3};
// Where the arithmetic itself changes: the smallest numbers, far below 1, far above.
constexpr std::array kExtreme = {Limits::min(),
                                 -Limits::min(),
                                 Limits::denorm_min(),
                                 -Limits::denorm_min(),
                                 1e-310,
                                 -1e-310,
                                 -0.0,
                                 1e-300,
                                 -1e-300,
                                 1e300,
                                 -1e300};
// Magnitudes from here up are most of the draws of any size, where the domain goes down to 0; some
// go down to the next, a few to the end of double.
constexpr double kSmall = 1e-10, kTiny = 1e-30;

bool inside(const Interval& domain, double x) { return x >= domain.low && x <= domain.high; }

// Draws the values of one operand.
class Coordinate {
 public:
  Coordinate(const OpInfo& info, int operand, Reach reach)
      : domain_(domain_of(info, operand)), reach_(reach) {
    if (info.arity == 1) smallest_ = Limits::denorm_min();
    for (double x : kSpecial)
      if (inside(domain_, x)) special_.push_back(x);
    for (double x : {domain_.low, domain_.high}) {
      special_.push_back(x);
      landmarks_.push_back(x);
    }
    for (double x : kExtreme)
      if (reach == Reach::ends_of_double && inside(domain_, x)) extreme_.push_back(x);
    const bool variadic = info.arity == kVariadic;
    for (const Edge& edge : info.edges)
      for (int i = 0; edge.kind != EdgeKind::none && i < info.operands_of(edge); ++i) {
        const double x = edge.at[static_cast<std::size_t>(i)];
        if ((variadic || i == operand) && std::isfinite(x)) landmarks_.push_back(x);
      }
  }

  [[nodiscard]] const std::vector<double>& special() const { return special_; }

  [[nodiscard]] const std::vector<double>& extreme() const { return extreme_; }

  double special(Random& random) const { return special_[random.below(special_.size())]; }

  // Log-uniform over the domain's magnitudes of the wanted sign, of the other where it has none.
  double any_size(Random& random, bool negative) const {
    if (negative && !(domain_.low < 0)) negative = false;
    if (!negative && !(domain_.high > 0)) negative = true;
    const double most = negative ? -domain_.low : domain_.high;
    const double inner = negative ? -domain_.high : domain_.low;
    const std::uint64_t kind = reach_ == Reach::ordinary ? 7 : random.below(8);
    const double end = kind == 0 ? smallest_ : kind == 1 ? kTiny : kSmall;
    const double least = inner > 0 ? inner : std::min(end, most * 1e-6);
    const double size = std::exp(random.uniform(std::log(least), std::log(most)));
    return placed(negative ? -size : size, random);
  }

  // At an integer or a half, or a thousandth to a billionth beside it; small ones most of the time.
  double near_half(Random& random) const {
    constexpr double kSmallOnes = 16;
    double half = std::floor(random.uniform(-kSmallOnes, kSmallOnes + 1));
    if (random.below(2) == 0) half = std::nearbyint(2 * any_size(random, random.below(2) == 0));
    const double apart = random.below(3) == 0 ? 0.0 : std::pow(10.0, random.uniform(-9, -3));
    const double x = half / 2 + (random.below(2) == 0 ? apart : -apart);
    return inside(domain_, x) ? x : tame(random);
  }

  double tame(Random& random) const {
    const double low = std::max(domain_.low, -kTame);
    const double high = std::min(domain_.high, kTame);
    if (!(low < high)) return any_size(random, random.below(2) == 0);
    return placed(random.uniform(low, high), random);
  }

  // A tenth to a hundred-millionth beside a declared edge or an end of the domain.
  double near_edge(Random& random) const {
    const double edge = landmarks_[random.below(landmarks_.size())];
    const double distance =
        std::pow(10.0, random.uniform(-8, -1)) * (edge == 0 ? 1.0 : std::abs(edge));
    const bool below = random.below(2) == 0;
    const double x = below ? edge - distance : edge + distance;
    return placed(inside(domain_, x) ? x : (below ? edge + distance : edge - distance), random);
  }

  double placed(double x, Random& random) const {
    if (inside(domain_, snapped(x))) return snapped(x);
    if (inside(domain_, x)) return x;
    const double share = random.uniform();
    return snapped(domain_.low * (1 - share) + domain_.high * share);
  }

 private:
  Interval domain_;
  Reach reach_;
  // Where operands meet, such as in a quotient, subnormal numbers of all of them leave no digits.
  double smallest_ = Limits::min();
  std::vector<double> special_, extreme_, landmarks_;
};

}  // namespace

double snapped(double x) {
  constexpr int kBits = 40;
  if (x == 0 || !std::isfinite(x)) return x;
  int exponent = 0;
  const double fraction = std::frexp(x, &exponent);
  return std::ldexp(std::nearbyint(std::ldexp(fraction, kBits)), exponent - kBits);
}

Interval domain_of(const OpInfo& info, int operand) {
  return info.domain[info.arity == kVariadic ? 0 : static_cast<std::size_t>(operand)];
}

int declared_edge(const OpInfo& info, std::span<const double> at) {
  for (std::size_t i = 0; i < info.edges.size(); ++i) {
    const Edge& edge = info.edges[i];
    if (edge.kind != EdgeKind::none && info.operands_of(edge) == static_cast<int>(at.size()) &&
        std::equal(at.begin(), at.end(), edge.at.begin()))
      return static_cast<int>(i);
  }
  return -1;
}

std::vector<std::vector<double>> sample_points(const OpInfo& info, int operands, int count,
                                               Random random, Reach reach) {
  std::vector<std::vector<double>> points;
  std::vector<Coordinate> coordinates;
  for (int i = 0; i < operands; ++i) {
    const Interval domain = domain_of(info, i);
    if (!(domain.low < domain.high)) return points;
    coordinates.emplace_back(info, i, reach);
  }
  const std::size_t n = coordinates.size();
  auto keep = [&](std::vector<double> at) {
    if (declared_edge(info, at) < 0) points.push_back(std::move(at));
  };
  // Every special value of every operand once, beside special values of the others.
  for (std::size_t i = 0; i < n && n <= kMaxArity; ++i)
    for (double x : coordinates[i].special()) {
      std::vector<double> at(n);
      for (std::size_t j = 0; j < n; ++j) at[j] = j == i ? x : coordinates[j].special(random);
      keep(std::move(at));
    }
  // Every extreme value of every operand, beside tame values of the others.
  for (std::size_t i = 0; i < n && n <= kMaxArity; ++i)
    for (double x : coordinates[i].extreme()) {
      std::vector<double> at(n);
      for (std::size_t j = 0; j < n; ++j) at[j] = j == i ? x : coordinates[j].tame(random);
      keep(std::move(at));
    }
  const auto wanted = static_cast<std::size_t>(std::max(count, 0));
  if (points.size() > wanted) points.resize(wanted);
  for (std::size_t k = 0; points.size() < wanted; ++k) {
    std::vector<double> at(n);
    const std::size_t kind = k % 10;
    const std::uint64_t signs = n <= 4 ? k / 10 : random.bits();
    auto draw = [&](std::size_t i, std::size_t how) {
      const bool negative = (signs >> (i % 64) & 1) != 0;
      return how < 5 ? coordinates[i].any_size(random, negative) : coordinates[i].tame(random);
    };
    if (kind < 7) {  // all of any size, or all tame
      for (std::size_t i = 0; i < n; ++i) at[i] = draw(i, kind);
    } else if (kind == 7 || (kind == 8 && n == 1)) {
      const std::size_t edge = random.below(n);
      for (std::size_t i = 0; i < n; ++i)
        at[i] = i == edge ? coordinates[i].near_edge(random) : draw(i, random.below(10));
    } else if (kind == 8) {  // two operands close to a tie, or on it
      for (std::size_t i = 0; i < n; ++i) at[i] = draw(i, random.below(10));
      const std::size_t i = random.below(n);
      const std::size_t j = (i + 1 + random.below(n - 1)) % n;
      const double apart = random.below(4) == 0 ? 0.0 : std::pow(10.0, random.uniform(-8, -1));
      at[j] = coordinates[j].placed(at[i] * (random.below(2) == 0 ? 1 + apart : 1 - apart), random);
    } else {  // beside halves, and in long lists special values among anything
      for (std::size_t i = 0; i < n; ++i) {
        if (n > kMaxArity || reach == Reach::ordinary)
          at[i] = n > kMaxArity && random.below(4) == 0 ? coordinates[i].special(random)
                                                        : draw(i, random.below(10));
        else
          at[i] = random.below(n + 1) == 0 ? draw(i, random.below(10))
                                           : coordinates[i].near_half(random);
      }
    }
    keep(std::move(at));
    if (k > 4 * wanted + 64) break;  // a domain that holds little but its edges
  }
  return points;
}

}  // namespace riserun::check
