#include <riserun/run/folder/run_place.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <system_error>

#include <riserun/base/files/atomic_file.hpp>
#include <riserun/run/folder/run_writer.hpp>

namespace riserun::run {

namespace {

namespace fs = std::filesystem;

/// The first runs/<name>-1, -2, .. that does not exist, made at once, so that no other run takes it
/// too.
fs::path free_folder(const std::string& name) {
  std::error_code error;
  fs::create_directories("runs", error);
  for (int number = 1;; ++number) {
    fs::path folder = fs::path("runs") / fmt::format("{}-{}", name, number);
    error.clear();
    if (fs::create_directory(folder, error) || error) return folder;
  }
}

}  // namespace

train::RunFolder open_run_folder(TrainingRun& run) {
  if (!run.resume.empty()) {  // the run may have been killed while it wrote
    remove_left_behind(run.resume);
    remove_left_behind(fs::path(run.resume) / file::kCheckpoints);
    return train::RunFolder(run.resume, train::ExistingFolder::add);
  }
  train::RunFolder folder(
      run.out.empty() ? free_folder(run.settings.data_name()) : fs::path(run.out),
      run.force ? train::ExistingFolder::add : train::ExistingFolder::refuse);
  if (!run.lock) run.lock = std::make_unique<FolderLock>(folder.path());
  return folder;
}

void lock_resumed(TrainingRun& run) { run.lock = std::make_unique<FolderLock>(run.resume); }

}  // namespace riserun::run
