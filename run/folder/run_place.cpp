#include <riserun/run/folder/run_place.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <system_error>

#include <riserun/base/files/atomic_file.hpp>
#include <riserun/run/folder/file_names.hpp>

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

RunPlace::RunPlace(const RunRequest& request) : request_(request) {
  if (!request.resume.empty()) lock_.emplace(request.resume);
}

const train::RunFolder& RunPlace::folder() {
  if (folder_) return *folder_;
  if (!request_.resume.empty()) {  // the run may have been killed while it wrote
    remove_all_left_behind(request_.resume);
    return folder_.emplace(request_.resume, train::ExistingFolder::add);
  }
  folder_.emplace(
      request_.out.empty() ? free_folder(request_.settings.data_name()) : fs::path(request_.out),
      request_.force ? train::ExistingFolder::add : train::ExistingFolder::refuse);
  lock_.emplace(folder_->path());
  return *folder_;
}

}  // namespace riserun::run
