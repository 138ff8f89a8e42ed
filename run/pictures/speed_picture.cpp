#include <riserun/run/pictures/speed_picture.hpp>

#include <utility>
#include <vector>

#include <riserun/base/files/number_table.hpp>
#include <riserun/plots/kinds/training_charts.hpp>

namespace riserun::run {

plots::Chart speed_picture(const std::filesystem::path& file) {
  const NumberTable table = load_number_table(file);
  plots::NamedColumns phases;
  for (const char* name : {"build", "sweep", "reduce", "update"}) {
    if (!table.has(name)) continue;
    phases.names.emplace_back(name);
    phases.columns.push_back(table.column(name));
  }
  std::vector<double> batch;
  if (table.has("batch")) batch = table.column("batch");
  return plots::speed_chart({.threads = table.column("threads"),
                             .points_per_second = table.column("points_per_second"),
                             .batch = std::move(batch)},
                            phases, "Speed");
}

}  // namespace riserun::run
