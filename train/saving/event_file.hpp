// A file of scalars over steps that TensorBoard shows: `tensorboard --logdir runs`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace riserun::train {

/// Appends events to a new file in a folder. Each is a TFRecord (length and content with masked
/// CRC-32C) around TensorFlow's Event message; killed at any moment, all but the last are whole.
class EventFile {
 public:
  /// Makes folder/events.out.tfevents.<seconds>.<process>.riserun, beside those of earlier parts of
  /// the run. After `first_step` > 0 TensorBoard forgets what those say beyond it: a resumed run
  /// writes it again. Throws FileError.
  explicit EventFile(const std::filesystem::path& folder, long first_step = 0);

  /// One number a name at that step, now; what is not finite is left out. Throws FileError.
  void add(long step, const std::vector<std::pair<std::string, double>>& scalars);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  void write(std::string_view event);

  std::filesystem::path path_;
  std::ofstream file_;
};

/// CRC-32C (Castagnoli), as TFRecords want it before they mask it.
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes);

}  // namespace riserun::train
