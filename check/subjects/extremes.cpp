#include <riserun/check/subjects/extremes.hpp>

#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include <riserun/base/errors.hpp>
#include <riserun/check/subjects/points.hpp>

namespace riserun::check {
namespace {

constexpr double kMost = std::numeric_limits<double>::max();
constexpr std::array kExtremeSizes = {
    0.0,  5e-324, 1e-310, 0x1p-1022, 1e-300, 1e-160, 1e-100, 1e-40, 1e-20, 1e-12,
    1e-8, 1e-5,   1e-3,   0.1,       0.5,    0.9,    1.0,    1.2,   2.0,   3.0,
    7.0,  20.0,   30.0,   38.0,      300.0,  709.0,  710.5,  745.0, 1e4,   1e8,
    1e16, 1e40,   1e100,  1e150,     1e155,  1e160,  1e200,  1e300, kMost};

constexpr double kFar = 30;  // e^-30 is nothing beside 1, and yet has all its digits

bool goes_beyond(const OpInfo& info) { return !info.beyond.why.empty() && info.beyond.tried; }

bool finite_edge(const Edge& edge, std::size_t i) {
  return edge.kind != EdgeKind::none && std::isfinite(edge.at[i]) && edge.at[i] != 0;
}

// All values of one operand.
std::vector<double> values(const OpInfo& info, int operand) {
  const Interval domain = domain_of(info, operand);
  std::vector<double> all;
  const auto add = [&](double x) {
    if (std::isfinite(x) && (goes_beyond(info) || (x >= domain.low && x <= domain.high)))
      all.push_back(x);
  };
  for (double size : kExtremeSizes) {
    add(size);
    add(-size);
  }
  const auto beside = [&](double x) {
    for (double by : {0x1p-53, 1e-8, 1e-3}) {
      add(x * (1 - by));
      add(x * (1 + 2 * by));
    }
  };
  beside(1);
  beside(domain.low);
  beside(domain.high);
  for (const Edge& edge : info.edges)
    if (info.arity != kVariadic && finite_edge(edge, static_cast<std::size_t>(operand)))
      beside(edge.at[static_cast<std::size_t>(operand)]);
  return all;
}

}  // namespace

std::vector<std::vector<double>> extreme_points(const OpInfo& info, int operands, Random random) {
  std::vector<std::vector<double>> lists, points;
  for (int i = 0; i < operands; ++i) lists.push_back(values(info, i));
  for (const Edge& edge : info.edges)
    if (edge.kind != EdgeKind::none && info.operands_of(edge) == operands)
      points.emplace_back(edge.at.begin(), edge.at.begin() + operands);
  for (std::size_t i = 0; i < lists.size(); ++i)
    for (double x : lists[i]) {
      if (lists.size() > 2 && random.below(lists.size()) != 0) continue;
      std::vector<double> at;
      for (const std::vector<double>& list : lists) at.push_back(list[random.below(list.size())]);
      at[i] = x;
      points.push_back(at);
      if (lists.size() == 1) continue;
      const std::size_t other = (i + 1) % lists.size();
      const Interval domain = domain_of(info, static_cast<int>(other));
      at[other] = std::array{x, -x, x - kFar}[random.below(3)];
      if (goes_beyond(info) || (at[other] >= domain.low && at[other] <= domain.high))
        points.push_back(at);
    }
  return points;
}

void find_lost_nan(const OpUnderTest& op, std::vector<std::string>& broken) {
  if (op.info.arity != kVariadic) return;
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  try {
    // Some leave an operand out, as affine does the first of two.
    if (!std::isnan(op.forward(std::array{1.0, kNaN}))) return;
    if (!std::isnan(op.forward(std::array{kNaN, 1.0}))) return;
    for (double infinity : {kInfinity, -kInfinity}) {
      const double last = op.forward(std::array{infinity, kNaN});
      const double first = op.forward(std::array{kNaN, infinity});
      if (std::isnan(last) != std::isnan(first))
        broken.push_back(
            fmt::format("a NaN is lost: of ({0}, nan) the value is {1}, of (nan, {0}) it is {2}",
                        infinity, last, first));
    }
  } catch (const Error&) {  // it refuses two operands, or these
  }
}

}  // namespace riserun::check
