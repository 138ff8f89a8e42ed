// Measurements as a table on the terminal, as a page, and as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/harness.hpp"
#include "bench/machine.hpp"
#include "bench/parallel.hpp"

namespace bench {

struct Report {
  Machine machine;
  MeasureOptions options;
  std::vector<Measurement> measurements;
  std::optional<ParallelMeasurement> parallel{};
};

[[nodiscard]] std::string as_text(const Measurement& measurement);
[[nodiscard]] std::string as_text(const ParallelMeasurement& measurement);
[[nodiscard]] std::string as_markdown(const Report& report);
[[nodiscard]] std::string as_json(const Report& report);

}  // namespace bench
