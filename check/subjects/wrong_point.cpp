#include <riserun/check/subjects/wrong_point.hpp>

#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include <riserun/check/subjects/edges.hpp>
#include <riserun/check/subjects/mistake.hpp>
#include <riserun/check/subjects/op_point.hpp>
#include <riserun/check/subjects/points.hpp>

namespace riserun::check {

std::string name_mistake(const OpUnderTest& op, std::span<const double> x,
                         const EngineResult& engine, PointReport& report) {
  if (report.verdict != Verdict::fail || std::isnan(report.slope) || !std::isnan(report.left))
    return "";
  constexpr std::size_t kMost = 8;
  std::vector<double> slopes;
  for (std::size_t j = 0; j < x.size() && x.size() <= kMost; ++j) {
    std::vector<double> moved(x.begin(), x.end());
    auto f = [&](double t) {
      moved[j] = t;
      return forward_at(op, moved);
    };
    Probe<double> probe{f, x[j], engine.y, {}, 0};
    probe.first_step = first_step<double>(probe.f, probe.x, probe.fx);
    slopes.push_back(rise_over_run(probe).value);
  }
  const Symptom symptom{.analytic = report.analytic,
                        .slope = report.slope,
                        .tolerance = report.tolerance,
                        .y = engine.y,
                        .operand = static_cast<std::size_t>(report.operand),
                        .x = x,
                        .slopes = slopes};
  const std::string text = symptom_text(symptom);
  if (!text.empty()) report.reason += (report.reason.empty() ? "" : "; ") + text;
  return likely_mistake(symptom);
}

PointReport simplest(const OpUnderTest& op, const PointReport& wrong, const Options& options) {
  constexpr std::array kSimple = {0.0, 1.0,  -1.0, 2.0,  -2.0, 0.5,  -0.5,
                                  4.0, -4.0, 8.0,  -8.0, 0.25, -0.25};
  constexpr std::size_t kMost = 16;
  PointReport best = wrong;
  if (wrong.at.size() > kMost) return best;
  for (std::size_t i = 0; i < wrong.at.size(); ++i) {
    const Interval domain = domain_of(op.info, static_cast<int>(i));
    for (double simple : kSimple) {
      if (simple < domain.low || simple > domain.high) continue;
      std::vector<double> at = best.at;
      if (at[i] == simple) break;
      at[i] = simple;
      if (declared_edge(op.info, at) >= 0) continue;
      const EngineResult engine = through_engine(op, at);
      PointReport report = judge_op(op, at, wrong.operand, engine, options);
      if (report.verdict != wrong.verdict) continue;
      name_mistake(op, at, engine, report);
      best = std::move(report);
      break;
    }
  }
  return best;
}

}  // namespace riserun::check
