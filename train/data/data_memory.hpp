// What data take in memory, and a refusal before they are spread out in it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <riserun/base/memory_room.hpp>

namespace riserun::train {

/// The table of so many rows of doubles, the copy that is scaled for the model, and the names of the
/// columns, which schemas and files repeat.
[[nodiscard]] std::vector<MemoryPart> data_memory(std::size_t rows, std::size_t features,
                                                  std::size_t targets);

/// Throws DataError, with the figures, where these data do not fit. Before the table is allocated.
void require_data_memory(const std::string& source, std::size_t rows, std::size_t features,
                         std::size_t targets);

}  // namespace riserun::train
