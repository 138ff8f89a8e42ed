// How the learning rate changes over a run.
#pragma once

#include <string_view>

namespace riserun::train {

/// constant: as it is. linear, cosine: from the learning rate down to final_factor of it over the
/// run. step: multiplied by `factor` after each `every` of the run.
enum class ScheduleKind { constant, linear, cosine, step };

[[nodiscard]] std::string_view to_string(ScheduleKind kind);
/// Throws ConfigError listing the names.
[[nodiscard]] ScheduleKind parse_schedule(std::string_view text);

struct Schedule {
  ScheduleKind kind = ScheduleKind::constant;
  double final_factor = 0.0;  // linear, cosine: in [0, 1], what is left at the end
  double every = 1.0 / 3.0;   // step: share of the run between drops, in (0, 1]
  double factor = 0.1;        // step: in (0, 1]
  long warmup_steps = 0;      // the rate first rises evenly over so many updates

  /// Throws ConfigError naming the option outside its range.
  void validate() const;

  /// Factor on the learning rate for update `step` of `total`, 0 <= step < total. In (0, 1]; 0 only
  /// where final_factor is 0 and the run is over.
  [[nodiscard]] double operator()(long step, long total) const;
};

}  // namespace riserun::train
