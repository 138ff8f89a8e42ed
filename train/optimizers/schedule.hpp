// How the learning rate changes over a run.
#pragma once

#include <algorithm>
#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <riserun/base/option_info.hpp>

namespace riserun::train {

/// constant: as it is. linear, cosine: from the learning rate down to final_factor of it over the
/// run. step: multiplied by `factor` after each `every` of the run. exponential: the same without
/// steps. one_cycle: from start_factor up to the learning rate at `peak` of the run, and down to
/// final_factor, both as half a cosine (Smith 2018). plateau: multiplied by `factor` whenever the
/// validation loss (training loss without validation) has not fallen for `patience` epochs, but
/// never below final_factor.
enum class ScheduleKind { constant, linear, cosine, step, exponential, one_cycle, plateau };

[[nodiscard]] std::string_view to_string(ScheduleKind kind);
/// Throws ConfigError listing the names.
[[nodiscard]] ScheduleKind parse_schedule(std::string_view text);

/// All names, in the order of the enumeration.
[[nodiscard]] std::vector<std::string> schedule_names();
/// The fields of Schedule that a kind uses, besides the warm-up's.
[[nodiscard]] std::vector<std::string> schedule_options(ScheduleKind kind);

/// What is said of its numbers. A program's options begin with lr.
inline constexpr OptionInfo kFinalFactor{"final_factor", kShare,
                                         "share of the rate left at the end, or at least", "lr_end",
                                         "the schedule's final factor"};
inline constexpr OptionInfo kEvery{"every", kSharePastZero, "share of the run between drops",
                                   "lr_every", "the schedule's share between steps"};
inline constexpr OptionInfo kFactor{"factor", kSharePastZero, "what a drop multiplies by",
                                    "lr_factor", "the schedule's factor"};
inline constexpr OptionInfo kStartFactor{"start_factor", kShare, "share of the rate to begin with",
                                         "lr_start", "the schedule's start factor"};
inline constexpr OptionInfo kPeak{"peak",
                                  {.high = 1.0, .low_is_open = true, .high_is_open = true},
                                  "share of the run until the rate is reached",
                                  "lr_peak",
                                  "the schedule's peak"};
inline constexpr OptionInfo kPatience{"patience",
                                      {.low = 1.0},
                                      "epochs without a lower loss before a drop",
                                      "lr_patience",
                                      "the schedule's patience"};

struct Schedule {
  ScheduleKind kind = ScheduleKind::constant;
  double final_factor = 0.0;   // linear, cosine, one_cycle, plateau: what is left, in [0, 1]
  double every = 0.334;        // step, exponential: share of the run between drops, in (0, 1]
  double factor = 0.1;         // step, exponential, plateau: in (0, 1]
  double start_factor = 0.04;  // one_cycle: in [0, 1]
  double peak = 0.3;           // one_cycle: share of the run, in (0, 1)
  long warmup_steps = 0;       // the rate first rises evenly over so many updates
  int patience = 5;            // plateau: epochs, >= 1

  /// Calls visit(info, field) for each of them but the warm-up's, which every kind uses.
  template <class Self, class Visit>
  static void visit_options(Self& self, const Visit& visit) {
    visit(kFinalFactor, self.final_factor);
    visit(kEvery, self.every);
    visit(kFactor, self.factor);
    visit(kStartFactor, self.start_factor);
    visit(kPeak, self.peak);
    visit(kPatience, self.patience);
  }
  /// Throws ConfigError naming the option outside its range.
  void validate() const;

  /// Factor on the learning rate for update `step` of `total`, 0 <= step < total, without that of a
  /// plateau. In [0, 1]; 0 only where start_factor is, or final_factor is and the run is over.
  [[nodiscard]] double operator()(long step, long total) const;
};

/// Calls visit(info, field) for each number that the schedule's kind uses.
template <class Self, class Visit>
requires std::same_as<std::remove_const_t<Self>, Schedule>
void visit_options(Self& schedule, const Visit& visit) {
  const std::vector<std::string> used = schedule_options(schedule.kind);
  Self::visit_options(schedule, [&](const OptionInfo& info, auto& field) {
    if (std::ranges::find(used, info.name) != used.end()) visit(info, field);
  });
}

}  // namespace riserun::train
