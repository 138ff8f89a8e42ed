#include <riserun/plots/writing/plot_file.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#include <riserun/base/errors.hpp>

namespace riserun::plots {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] bool valid() const { return number_ >= 0; }
  // Network file systems report a full disk only here.
  [[nodiscard]] bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

// Hidden, and different for each process and call. The target's name is cut so that the longest
// names a file system takes still leave room for the rest.
std::filesystem::path temporary_name(const std::filesystem::path& target) {
  static std::atomic<unsigned> count{0};
  return folder_of(target) / fmt::format(".{}.{}-{}.tmp", target.filename().string().substr(0, 100),
                                         ::getpid(), count.fetch_add(1));
}

}  // namespace

TemporaryFile::TemporaryFile(std::filesystem::path target) : target_(std::move(target)) {
  // Renaming over /dev/null would replace the device, over a link the link.
  std::error_code ignored;
  const auto there = std::filesystem::status(target_, ignored);
  if (std::filesystem::exists(there)) {
    if (!std::filesystem::is_regular_file(there)) {
      throw FileError(fmt::format(
          "{}: is not a regular file: name a file to write the picture into", target_.string()));
    }
    if (std::filesystem::is_symlink(target_, ignored))
      target_ = std::filesystem::canonical(target_);
  }
  for (int attempt = 0; attempt < 100; ++attempt) {
    path_ = temporary_name(target_);
    Descriptor file(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (file.valid()) return;
    if (errno != EEXIST) break;  // A leftover of a killed process with our number: the next name.
  }
  const int reason = errno;
  throw FileError(
      fmt::format("{}: cannot write into its folder: {}; name a folder that exists and "
                  "that you may write to",
                  target_.string(), std::strerror(reason)));
}

TemporaryFile::~TemporaryFile() {
  if (!committed_) ::unlink(path_.c_str());
}

void TemporaryFile::fail(const char* what) const {
  const int reason = errno;
  throw FileError(fmt::format("{}: {}: {}", target_.string(), what, std::strerror(reason)));
}

void TemporaryFile::write(std::string_view content) const {
  Descriptor file(::open(path_.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
  if (!file.valid()) fail("cannot write");
  while (!content.empty()) {
    const ssize_t written = ::write(file.get(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("cannot write");
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (!file.close()) fail("cannot write");
}

void TemporaryFile::commit() {
  Descriptor file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid() || ::fsync(file.get()) != 0) fail("cannot write");
  if (::rename(path_.c_str(), target_.c_str()) != 0) fail("cannot be replaced");
  committed_ = true;
  // The rename is on the disk once the folder is. Some file systems refuse this; the file is whole
  // either way.
  Descriptor folder(::open(folder_of(target_).c_str(), O_RDONLY | O_CLOEXEC));
  if (folder.valid()) (void)::fsync(folder.get());
}

void write_file(const std::filesystem::path& target, std::string_view content) {
  TemporaryFile file(target);
  file.write(content);
  file.commit();
}

}  // namespace riserun::plots
