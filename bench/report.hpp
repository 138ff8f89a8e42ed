// Measurements as a table on the terminal, as a page, and as JSON.
#pragma once

#include <string>
#include <vector>

#include "bench/harness.hpp"
#include "bench/machine.hpp"

namespace bench {

struct Report {
  Machine machine;
  MeasureOptions options;
  std::vector<Measurement> measurements;
};

[[nodiscard]] std::string as_text(const Measurement& measurement);
[[nodiscard]] std::string as_markdown(const Report& report);
[[nodiscard]] std::string as_json(const Report& report);

}  // namespace bench
