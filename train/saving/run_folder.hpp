// The folder that one training run writes its results into.
#pragma once

#include <filesystem>
#include <string_view>

namespace riserun::train {

/// What to do with a folder that has something in it already. add: write beside and over what is
/// there; nothing is deleted.
enum class ExistingFolder { refuse, add };

/// Makes the folder (and its parents) and writes files into it, each one whole or not at all.
class RunFolder {
 public:
  /// Throws FileError when the folder holds something (and `existing` is refuse), when `path` is no
  /// folder, or when it cannot be made or written to: found out now, before training and not after
  /// it.
  explicit RunFolder(std::filesystem::path path, ExistingFolder existing = ExistingFolder::refuse);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// The path of a file in it.
  [[nodiscard]] std::filesystem::path file(std::string_view name) const { return path_ / name; }
  /// Writes a file in it, atomically. Throws FileError.
  void write(std::string_view name, std::string_view bytes) const;

 private:
  std::filesystem::path path_;
};

}  // namespace riserun::train
