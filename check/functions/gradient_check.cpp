#include <riserun/check/functions/gradient_check.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/number_text.hpp>
#include <riserun/base/random.hpp>
#include <riserun/check/functions/guarded_calls.hpp>
#include <riserun/check/subjects/mistake.hpp>
#include <riserun/check/subjects/points.hpp>
#include <riserun/check/verdict/judge.hpp>

namespace riserun::check {
namespace {

Options judging(const ModelOptions& options) {
  Options judging;
  judging.resolution = options.resolution;
  judging.budget = options.budget;
  judging.rtol = options.rtol;
  judging.atol = options.atol;
  return judging;
}

void name_mistakes(std::span<const double> at, double value, std::vector<PointReport>& reports) {
  std::vector<double> slopes;
  for (const PointReport& report : reports) slopes.push_back(report.slope);
  for (PointReport& report : reports) {
    if (report.verdict != Verdict::fail || std::isnan(report.slope) || !std::isnan(report.left))
      continue;
    report.reason = symptom_text({.analytic = report.analytic,
                                  .slope = report.slope,
                                  .tolerance = report.tolerance,
                                  .y = value,
                                  .operand = static_cast<std::size_t>(report.operand),
                                  .x = at,
                                  .slopes = slopes});
  }
}

void judge_coordinates(GuardedCalls& calls, const ModelOptions& options, GradientAtPoint& point) {
  const Options how = judging(options);
  std::vector<double> moved = point.at;
  for (std::size_t i = 0; i < moved.size(); ++i) {
    PointReport report;
    report.operand = static_cast<int>(i);
    report.at = point.at;
    report.analytic = calls.gradient()[i];
    const auto along = [&](double t) {
      moved[i] = t;
      return calls.beside(moved);
    };
    judge({.f = along, .x = point.at[i], .fx = calls.value(), .analytic = report.analytic}, how,
          report);
    moved[i] = point.at[i];
    point.slopes.push_back(std::move(report));
  }
  name_mistakes(point.at, calls.value(), point.slopes);
}

void judge_directions(GuardedCalls& calls, const Differentiable& f, const ModelOptions& options,
                      GradientAtPoint& point) {
  const ModelReport report = check_model(
      [&](std::span<const double> at) { return calls.beside(at); },
      [&](std::span<const double> at, std::span<double> gradient) { f.gradient(at, gradient); },
      point.at, options);
  point.slopes = report.directions;
  point.wrong = report.culprits;
  for (std::size_t i = 0; i < point.wrong.size(); ++i)
    point.wrong[i].reason +=
        fmt::format("{}{}", point.wrong[i].reason.empty() ? "" : "; ", report.culprit_names[i]);
  point.failure = report.state;
}

void require_finite(std::span<const double> at) {
  if (at.empty()) throw ShapeError("the point has no coordinates to check");
  for (std::size_t i = 0; i < at.size(); ++i)
    if (!std::isfinite(at[i]))
      throw ConfigError(fmt::format(
          "coordinate {} of the point is {}: rise over run needs finite numbers", i, at[i]));
}

GradientAtPoint judge_point(const Differentiable& f, std::span<const double> at,
                            const ModelOptions& options) {
  GradientAtPoint point;
  point.at.assign(at.begin(), at.end());
  GuardedCalls calls(f);
  try {
    point.failure = calls.first_calls(at);
    if (point.failure.empty() && at.size() <= kFewCoordinates)
      judge_coordinates(calls, options, point);
    else if (point.failure.empty())
      judge_directions(calls, f, options, point);
    if (point.failure.empty())
      point.taylor = taylor_table([&](std::span<const double> x) { return calls.beside(x); }, at,
                                  calls.gradient());
  } catch (const CannotEvaluate& error) {
    point.failure = error.what();
    point.last = true;
  }
  point.note = calls.note();
  if (point.failure.empty()) point.failure = calls.fickle();
  return point;
}

void label(GradientAtPoint& point, const Differentiable& f, const ModelOptions& options) {
  for (std::vector<PointReport>* reports : {&point.slopes, &point.wrong})
    for (PointReport& report : *reports) {
      report.subject = report.subject == "model" ? "direction" : "f";
      report.seed = options.seed;
      if (f.repro) report.repro = f.repro(point.at);
    }
  if (f.repro && !point.failure.empty()) point.repro = f.repro(point.at);
}

}  // namespace

void Box::validate() const {
  if (lower.size() != upper.size())
    throw ConfigError(
        fmt::format("the box has {} lower and {} upper ends", lower.size(), upper.size()));
  if (lower.empty()) throw ConfigError("the box has no coordinates");
  if (count < 1) throw ConfigError(fmt::format("{} points of a box: expected 1 or more", count));
  for (std::size_t i = 0; i < lower.size(); ++i)
    if (!(lower[i] <= upper[i]) || !std::isfinite(lower[i]) || !std::isfinite(upper[i]))
      throw ConfigError(
          fmt::format("coordinate {} of the box goes from {} to {}: expected a finite "
                      "number and one that is not below it",
                      i, lower[i], upper[i]));
}

std::vector<std::vector<double>> Box::points() const {
  validate();
  constexpr double kDecades = 6;  // how much closer to 0
  std::vector<std::vector<double>> points;
  for (int number = 0; number < count; ++number) {
    Random random = Random(seed).stream(static_cast<std::uint64_t>(number));
    std::vector<double>& at = points.emplace_back();
    for (std::size_t i = 0; i < lower.size(); ++i) {
      const double share = random.uniform();
      const double anywhere = lower[i] * (1 - share) + upper[i] * share;
      const double closer = snapped(anywhere * std::pow(10.0, -random.uniform(0, kDecades)));
      const bool inside = closer >= lower[i] && closer <= upper[i];
      const double any = std::clamp(snapped(anywhere), lower[i], upper[i]);
      at.push_back(number % 2 == 1 && inside ? closer : any);
    }
  }
  return points;
}

Verdict GradientAtPoint::verdict() const {
  if (!failure.empty() || !wrong.empty() || slopes.empty()) return Verdict::fail;
  Verdict worst = Verdict::pass;
  for (const PointReport& slope : slopes) worst = std::max(worst, slope.verdict);
  return worst;
}

Verdict GradientReport::verdict() const {
  Verdict worst = points.empty() ? Verdict::inconclusive : Verdict::pass;
  for (const GradientAtPoint& point : points) worst = std::max(worst, point.verdict());
  return worst;
}

std::string GradientReport::brief() const {
  std::string text = fmt::format("{}: ", to_string(verdict()));
  std::size_t slopes = 0;
  double coarsest = 0;
  std::string failure;
  for (const GradientAtPoint& point : points) {
    slopes += point.slopes.size();
    for (const PointReport& slope : point.slopes) coarsest = std::max(coarsest, slope.resolution);
    if (failure.empty()) failure = point.failure;
  }
  if (points.size() != 1) text += counted(points.size(), "point") + ", ";
  if (!points.empty() && points.front().at.size() > kFewCoordinates)
    text +=
        fmt::format("{} of {} coordinates", counted(slopes, "direction"), points.front().at.size());
  else
    text += counted(slopes, "derivative");
  text += fmt::format(", resolution {:.1e}", coarsest);
  return failure.empty() ? text : text + "; " + failure;
}

std::string GradientAtPoint::full(bool all) const {
  std::string text;
  if (!failure.empty()) text += fmt::format("FAIL at {}: {}\n", point_in_braces(at), failure);
  for (const PointReport& slope : slopes)
    if (all || !is_right(slope.verdict)) text += slope.full();
  for (const PointReport& coordinate : wrong) text += coordinate.full();
  if (!is_right(verdict()) && !taylor.rows.empty()) text += fmt::format("  {}\n", taylor.brief());
  if (!note.empty()) text += fmt::format("  {}\n", note);
  if (!repro.empty()) text += fmt::format("  repro: {}\n", repro);
  return text;
}

std::string GradientReport::full() const {
  std::string text = brief() + '\n';
  for (const GradientAtPoint& point : points)
    if (points.size() == 1 || !is_right(point.verdict())) text += point.full(passed());
  return text;
}

GradientReport check_differentiable(const Differentiable& f,
                                    const std::vector<std::vector<double>>& points,
                                    const ModelOptions& options) {
  judging(options).validate();
  GradientReport report;
  for (const std::vector<double>& at : points) require_finite(at);
  for (const std::vector<double>& at : points) {
    report.points.push_back(judge_point(f, at, options));
    label(report.points.back(), f, options);
    if (report.points.back().last) break;
  }
  return report;
}

}  // namespace riserun::check
