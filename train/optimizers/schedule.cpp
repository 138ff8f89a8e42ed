#include <riserun/train/optimizers/schedule.hpp>

#include <cmath>
#include <numbers>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/base/named_values.hpp>

namespace riserun::train {
namespace {

constexpr NamedValue<ScheduleKind> kKinds[] = {
    {"constant", ScheduleKind::constant},       {"linear", ScheduleKind::linear},
    {"cosine", ScheduleKind::cosine},           {"step", ScheduleKind::step},
    {"exponential", ScheduleKind::exponential}, {"one_cycle", ScheduleKind::one_cycle},
    {"plateau", ScheduleKind::plateau}};

/// From a to b as half a cosine; `done` in [0, 1].
double half_cosine(double a, double b, double done) {
  return b + (a - b) * 0.5 * (1.0 + std::cos(std::numbers::pi * done));
}

void require(bool fine, const char* option, const char* range, double value) {
  if (!fine)
    throw ConfigError("the schedule's " + std::string(option) + " must be " + range + ", not " +
                      std::to_string(value));
}

}  // namespace

std::string_view to_string(ScheduleKind kind) { return name_in(kKinds, kind); }

ScheduleKind parse_schedule(std::string_view text) { return value_in(kKinds, text, "schedule"); }

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
  // Share of the run done, the warm-up left out.
  const double done = total > warmup_steps ? static_cast<double>(step - warmup_steps) /
                                                 static_cast<double>(total - warmup_steps)
                                           : 0.0;
  switch (kind) {
    case ScheduleKind::linear:
      return 1.0 + (final_factor - 1.0) * done;
    case ScheduleKind::cosine:
      return half_cosine(1.0, final_factor, done);
    // The tiny addition keeps 1/3 of 3 steps from being rounded below 1.
    case ScheduleKind::step:
      return std::pow(factor, std::floor(done / every + 1e-9));
    case ScheduleKind::exponential:
      return std::pow(factor, done / every);
    case ScheduleKind::one_cycle:
      return done < peak ? half_cosine(start_factor, 1.0, done / peak)
                         : half_cosine(1.0, final_factor, (done - peak) / (1.0 - peak));
    case ScheduleKind::plateau:
    case ScheduleKind::constant:
      break;
  }
  return 1.0;
}

}  // namespace riserun::train
