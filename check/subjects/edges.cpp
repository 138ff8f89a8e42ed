#include <riserun/check/subjects/edges.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/check/subjects/points.hpp>

namespace riserun::check {
namespace {

// In an op of any number of operands any of them may have the edge's value; of a few, the same one.
bool share_coordinate(const OpInfo& info, const Edge& edge, std::span<const double> x) {
  const std::span<const double> at(edge.at.data(),
                                   static_cast<std::size_t>(info.operands_of(edge)));
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
  const std::span<const double> at(edge.at.data(),
                                   static_cast<std::size_t>(info.operands_of(edge)));
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
    if (edge.kind != EdgeKind::kink || edge.at[0] != edge.at[1]) continue;
    const double partial = edge.partials[static_cast<std::size_t>(operand)];
    if (declared && *declared != partial) return std::nullopt;
    declared = partial;
  }
  return declared;
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
