#include <riserun/train/saving/run_folder.hpp>

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>

namespace riserun::train {
namespace {

namespace fs = std::filesystem;

void check(const std::error_code& error, const fs::path& path, const char* doing) {
  if (error)
    throw FileError(
        fmt::format("cannot {} the run folder {}: {}", doing, path.string(), error.message()));
}

}  // namespace

RunFolder::RunFolder(fs::path path, ExistingFolder existing) : path_(std::move(path)) {
  if (path_.empty()) throw FileError("the run folder has no name; name one (`out`)");
  std::error_code error;
  const fs::file_status status = fs::status(path_, error);
  if (fs::exists(status) && !fs::is_directory(status)) {
    throw FileError(fmt::format("{} is a file; name another run folder (`out`)", path_.string()));
  }
  error.clear();
  fs::create_directories(path_, error);
  check(error, path_, "make");
  const bool empty = fs::is_empty(path_, error);
  check(error, path_, "look into");
  if (!empty && existing == ExistingFolder::refuse) {
    throw FileError(fmt::format(
        "the run folder {} exists and is not empty; name another one (`out`) or let its files be "
        "overwritten (`force`)",
        path_.string()));
  }
  // The only honest test for being writable is to write.
  const fs::path probe = file(".riserun-writable");
  try {
    write_atomically(probe, "");
  } catch (const FileError& failure) {
    throw FileError(fmt::format("the run folder {} is not writable: {}; name another one (`out`)",
                                path_.string(), failure.what()));
  }
  fs::remove(probe, error);
  check(error, path_, "tidy up");
}

void RunFolder::write(std::string_view name, std::string_view bytes) const {
  write_atomically(file(name), bytes);
}

}  // namespace riserun::train
