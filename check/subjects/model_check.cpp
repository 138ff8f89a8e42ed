#include <riserun/check/subjects/model_check.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <exception>
#include <thread>

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>
#include <riserun/check/subjects/mistake.hpp>
#include <riserun/check/verdict/judge.hpp>

namespace riserun::check {
namespace {

class ModelCheck {
 public:
  ModelCheck(const LossFunction& loss, std::span<const double> theta, std::vector<double> gradient,
             const ModelOptions& options)
      : loss_(loss),
        options_(options),
        theta_(theta.begin(), theta.end()),
        moved_(theta_),
        gradient_(std::move(gradient)),
        direction_(theta.size()) {
    judging_.resolution = options.resolution;
    judging_.budget = options.budget;
    judging_.rtol = options.rtol;
    judging_.atol = options.atol;
    at_theta_ = loss_(moved_);
    std::vector<double> sizes;
    for (double p : theta_)
      if (p != 0 && std::isfinite(p)) sizes.push_back(std::abs(p));
    if (sizes.empty()) return;
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::nth_element(sizes.begin(), middle, sizes.end());
    size_of_zero_ = *middle;
  }

  [[nodiscard]] std::size_t size() const { return theta_.size(); }

  // Each parameter moves by a part of its own size; one that is 0 by what most of the others do.
  // The lengths have few digits, so that theta + t u is exact for the steps that matter: else small
  // steps would move some parameters and not others.
  void draw(Random random) {
    constexpr int kDigits = 8;
    for (std::size_t i = 0; i < direction_.size(); ++i) {
      const double length =
          std::ldexp(std::nearbyint(random.uniform(0.5, 1.0) * (1 << kDigits)), -kDigits);
      int exponent = 0;
      std::frexp(theta_[i] != 0 ? theta_[i] : size_of_zero_, &exponent);
      direction_[i] = std::ldexp(random.below(2) == 0 ? length : -length, exponent);
    }
  }

  // phi(t) = loss(theta + t u) with u restricted to [begin, end).
  PointReport along(std::size_t begin, std::size_t end) {
    PointReport report;
    report.subject = "model";
    report.seed = options_.seed;
    double slope = 0, size = 0;
    for (std::size_t i = begin; i < end; ++i) {
      slope += gradient_[i] * direction_[i];
      size += std::abs(gradient_[i] * direction_[i]);
    }
    auto phi = [&](double t) {
      for (std::size_t i = begin; i < end; ++i) moved_[i] = theta_[i] + t * direction_[i];
      return loss_(moved_);
    };
    // Summing the products rounds relative to the sum of their sizes.
    judge_if_finite({.f = phi,
                     .x = 0,
                     .fx = at_theta_,
                     .analytic = slope,
                     .sensitivity = [=] { return size; },
                     .least_step = kLeastStep},
                    report);
    restore(begin, end);
    return report;
  }

  PointReport single(std::size_t i) {
    PointReport report;
    report.subject = "parameter";
    report.operand = static_cast<int>(i);
    report.at = {theta_[i]};
    report.seed = options_.seed;
    auto f = [&](double t) {
      moved_[i] = t;
      return loss_(moved_);
    };
    judge_if_finite({.f = f, .x = theta_[i], .fx = at_theta_, .analytic = gradient_[i]}, report);
    restore(i, i + 1);
    if (report.verdict == Verdict::fail && report.reason.empty())
      report.reason = symptom_text({.analytic = report.analytic,
                                    .slope = report.slope,
                                    .tolerance = report.tolerance,
                                    .y = at_theta_,
                                    .operand = 0,
                                    .x = report.at,
                                    .slopes = {}});
    return report;
  }

  // Few enough to be judged one by one.
  [[nodiscard]] bool small() const { return size() <= kFewParameters; }

  // Whether a direction crosses a kink, where g u need not lie between both slopes: several kinks
  // of either sign may meet there.
  [[nodiscard]] static bool crosses_kink(const PointReport& report) {
    return !std::isnan(report.left);
  }

  // The parameters of a direction that crosses kinks, halved down to those that have one, which
  // are judged alone; the others are judged together, as everywhere. What is wrong is a culprit.
  // Returns the worst verdict.
  Verdict split_at_kinks(std::size_t begin, std::size_t end, ModelReport& report, int& left) {
    if (end - begin == 1) return blame(begin, report);
    Verdict worst = Verdict::pass;
    const std::size_t middle = cut(begin, end);
    for (const auto& [from, to] : {std::pair{begin, middle}, std::pair{middle, end}}) {
      if (--left < 0) return std::max(worst, Verdict::inconclusive);
      const PointReport part = to - from == 1 ? PointReport{} : along(from, to);
      if (to - from == 1) {
        worst = std::max(worst, blame(from, report));
      } else if (crosses_kink(part)) {
        worst = std::max(worst, split_at_kinks(from, to, report, left));
      } else {
        worst = std::max(worst, part.verdict);
        if (is_wrong(part.verdict)) find_culprits(from, to, report);
      }
    }
    return worst;
  }

  // One parameter judged alone.
  Verdict blame(std::size_t i, ModelReport& report) {
    PointReport point = single(i);
    const Verdict verdict = point.verdict;
    const auto known = [&](const PointReport& p) { return p.operand == static_cast<int>(i); };
    if (!is_wrong(verdict) || std::any_of(report.culprits.begin(), report.culprits.end(), known) ||
        static_cast<int>(report.culprits.size()) >= options_.most_culprits)
      return verdict;
    report.culprits.push_back(std::move(point));
    report.culprit_names.push_back(name_of(i));
    return verdict;
  }

  // Halves the range while it is wrong, cutting where groups meet.
  void find_culprits(std::size_t begin, std::size_t end, ModelReport& report) {
    if (static_cast<int>(report.culprits.size()) >= options_.most_culprits) return;
    if (end - begin == 1) {
      blame(begin, report);
      return;
    }
    const std::size_t middle = cut(begin, end);
    for (const auto& [from, to] : {std::pair{begin, middle}, std::pair{middle, end}})
      if (is_wrong(to - from == 1 ? Verdict::fail : along(from, to).verdict))
        find_culprits(from, to, report);
  }

 private:
  void judge_if_finite(const Question& question, PointReport& report) const {
    report.analytic = question.analytic;
    if (std::isfinite(at_theta_)) return judge(question, judging_, report);
    report.verdict = Verdict::fail;
    report.reason = fmt::format("the loss is {} at theta", at_theta_);
  }

  void restore(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) moved_[i] = theta_[i];
  }

  [[nodiscard]] std::size_t cut(std::size_t begin, std::size_t end) const {
    const std::size_t middle = begin + (end - begin) / 2;
    std::size_t best = 0, distance = end - begin;
    for (const ParameterGroup& group : options_.groups)
      for (std::size_t edge : {group.begin, group.begin + group.size}) {
        if (edge <= begin || edge >= end) continue;
        const std::size_t off = edge < middle ? middle - edge : edge - middle;
        if (off < distance) {
          distance = off;
          best = edge;
        }
      }
    return best != 0 ? best : middle;
  }

  [[nodiscard]] std::string name_of(std::size_t i) const {
    std::vector<const ParameterGroup*> around;
    for (const ParameterGroup& group : options_.groups)
      if (i >= group.begin && i < group.begin + group.size) around.push_back(&group);
    std::stable_sort(around.begin(), around.end(),
                     [](const auto* a, const auto* b) { return a->size > b->size; });
    std::string name;
    for (const ParameterGroup* group : around) name += group->name + " / ";
    return name + fmt::format("parameter {}", i);
  }

  const LossFunction& loss_;
  const ModelOptions& options_;
  Options judging_;
  std::vector<double> theta_, moved_, gradient_, direction_;
  double at_theta_ = 0;
  double size_of_zero_ = 1;

  static constexpr double kLeastStep = 0x1p-40;
  static constexpr std::size_t kFewParameters = 16;
};

void validate(const ModelOptions& options, std::size_t parameters) {
  if (options.directions < 1) throw ConfigError("directions must be at least 1");
  if (!(options.budget >= 1)) throw ConfigError("budget must be at least 1 ulp");
  if (!(options.resolution > 0 && options.resolution < 1))
    throw ConfigError("resolution must be between 0 and 1");
  if (parameters == 0) throw ShapeError("the model has no parameters to check");
  for (const ParameterGroup& group : options.groups)
    if (group.begin + group.size > parameters)
      throw ShapeError(fmt::format("group \"{}\" ends at {}, the model has {} parameters",
                                   group.name, group.begin + group.size, parameters));
}

constexpr int kMostParts = 200;  // of a direction that crosses kinks

bool same_bits(std::span<const double> a, std::span<const double> b) {
  return std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

// The gradients that so many threads find at the same time.
std::vector<std::vector<double>> on_threads(const GradientFunction& gradient,
                                            std::span<const double> theta, int count) {
  const auto threads = static_cast<std::size_t>(count);
  std::vector<std::vector<double>> results(threads, std::vector<double>(theta.size(), 0.0));
  std::vector<std::exception_ptr> thrown(threads);
  {
    std::vector<std::jthread> running;
    for (std::size_t i = 0; i < threads; ++i)
      running.emplace_back([&, i] {
        try {
          gradient(theta, results[i]);
        } catch (...) {
          thrown[i] = std::current_exception();
        }
      });
  }
  for (const std::exception_ptr& one : thrown)
    if (one) std::rethrow_exception(one);
  return results;
}

// What a gradient or a loss keeps between calls: asked again, and on another thread.
std::string state_of(const LossFunction& loss, const GradientFunction& gradient,
                     std::span<const double> theta, std::span<const double> first,
                     bool concurrent) {
  const double value = loss(theta), later = loss(theta);
  if (!same_bits({&value, 1}, {&later, 1}) && !(std::isnan(value) && std::isnan(later)))
    return fmt::format("the loss is not deterministic: {:.17g}, then {:.17g}", value, later);
  std::vector<double> again(theta.size(), 0.0);
  const auto differs = [&](const char* when) -> std::string {
    for (std::size_t i = 0; i < first.size(); ++i)
      if (first[i] != again[i] && !(std::isnan(first[i]) && std::isnan(again[i])))
        return fmt::format("the gradient is not the same {}: {:.17g}, then {:.17g} of parameter {}",
                           when, first[i], again[i], i);
    return "";
  };
  constexpr int kCalls = 8;
  std::string state;
  for (int call = 2; call <= kCalls; ++call) {
    std::fill(again.begin(), again.end(), 0.0);
    gradient(theta, again);
    state = differs(call == 2 ? "at a second call" : "at a later call");
    if (!state.empty()) return state;
  }
  for (const auto& [threads, when] :
       {std::pair{1, "on another thread"}, {concurrent ? 2 : 0, "on two threads at once"}})
    for (const std::vector<double>& result : on_threads(gradient, theta, threads)) {
      again = result;
      state = differs(when);
      if (!state.empty()) return state;
    }
  return state;
}

}  // namespace

Verdict ModelReport::verdict() const {
  if (!state.empty()) return Verdict::fail;
  if (!theta_unchanged || !culprits.empty() || directions.empty()) return Verdict::fail;
  Verdict worst = Verdict::pass;
  for (const PointReport& direction : directions) worst = std::max(worst, direction.verdict);
  return worst;
}

std::string ModelReport::brief() const {
  double coarsest = 0, worst = 0;
  for (const PointReport& direction : directions) {
    coarsest = std::max(coarsest, direction.resolution);
    worst = std::max(worst, direction.relative);
  }
  std::string text =
      fmt::format("{}: {} directions, worst relative error {:.1e}, resolution {:.1e}",
                  to_string(verdict()), directions.size(), worst, coarsest);
  for (const std::string& name : culprit_names) text += "; wrong: " + name;
  if (!theta_unchanged) text += "; the parameters were changed";
  if (!state.empty()) text += "; " + state;
  return text;
}

std::string ModelReport::full() const {
  std::string text = brief() + '\n';
  const bool good = passed();
  for (const PointReport& direction : directions)
    if (good || (direction.verdict != Verdict::pass && direction.verdict != Verdict::kink))
      text += direction.full();
  for (std::size_t i = 0; i < culprits.size(); ++i)
    text += culprit_names[i] + "\n" + culprits[i].full();
  return text;
}

ModelReport check_model(const LossFunction& loss, const GradientFunction& gradient,
                        std::span<const double> theta, const ModelOptions& options) {
  validate(options, theta.size());
  const std::vector<double> before(theta.begin(), theta.end());
  std::vector<double> gradients(theta.size(), 0.0);
  gradient(theta, gradients);
  ModelReport report;
  report.state = state_of(loss, gradient, theta, gradients, options.concurrent);
  ModelCheck check(loss, theta, std::move(gradients), options);
  for (int number = 0; number < options.directions; ++number) {
    check.draw(Random(options.seed).stream(static_cast<std::uint64_t>(number)));
    PointReport direction = check.along(0, check.size());
    direction.number = number;
    if (check.size() > 1 && ModelCheck::crosses_kink(direction)) {
      int left = kMostParts;
      direction.verdict =
          std::max(Verdict::kink, check.split_at_kinks(0, check.size(), report, left));
      direction.reason = direction.verdict == Verdict::inconclusive
                             ? "more kinks than can be told apart, or too coarse beside them"
                             : "judged beside the kinks";
    }
    const bool first_wrong = is_wrong(direction.verdict) && report.culprits.empty();
    report.directions.push_back(std::move(direction));
    if (first_wrong) check.find_culprits(0, check.size(), report);
  }
  // Beside a large one, a small parameter's mistake is lost in every direction.
  if (check.small())
    for (std::size_t i = 0; i < check.size(); ++i) check.blame(i, report);
  report.theta_unchanged = std::memcmp(before.data(), theta.data(), theta.size_bytes()) == 0;
  return report;
}

}  // namespace riserun::check
