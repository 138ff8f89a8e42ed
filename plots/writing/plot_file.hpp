// Files that are whole or not there: made under a temporary name beside the target, then renamed.
#pragma once

#include <filesystem>
#include <string_view>

namespace riserun::plots {

/// A name in the folder of `target` that no other file has, and whatever is written there. The file
/// goes away with this object unless commit() has moved it to the target.
class TemporaryFile {
 public:
  /// Creates it, empty. Throws FileError naming the target.
  explicit TemporaryFile(std::filesystem::path target);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Replaces its content. Throws FileError.
  void write(std::string_view content) const;

  /// Syncs it to the disk and gives it the target's name. Throws FileError; the target is then as
  /// it was.
  void commit();

 private:
  [[noreturn]] void fail(const char* what) const;

  std::filesystem::path target_;
  std::filesystem::path path_;
  bool committed_ = false;
};

/// The whole of it: `content` becomes the file at `target`.
void write_file(const std::filesystem::path& target, std::string_view content);

}  // namespace riserun::plots
