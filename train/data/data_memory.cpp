#include <riserun/train/data/data_memory.hpp>

#include <fmt/format.h>

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
  require_memory(fmt::format("{}: {} rows of {} features, zeros included,",
                             source.empty() ? "the data" : source, rows, features),
                 data_memory(rows, features, targets),
                 "use fewer rows or columns; is an index or a size wrong?");
}

}  // namespace riserun::train
