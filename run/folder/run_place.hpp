// The folder of a run, for this run alone while it goes on.
#pragma once

#include <optional>

#include <riserun/base/files/folder_lock.hpp>
#include <riserun/run/run_request.hpp>
#include <riserun/train/saving/run_folder.hpp>

namespace riserun::run {

/// Holds it as long as it lives.
class RunPlace {
 public:
  /// The request must outlive this. The folder of a run that is resumed is held from now on. Throws
  /// FileError when another run is at work in it.
  explicit RunPlace(const RunRequest& request);

  /// Makes the run folder, or takes an empty one or that of the resumed run; the first call only.
  /// Throws FileError, also when another run is at work in it.
  [[nodiscard]] const train::RunFolder& folder();

 private:
  const RunRequest& request_;
  std::optional<FolderLock> lock_;
  std::optional<train::RunFolder> folder_;
};

}  // namespace riserun::run
