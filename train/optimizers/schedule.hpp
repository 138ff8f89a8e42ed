// How the learning rate changes over a run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

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

struct Schedule {
  ScheduleKind kind = ScheduleKind::constant;
  double final_factor = 0.0;   // linear, cosine, one_cycle, plateau: what is left, in [0, 1]
  double every = 1.0 / 3.0;    // step, exponential: share of the run between drops, in (0, 1]
  double factor = 0.1;         // step, exponential, plateau: in (0, 1]
  double start_factor = 0.04;  // one_cycle: in [0, 1]
  double peak = 0.3;           // one_cycle: share of the run, in (0, 1)
  long warmup_steps = 0;       // the rate first rises evenly over so many updates
  int patience = 5;            // plateau: epochs, >= 1

  /// Throws ConfigError naming the option outside its range.
  void validate() const;

  /// Factor on the learning rate for update `step` of `total`, 0 <= step < total, without that of a
  /// plateau. In [0, 1]; 0 only where start_factor is, or final_factor is and the run is over.
  [[nodiscard]] double operator()(long step, long total) const;
};

}  // namespace riserun::train
