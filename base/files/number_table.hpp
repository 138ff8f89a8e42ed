// Files of named columns of numbers, as a run leaves them for its pictures: steps.csv and the like.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace riserun {

struct NumberTable {
  std::vector<std::string> names;
  std::vector<std::vector<double>> columns;  // NaN: an empty field

  [[nodiscard]] std::size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
  /// Throws DataError naming the columns there are.
  [[nodiscard]] const std::vector<double>& column(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;

  std::string source;  // for messages
};

/// Reads comma-separated numbers beneath a line of names. A last line without its end, as a run
/// that was killed may leave it, is left out. Throws FileError, and DataError "steps.csv:3: ...".
[[nodiscard]] NumberTable load_number_table(const std::filesystem::path& file);

}  // namespace riserun
