#include <riserun/check/subjects/op_point.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <riserun/check/subjects/edges.hpp>
#include <riserun/check/subjects/points.hpp>
#include <riserun/check/subjects/suite.hpp>

namespace riserun::check {
namespace {

constexpr std::size_t kFewOperands = 16;         // so many second derivatives are worth their time
constexpr std::size_t kMostTwinOperands = 2000;  // beyond, a point in quad would take seconds

// The op's own formula for its partials, in quad.
std::vector<Quad> twin_partials_at(const OpUnderTest& op, std::span<const Quad> x) {
  std::vector<Quad> partials(x.size());
  op.twin_partials(x, op.twin_forward(x), partials);
  return partials;
}

// Sum over j of |x_j d2f / dx dx_j|: what rounding the operands, and so what any formula computed
// from them, may cost, in units of the rounding. From the partials in quad, which have digits to
// spare where differences of forward would not. With many operands all are moved at once, along two
// patterns of signs.
double sensitivity_of(const OpUnderTest& op, std::span<const double> x, std::size_t operand) {
  constexpr double kMove = 0x1p-30;
  constexpr std::size_t kOneByOne = 8;
  std::vector<Quad> at(x.begin(), x.end());
  auto slope = [&] { return twin_partials_at(op, at)[operand]; };
  auto change = [&](auto&& move) {  // of the slope, for a relative move of 1
    move(kMove);
    const Quad plus = slope();
    move(-kMove);
    const Quad minus = slope();
    move(0.0);
    return std::abs(static_cast<double>((plus - minus) / Quad(2 * kMove)));
  };
  double sum = 0;
  if (x.size() <= kOneByOne) {
    for (std::size_t j = 0; j < x.size(); ++j)
      if (x[j] != 0) sum += change([&](double by) { at[j] = Quad(x[j]) * Quad(1 + by); });
    return sum;
  }
  for (int pattern : {0, 1})
    sum += change([&](double by) {
      for (std::size_t j = 0; j < x.size(); ++j)
        at[j] = Quad(x[j]) * Quad(pattern == 1 && j % 2 == 1 ? 1 - by : 1 + by);
    });
  return 2 * sum;
}

// How many times coarser than elsewhere a result of this size is rounded: below the smallest normal
// number digits are lost.
double coarseness(double y) {
  constexpr double kNormal = std::numeric_limits<double>::min();
  return y != 0 && std::abs(y) < kNormal ? kNormal / std::abs(y) : 1;
}

// Whether forward is infinite only because double ends.
bool overflows(const OpUnderTest& op, std::span<const double> x) {
  return op.has_twin() && isfinite(op.twin_forward(std::vector<Quad>(x.begin(), x.end())));
}

// Whether the engine's gradient is what the op's partials say, but for a few roundings.
bool is_partial(const OpUnderTest& op, std::span<const double> x, std::size_t operand,
                const EngineResult& engine) {
  std::vector<double> partials(x.size());
  op.partials(x, engine.y, partials);
  return std::abs(engine.gradient[operand] - partials[operand]) <= 4 * ulp_of(partials[operand]);
}

// A NaN is in no domain.
bool in_domain(const OpInfo& info, std::span<const double> x) {
  for (std::size_t k = 0; k < x.size(); ++k) {
    const Interval& domain = info.domain[info.arity == kVariadic ? 0 : k];
    if (!(x[k] >= domain.low && x[k] <= domain.high)) return false;
  }
  return true;
}

// What is known of a point before it is judged.
PointReport report_of(const OpUnderTest& op, std::span<const double> x, int operand,
                      const EngineResult& engine, const Options& options) {
  PointReport report;
  report.subject = op.info.name;
  report.operand = operand;
  report.at.assign(x.begin(), x.end());
  report.seed = options.seed;
  report.names = op.operand_names;
  report.repro = repro_of(op, x, operand, options);
  report.analytic = engine.gradient[static_cast<std::size_t>(operand)];
  return report;
}

}  // namespace

double forward_at(const OpUnderTest& op, std::span<const double> x) {
  try {
    return op.forward(x);
  } catch (...) {
    if (in_domain(op.info, x)) throw;
    return std::numeric_limits<double>::quiet_NaN();
  }
}

std::string repro_of(const OpUnderTest& op, std::span<const double> x, int operand,
                     const Options& options) {
  constexpr std::size_t kMost = 16;
  if (x.size() > kMost) return "";
  if (!op.operand_names.empty()) {
    std::string point;
    for (std::size_t i = 0; i < x.size(); ++i)
      point += fmt::format("{}{}={}", i == 0 ? "" : ",", op.operand_names[i], x[i]);
    return fmt::format("{} '{}@{}'", options.program.empty() ? "riserun check" : options.program,
                       op.info.name, point);
  }
  std::string target = fmt::format("{}/{}@", op.info.name, operand);
  for (std::size_t i = 0; i < x.size(); ++i)
    target += fmt::format("{}{:a}", i == 0 ? "" : ",", x[i]);
  if (!options.program.empty()) return options.program + ' ' + target;
  return is_builtin(op)
             ? "riserun check " + target
             : fmt::format("riserun::check::check_at(\"{}\", ops), where ops has your op", target);
}

namespace {

// The whole gradient at once, along a direction.
PointReport judge_along(const OpUnderTest& op, std::span<const double> x,
                        const EngineResult& engine, const Options& options,
                        std::span<const double> direction) {
  PointReport report;
  report.subject = op.info.name;
  report.at.assign(x.begin(), x.end());
  report.seed = options.seed;
  report.verdict = Verdict::undefined;
  Quad slope(0);
  double size = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    slope += Quad(engine.gradient[i]) * Quad(direction[i]);
    size += std::abs(engine.gradient[i] * direction[i]);
  }
  // Where one is not finite, the points one by one say so.
  if (!std::isfinite(size) || !std::isfinite(engine.y)) return report;

  std::vector<double> moved(x.size());
  auto f = [&](double t) {
    for (std::size_t i = 0; i < x.size(); ++i) moved[i] = x[i] + t * direction[i];
    return forward_at(op, moved);
  };
  std::vector<Quad> moved_twin(x.size());
  auto twin = [&](Quad t) {
    for (std::size_t i = 0; i < x.size(); ++i) moved_twin[i] = Quad(x[i]) + t * Quad(direction[i]);
    return op.twin_forward(moved_twin);
  };
  const FunctionRef<Quad(Quad)> twin_function(twin);
  Question question{.f = f, .x = 0, .fx = engine.y, .analytic = static_cast<double>(slope)};
  question.sensitivity = [&] {  // every partial may be rounded, and its operands were
    double sum = size;
    if (op.has_twin() && x.size() <= kFewOperands)
      for (std::size_t i = 0; i < x.size(); ++i)
        sum += std::abs(direction[i]) * sensitivity_of(op, x, i);
    return sum;
  };
  if (op.has_twin() && x.size() <= kMostTwinOperands) {
    question.twin = &twin_function;
    question.twin_analytic = [&] {
      const auto partials = twin_partials_at(op, std::vector<Quad>(x.begin(), x.end()));
      Quad sum(0);
      for (std::size_t i = 0; i < x.size(); ++i) sum += partials[i] * Quad(direction[i]);
      return sum;
    };
  }
  judge(question, options, report);
  // Digits lost to rounding are judged operand by operand.
  if (report.verdict == Verdict::inaccurate) report.verdict = Verdict::inconclusive;
  return report;
}

// At a kink the partials one by one may each lie between their slopes, and be no slopes of one
// plane: (1, 1) where max ties. Along all operands they must lie between, too.
void judge_together(const OpUnderTest& op, std::span<const double> x, const EngineResult& engine,
                    const Options& options, PointReport& report) {
  if (x.size() < 2 || x.size() > kFewOperands) return;
  std::vector<double> direction(x.size());
  for (const int signs : {0, 1, 2}) {  // (1, 1, ..), (1, -1, ..), (1, 1/2, ..)
    for (std::size_t i = 0; i < x.size(); ++i)
      direction[i] = i % 2 == 0 ? 1.0 : signs == 0 ? 1.0 : signs == 1 ? -1.0 : 0.5;
    const PointReport along = judge_along(op, x, engine, options, direction);
    if (along.verdict != Verdict::fail) continue;
    report.verdict = Verdict::fail;
    report.reason = fmt::format(
        "a kink, and along ({:g}, {:g}, ..) the partials together give {:.10g}, where the slope is "
        "{:.10g}",
        direction[0], direction[1], along.analytic, along.slope);
    return;
  }
}

}  // namespace

PointReport judge_op(const OpUnderTest& op, std::span<const double> x, int operand,
                     const EngineResult& engine, const Options& options,
                     std::optional<double> declared) {
  const auto i = static_cast<std::size_t>(operand);
  PointReport report = report_of(op, x, operand, engine, options);
  const double analytic = report.analytic;

  std::vector<double> moved(x.begin(), x.end());
  auto f = [&](double t) {
    moved[i] = t;
    return forward_at(op, moved);
  };
  const double fx = f(x[i]);
  if (!same_number(fx, f(x[i]))) {
    report.verdict = Verdict::fail;
    report.reason = "forward is not deterministic: two calls give two values";
    return report;
  }
  if (!same_number(fx, engine.y)) {
    report.verdict = Verdict::fail;
    report.reason =
        fmt::format("the engine's value {:.17g} is not forward's {:.17g}", engine.y, fx);
    return report;
  }
  if (!std::isfinite(fx) && op.composed) {
    report.verdict = Verdict::undefined;
    report.reason =
        fmt::format("the value is {}: there is no slope", std::isnan(fx) ? std::abs(fx) : fx);
    return report;
  }
  if (!std::isfinite(fx) || !std::isfinite(analytic)) {
    if (on_boundary_line(op.info, x, fx)) {
      report.verdict = Verdict::undefined;
      report.reason = "on a line of which a boundary is declared";
      return report;
    }
    if (!std::isfinite(fx) && !in_domain(op.info, x)) {
      report.verdict = Verdict::undefined;
      report.reason = fmt::format("outside the op's domain, where its value is {}",
                                  std::isnan(fx) ? std::abs(fx) : fx);
      return report;
    }
    if (std::isinf(fx) && overflows(op, x)) {
      report.verdict = Verdict::undefined;
      report.reason = "the value is larger than double's largest";
      return report;
    }
    if (!std::isfinite(fx)) {
      report.verdict = Verdict::fail;
      report.reason = fmt::format(
          "forward is {} inside the declared domain, and no edge is declared there", fx);
      return report;
    }
  }
  std::vector<Quad> moved_twin(x.begin(), x.end());
  auto twin = [&](Quad t) {
    moved_twin[i] = t;
    return op.twin_forward(moved_twin);
  };
  const FunctionRef<Quad(Quad)> twin_function(twin);
  Question question{.f = f, .x = x[i], .fx = fx, .analytic = analytic};
  const Neighbours edges = nearest_edges(op.info, x, operand);
  question.edge_below = edges.below;
  question.edge_above = edges.above;
  question.kink_rule = op.composed ? KinkRule::between : kink_rule(op.info, x);
  question.jumps_declared = op.composed || declares_jumps(op.info);
  question.jump_allowed = touches_boundary(op.info, x) || question.jumps_declared;
  question.declared = declared ? declared : declared_at_tie(op.info, x, operand);
  if (op.has_twin() && x.size() <= kMostTwinOperands) {
    question.twin = &twin_function;
    question.twin_analytic = [&] {
      return twin_partials_at(op, std::vector<Quad>(x.begin(), x.end()))[i];
    };
    question.sensitivity = [&] { return coarseness(fx) * sensitivity_of(op, x, i); };
  }
  judge(question, options, report);
  if (report.verdict == Verdict::kink) judge_together(op, x, engine, options, report);
  if (report.verdict == Verdict::inaccurate && !is_partial(op, x, i, engine)) {
    report.verdict = Verdict::fail;
    report.reason = "the engine's gradient is not the op's partial";
  }
  return report;
}

PointReport judge_direction(const OpUnderTest& op, std::span<const double> x,
                            const EngineResult& engine, const Options& options, Random& random) {
  double largest = 0;
  for (double v : x) largest = std::max(largest, std::abs(v));
  const double length = largest > 0 ? std::min(largest, 1.0) : 1.0;
  std::vector<double> direction(x.size());
  for (double& u : direction) {
    u = length * random.uniform(0.5, 1.0);
    if (random.below(2) == 0) u = -u;
  }
  return judge_along(op, x, engine, options, direction);
}

PointReport judge_edge(const OpUnderTest& op, int edge_number, int operand,
                       const EngineResult& engine, const Options& options) {
  const Edge& edge = op.info.edges[static_cast<std::size_t>(edge_number)];
  const auto i = static_cast<std::size_t>(operand);
  const std::span<const double> x(edge.at.data(),
                                  static_cast<std::size_t>(op.info.operands_of(edge)));
  const double declared = edge.partials[i];
  PointReport report = report_of(op, x, operand, engine, options);
  report.verdict = Verdict::fail;
  if (!same_number(engine.gradient[i], declared)) {
    report.reason = fmt::format("the declared derivative is {:.17g}", declared);
    return report;
  }
  if (edge.kind == EdgeKind::kink) return judge_op(op, x, operand, engine, options, declared);
  if (!same_number(engine.y, edge.y)) {
    report.reason = fmt::format("the value is {:.17g}, the declared one {:.17g}", engine.y, edge.y);
    return report;
  }
  // A boundary must not hide an ordinary point: where a slope exists it must be the declared one.
  if (std::isfinite(edge.y) && std::isfinite(declared)) {
    OpUnderTest lenient = op;
    lenient.info.edges = {};
    lenient.info.edges[0] = edge;
    lenient.info.edges[0].kind = EdgeKind::kink;
    lenient.info.edges[1] = edge;
    const PointReport slope = judge_op(lenient, x, operand, engine, options);
    if (is_wrong(slope.verdict)) {
      PointReport wrong = slope;
      wrong.reason = "the declared derivative is not the slope";
      return wrong;
    }
  }
  report.verdict = Verdict::undefined;
  report.reason = "as declared";
  return report;
}

}  // namespace riserun::check
