#include <riserun/train/optimizers/schedule.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include <riserun/base/named_values.hpp>

namespace riserun::train {
namespace {

/// From a to b as half a cosine; `done` in [0, 1].
double half_cosine(double a, double b, double done) {
  return b + (a - b) * 0.5 * (1.0 + std::cos(std::numbers::pi * done));
}

/// A kind of schedule. All that is said of one is its row.
struct Rule {
  std::string_view name;
  ScheduleKind value;
  std::string_view options;  // the fields of Schedule that it uses, spaces between
  /// The factor when the share `done` in [0, 1) of the training is done, the warm-up left out.
  double (*factor)(const Schedule& schedule, double done);
};

constexpr Rule kRules[] = {
    {"constant", ScheduleKind::constant, "", [](const Schedule&, double) { return 1.0; }},
    {"linear", ScheduleKind::linear, "final_factor",
     [](const Schedule& s, double done) { return 1.0 + (s.final_factor - 1.0) * done; }},
    {"cosine", ScheduleKind::cosine, "final_factor",
     [](const Schedule& s, double done) { return half_cosine(1.0, s.final_factor, done); }},
    // The tiny addition keeps 1/3 of 3 steps from being rounded below 1.
    {"step", ScheduleKind::step, "every factor",
     [](const Schedule& s, double done) {
       return std::pow(s.factor, std::floor(done / s.every + 1e-9));
     }},
    {"exponential", ScheduleKind::exponential, "every factor",
     [](const Schedule& s, double done) { return std::pow(s.factor, done / s.every); }},
    {"one_cycle", ScheduleKind::one_cycle, "start_factor peak final_factor",
     [](const Schedule& s, double done) {
       return done < s.peak ? half_cosine(s.start_factor, 1.0, done / s.peak)
                            : half_cosine(1.0, s.final_factor, (done - s.peak) / (1.0 - s.peak));
     }},
    // Its factor follows the losses (TrainingState::plateau_factor).
    {"plateau", ScheduleKind::plateau, "factor patience final_factor",
     [](const Schedule&, double) { return 1.0; }},
};

constexpr const Rule& rule_of(ScheduleKind kind) { return kRules[static_cast<std::size_t>(kind)]; }
static_assert(std::ranges::all_of(kRules,
                                  [](const Rule& rule) { return &rule_of(rule.value) == &rule; }),
              "the rules stand in the order of the enumeration");

}  // namespace

std::string_view to_string(ScheduleKind kind) { return rule_of(kind).name; }

ScheduleKind parse_schedule(std::string_view text) { return value_in(kRules, text, "schedule"); }

std::vector<std::string> schedule_names() { return names_in(kRules); }

std::vector<std::string> schedule_options(ScheduleKind kind) {
  return words_in(rule_of(kind).options);
}

void Schedule::validate() const {
  visit_options(*this, [](const OptionInfo& info, double value) { info.require(value); });
  OptionInfo{"warm-up", kNotNegative, {}, {}, "the schedule's warm-up"}.require(
      static_cast<double>(warmup_steps));
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
