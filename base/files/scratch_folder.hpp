// A folder for the files that another program reads and writes on the way to a picture.
#pragma once

#include <filesystem>

namespace riserun {

/// A folder of ours under the system's temporary one; gone with its content at the end of scope.
/// Its name, riserun-PID-XXXXXX, says whose it is: what a killed process left there goes when the
/// next one is made, an hour after its last use at the earliest.
class ScratchFolder {
 public:
  /// Throws FileError where no folder can be made.
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Removes the scratch folders in `temporary` that belong to this user, whose process is no more,
/// and that were last touched before `hours` hours.
void remove_left_scratch(const std::filesystem::path& temporary, double hours);

}  // namespace riserun
