// One run at a time in a folder.
#pragma once

#include <filesystem>

namespace riserun {

/// Holds a folder for this process while it lives; also a kill -9 gives it back, and nothing stays
/// in the folder. It is advisory: it keeps out those who ask for it. Where the file system knows no
/// such locks it holds nothing.
class FolderLock {
 public:
  /// Throws FileError when another one holds it.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace riserun
