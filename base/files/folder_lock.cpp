#include <riserun/base/files/folder_lock.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include <riserun/base/errors.hpp>

namespace riserun {

FolderLock::FolderLock(const std::filesystem::path& folder)
    : descriptor_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (descriptor_ < 0) return;  // what uses the folder will say why it cannot
  // A process that was killed holds its lock until it is gone, and so does a program that it was just
  // starting: kill() does not wait for that. A run that is alive outlasts the second.
  for (int tries = 0; tries < 50; ++tries) {
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  ::close(descriptor_);
  throw FileError(
      fmt::format("{} is in use: another riserun trains there. Wait for its end or stop it; a new "
                  "run takes another folder (--out)",
                  folder.string()));
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace riserun
