#include <riserun/base/files/atomic_file.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <string>
#include <system_error>
#include <utility>

#include <riserun/base/errors.hpp>

namespace riserun {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporary = ".riserun-";

[[noreturn]] void fail(const fs::path& path, int code) {
  const bool of_folder = code == ENOENT || code == ENOTDIR || code == EACCES || code == EROFS;
  throw FileError(
      fmt::format("cannot write {}: {}{}", path.string(), std::generic_category().message(code),
                  of_folder ? "; name a folder that exists and may be written to" : ""));
}

class OutputFile {
 public:
  OutputFile(int number, const fs::path& named) : number_(number), named_(named) {
    if (number_ < 0) fail(named_, errno);
  }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile() {
    if (number_ >= 0) ::close(number_);
  }

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::write(number_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail(named_, errno);
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  void set_mode(mode_t mode) const {
    if (::fchmod(number_, mode) != 0) fail(named_, errno);
  }
  void sync() const {
    if (::fsync(number_) != 0) fail(named_, errno);
  }
  // Some file systems report a full disk only here. The number is free afterwards whatever close
  // says.
  void close() {
    const int number = std::exchange(number_, -1);
    if (::close(number) != 0 && errno != EINTR) fail(named_, errno);
  }

 private:
  int number_;
  const fs::path& named_;
};

/// Removes the temporary file unless it was renamed.
class Temporary {
 public:
  explicit Temporary(fs::path path) : path_(std::move(path)) {}
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  [[nodiscard]] const fs::path& path() const { return path_; }
  void renamed() { path_.clear(); }

 private:
  fs::path path_;
};

/// Makes a file that no other thread or process uses and sets `name`; short enough for every file
/// system. A killed process of the same number may have left its file behind, hence the retries.
int open_temporary(const fs::path& folder, fs::path& name) {
  static std::atomic<unsigned> counter{0};
  for (int tries = 0;; ++tries) {
    name = folder / fmt::format("{}{}-{}.tmp", kTemporary, ::getpid(), counter++);
    const int number = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (number >= 0 || errno != EEXIST || tries == 1000) return number;
  }
}

/// The rename is durable only when the folder is; file systems that cannot sync a folder say
/// EINVAL.
void sync_folder(const fs::path& folder, const fs::path& named) {
  const int number = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (number < 0) return;  // a folder that may be written to but not read
  const int result = ::fsync(number);
  const int code = errno;
  ::close(number);
  if (result != 0 && code != EINVAL && code != ENOTSUP) fail(named, code);
}

/// Whether the name is one of the system's own for an open file, whose links are there to be
/// followed.
bool is_of_system(const fs::path& path) {
  const std::string name = fs::absolute(path).lexically_normal().string();
  return name == "/dev/stdout" || name == "/dev/stderr" || name.starts_with("/dev/fd/") ||
         name.starts_with("/proc/");
}

/// The end of the chain when `path` is a symbolic link.
fs::path target_of(const fs::path& path) {
  fs::path target = path;
  for (int links = 0; fs::is_symlink(fs::symlink_status(target)); ++links) {
    if (links == 40) fail(path, ELOOP);
    const fs::path next = fs::read_symlink(target);
    target = next.is_absolute() ? next : target.parent_path() / next;
  }
  return target;
}

/// The process that a temporary file's name speaks of, ".riserun-123-0.tmp"; 0 for other names.
pid_t process_of_temporary(std::string_view name) {
  if (!name.starts_with(kTemporary)) return 0;
  name.remove_prefix(kTemporary.size());
  pid_t process = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), process);
  const std::string_view rest = name.substr(static_cast<std::size_t>(end - name.data()));
  const bool ours = rest.size() > 5 && rest.starts_with('-') && rest.ends_with(".tmp") &&
                    rest.find_first_not_of("0123456789", 1) == rest.size() - 4;
  return error == std::errc() && ours ? process : 0;
}

}  // namespace

void write_atomically(const fs::path& path, std::string_view bytes) try {
  struct stat old {};
  const bool follows = is_of_system(path);
  const bool exists = (follows ? ::stat : ::lstat)(path.c_str(), &old) == 0;
  if (exists && S_ISDIR(old.st_mode)) fail(path, EISDIR);
  const bool is_link = exists && S_ISLNK(old.st_mode);
  if (exists && !is_link &&
      !S_ISREG(old.st_mode)) {  // renaming over /dev/null would replace the device
    OutputFile device(::open(path.c_str(), O_WRONLY | O_CLOEXEC), path);
    device.write(bytes);
    device.close();
    return;
  }
  const fs::path target = follows ? target_of(path) : path;
  if (target.filename().empty()) fail(path, path.empty() ? ENOENT : EISDIR);
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  fs::path name;
  OutputFile file(open_temporary(folder, name), path);
  Temporary temporary(name);  // after the file: only what we made is ours to remove
  file.write(bytes);
  if (exists && !is_link) file.set_mode(old.st_mode & 07777);
  file.sync();
  file.close();
  if (::rename(temporary.path().c_str(), target.c_str()) != 0) fail(path, errno);
  temporary.renamed();
  sync_folder(folder, path);
} catch (const fs::filesystem_error& error) {
  fail(path, error.code().value());
}

void make_inner_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::is_symlink(fs::symlink_status(folder, error)))
    throw FileError(
        fmt::format("{} is a link, and nothing is written through it: remove it", folder.string()));
  error.clear();
  fs::create_directories(folder, error);
  if (error)
    throw FileError(fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
}

void remove_left_behind(const fs::path& folder) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    const pid_t process = process_of_temporary(entry.path().filename().string());
    if (process > 0 && ::kill(process, 0) != 0 && errno == ESRCH) fs::remove(entry.path(), ignored);
  }
}

void remove_all_left_behind(const fs::path& folder) {
  remove_left_behind(folder);
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
    if (fs::is_directory(entry.symlink_status(ignored))) remove_left_behind(entry.path());
}

}  // namespace riserun
