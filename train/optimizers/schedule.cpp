#include <riserun/train/optimizers/schedule.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include <riserun/base/errors.hpp>

namespace riserun::train {
namespace {

/// From a to b as half a cosine; `done` in [0, 1].
double half_cosine(double a, double b, double done) {
  return b + (a - b) * 0.5 * (1.0 + std::cos(std::numbers::pi * done));
}

/// A kind of schedule. All that is said of one is its row.
struct Rule {
  ScheduleKind kind;
  std::string_view name;
  std::string_view options;  // the fields of Schedule that it uses, spaces between
  /// The factor when the share `done` in [0, 1) of the training is done, the warm-up left out.
  double (*factor)(const Schedule& schedule, double done);
};

constexpr Rule kRules[] = {
    {ScheduleKind::constant, "constant", "", [](const Schedule&, double) { return 1.0; }},
    {ScheduleKind::linear, "linear", "final_factor",
     [](const Schedule& s, double done) { return 1.0 + (s.final_factor - 1.0) * done; }},
    {ScheduleKind::cosine, "cosine", "final_factor",
     [](const Schedule& s, double done) { return half_cosine(1.0, s.final_factor, done); }},
    // The tiny addition keeps 1/3 of 3 steps from being rounded below 1.
    {ScheduleKind::step, "step", "every factor",
     [](const Schedule& s, double done) {
       return std::pow(s.factor, std::floor(done / s.every + 1e-9));
     }},
    {ScheduleKind::exponential, "exponential", "every factor",
     [](const Schedule& s, double done) { return std::pow(s.factor, done / s.every); }},
    {ScheduleKind::one_cycle, "one_cycle", "start_factor peak final_factor",
     [](const Schedule& s, double done) {
       return done < s.peak ? half_cosine(s.start_factor, 1.0, done / s.peak)
                            : half_cosine(1.0, s.final_factor, (done - s.peak) / (1.0 - s.peak));
     }},
    // Its factor follows the losses (TrainingState::plateau_factor).
    {ScheduleKind::plateau, "plateau", "factor patience final_factor",
     [](const Schedule&, double) { return 1.0; }},
};

constexpr const Rule& rule_of(ScheduleKind kind) { return kRules[static_cast<std::size_t>(kind)]; }
static_assert(std::ranges::all_of(kRules,
                                  [](const Rule& rule) { return &rule_of(rule.kind) == &rule; }),
              "the rules stand in the order of the enumeration");

void require(bool fine, const char* option, const char* range, double value) {
  if (!fine)
    throw ConfigError("the schedule's " + std::string(option) + " must be " + range + ", not " +
                      std::to_string(value));
}

}  // namespace

std::string_view to_string(ScheduleKind kind) { return rule_of(kind).name; }

ScheduleKind parse_schedule(std::string_view text) {
  const std::vector<std::string> names = schedule_names();
  const auto found = std::ranges::find(names, text);
  if (found != names.end()) return kRules[found - names.begin()].kind;
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  throw ConfigError("unknown schedule \"" + std::string(text) + "\"; choose from " + list);
}

std::vector<std::string> schedule_names() {
  std::vector<std::string> names;
  for (const Rule& rule : kRules) names.emplace_back(rule.name);
  return names;
}

std::vector<std::string> schedule_options(ScheduleKind kind) {
  std::vector<std::string> names;
  for (std::string_view rest = rule_of(kind).options; !rest.empty();) {
    const std::string_view name = rest.substr(0, rest.find(' '));
    names.emplace_back(name);
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
  }
  return names;
}

void Schedule::validate() const {
  require(final_factor >= 0.0 && final_factor <= 1.0, "final factor", "in [0, 1]", final_factor);
  require(every > 0.0 && every <= 1.0, "share between steps", "> 0 and <= 1", every);
  require(factor > 0.0 && factor <= 1.0, "factor", "> 0 and <= 1", factor);
  require(start_factor >= 0.0 && start_factor <= 1.0, "start factor", "in [0, 1]", start_factor);
  require(peak > 0.0 && peak < 1.0, "peak", "> 0 and < 1", peak);
  require(patience >= 1, "patience", ">= 1 epoch", patience);
  require(warmup_steps >= 0, "warm-up", ">= 0 updates", static_cast<double>(warmup_steps));
}

double Schedule::operator()(long step, long total) const {
  if (step < warmup_steps) return static_cast<double>(step + 1) / static_cast<double>(warmup_steps);
  // Share of the training done, the warm-up left out.
  const double done = total > warmup_steps ? static_cast<double>(step - warmup_steps) /
                                                 static_cast<double>(total - warmup_steps)
                                           : 0.0;
  return rule_of(kind).factor(*this, done);
}

}  // namespace riserun::train
