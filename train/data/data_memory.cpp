#include <riserun/train/data/data_memory.hpp>

#include <fmt/format.h>

#include <utility>

namespace riserun::train {

std::vector<MemoryPart> data_memory(std::size_t rows, std::size_t features, std::size_t targets) {
  // Measured with a million columns of two rows: schemas of the parts of the data, the model's JSON.
  constexpr double kNameBytes = 300.0;
  const double table = static_cast<double>(rows) *
                       (static_cast<double>(features) + static_cast<double>(targets)) *
                       sizeof(double);
  return {{"the table", table},
          {"its scaled copy", table},
          {"the names of the columns", kNameBytes * static_cast<double>(features)}};
}

void require_data_memory(const std::string& source, std::size_t rows, std::size_t features,
                         std::size_t targets) {
  std::vector<MemoryPart> parts = data_memory(rows, features, targets);
  double all = 0.0;
  for (const MemoryPart& part : parts) all += part.bytes;
  if (all < 64e6) return;  // that is there, and asking the system takes longer than most reading
  require_memory(fmt::format("{}: {} rows of {} features, zeros included,",
                             source.empty() ? "the data" : source, rows, features),
                 std::move(parts), "use fewer rows or columns; is an index or a size wrong?");
}

}  // namespace riserun::train
