#include <riserun/check/subjects/edges.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/check/subjects/points.hpp>

namespace riserun::check {
namespace {

std::span<const double> operands_at(const OpInfo& info, const Edge& edge) {
  return {edge.at.data(), static_cast<std::size_t>(info.operands_of(edge))};
}

// Whether a kink is declared because both operands are the same. Two zeros are no such case: hypot's
// kink is the point, max's the line.
bool is_tie(const Edge& edge, std::size_t i, std::size_t j) {
  return edge.kind == EdgeKind::kink && edge.at[i] == edge.at[j] && edge.at[i] != 0;
}

// In an op of any number of operands any of them may have the edge's value; of a few, the same one.
bool share_coordinate(const OpInfo& info, const Edge& edge, std::span<const double> x) {
  const std::span<const double> at = operands_at(info, edge);
  if (info.arity == kVariadic)
    return std::find_first_of(x.begin(), x.end(), at.begin(), at.end()) != x.end();
  for (std::size_t i = 0; i < x.size() && i < at.size(); ++i)
    if (at[i] == x[i]) return true;
  return false;
}

bool has_tie(std::span<const double> x) {
  for (std::size_t i = 0; i < x.size(); ++i)
    if (std::find(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(i), x[i]) !=
        x.begin() + static_cast<std::ptrdiff_t>(i))
      return true;
  return false;
}

bool share_tie(const OpInfo& info, const Edge& edge, std::span<const double> x) {
  const std::span<const double> at = operands_at(info, edge);
  if (info.arity == kVariadic) return has_tie(at) && has_tie(x);
  for (std::size_t i = 0; i < x.size() && i < at.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (at[i] == at[j] && x[i] == x[j]) return true;
  return false;
}

// An op that throws outside its domain has said so.
bool is_nan_at(const OpUnderTest& op, std::span<const double> x) {
  try {
    return std::isnan(op.forward(x));
  } catch (...) {
    return false;
  }
}

bool any_edge(const OpInfo& info, auto&& such) {
  return std::any_of(info.edges.begin(), info.edges.end(), such);
}

}  // namespace

bool touches_boundary(const OpInfo& info, std::span<const double> x) {
  return any_edge(info, [&](const Edge& edge) {
    return (edge.kind == EdgeKind::boundary || edge.kind == EdgeKind::jump) &&
           share_coordinate(info, edge, x);
  });
}

bool on_boundary_line(const OpInfo& info, std::span<const double> x, double y) {
  return any_edge(info, [&](const Edge& edge) {
    if (edge.kind != EdgeKind::boundary && edge.kind != EdgeKind::jump) return false;
    const std::span<const double> at = operands_at(info, edge);
    bool finite = std::isfinite(edge.y);
    for (std::size_t i = 0; i < at.size(); ++i) finite = finite && std::isfinite(edge.partials[i]);
    if (finite) return false;
    for (std::size_t i = 0; i < at.size() && i < x.size(); ++i) {
      const Interval domain = domain_of(info, static_cast<int>(i));
      const bool at_end = !(at[i] > domain.low && at[i] < domain.high);
      if (x[i] == at[i] && (at_end || (!std::isfinite(edge.y) && !std::isfinite(y)))) return true;
    }
    return false;
  });
}

bool declares_jumps(const OpInfo& info) {
  return any_edge(info, [](const Edge& edge) { return edge.kind == EdgeKind::jump; });
}

KinkRule kink_rule(const OpInfo& info, std::span<const double> x) {
  const bool declared = any_edge(info, [&](const Edge& edge) {
    return edge.kind == EdgeKind::kink &&
           (share_coordinate(info, edge, x) || share_tie(info, edge, x));
  });
  return declared ? KinkRule::between : KinkRule::reject;
}

std::optional<double> declared_at_tie(const OpInfo& info, std::span<const double> x, int operand) {
  std::optional<double> declared;
  if (info.arity != 2 || x[0] != x[1]) return declared;
  for (const Edge& edge : info.edges) {
    if (!is_tie(edge, 0, 1)) continue;
    const double partial = edge.partials[static_cast<std::size_t>(operand)];
    if (declared && *declared != partial) return std::nullopt;
    declared = partial;
  }
  return declared;
}

Neighbours nearest_edges(const OpInfo& info, std::span<const double> x, int operand) {
  const auto i = static_cast<std::size_t>(operand);
  Neighbours nearest;
  const auto consider = [&](double place) {
    if (place < x[i]) nearest.below = std::max(nearest.below, place);
    if (place > x[i]) nearest.above = std::min(nearest.above, place);
  };
  for (const Edge& edge : info.edges) {
    if (edge.kind == EdgeKind::none) continue;
    const std::span<const double> at = operands_at(info, edge);
    if (info.arity != kVariadic) {
      consider(at[i]);
      for (std::size_t j = 0; j < x.size(); ++j)
        if (j != i && is_tie(edge, i, j)) consider(x[j]);
      continue;
    }
    if (edge.kind != EdgeKind::kink) continue;  // lists declare ordinary points, too
    for (double place : at) consider(place);
    if (at.size() > 1 && is_tie(edge, 0, 1))
      for (double place : x) consider(place);
  }
  return nearest;
}

void find_missing_edges(const OpUnderTest& op, std::vector<std::string>& gaps) {
  const OpInfo& info = op.info;
  if (info.arity == kVariadic) return;
  const bool declares = std::any_of(info.edges.begin(), info.edges.end(), [](const Edge& edge) {
    return edge.kind == EdgeKind::boundary || edge.kind == EdgeKind::jump;
  });
  if (declares) return;
  std::vector<double> x;
  for (int i = 0; i < info.arity;
       ++i) {  // an ordinary place: 1 where that is inside, else the middle
    const Interval domain = domain_of(info, i);
    x.push_back(domain.low <= 1 && 1 <= domain.high ? 1 : domain.low / 2 + domain.high / 2);
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Interval domain = domain_of(info, static_cast<int>(i));
    const double middle = x[i];
    for (double probe : {0.0, -1.0, 1.0, -2.0, 2.0, std::nextafter(domain.low, -kInfinity),
                         std::nextafter(domain.high, kInfinity)}) {
      if (probe >= domain.low && probe <= domain.high) continue;
      x[i] = probe;
      if (!is_nan_at(op, x)) continue;
      gaps.push_back(
          fmt::format("operand {}: forward is NaN at {:.10g}, outside the domain, and info.edges "
                      "declares no boundary",
                      i, probe));
      break;
    }
    x[i] = middle;
  }
}

}  // namespace riserun::check
