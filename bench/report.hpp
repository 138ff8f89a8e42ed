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
/// The README with its table of speeds made anew. Throws std::runtime_error where the lines around
/// it are missing.
[[nodiscard]] std::string in_readme(std::string readme, const Report& report);
[[nodiscard]] std::string as_json(const Report& report);

}  // namespace bench
