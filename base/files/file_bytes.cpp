#include <riserun/base/files/file_bytes.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/large_pages.hpp>
#include <riserun/base/memory_room.hpp>

namespace riserun {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;

/// Before so many bytes are asked for.
void require_room(const std::filesystem::path& path, const char* what, std::size_t bytes) {
  require_memory(path.string() + ": reading it", {{what, static_cast<double>(bytes)}},
                 "is it the right file? If so, use a part of it");
}

[[noreturn]] void fail(const std::filesystem::path& path, const char* doing, int code) {
  throw FileError(
      fmt::format("cannot {} {}: {}", doing, path.string(), std::generic_category().message(code)));
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

std::string gunzip(const std::filesystem::path& path) {
  gzFile file = ::gzopen(path.c_str(), "rb");
  if (file == nullptr) fail(path, "open", errno);
  std::unique_ptr<gzFile_s, void (*)(gzFile)> guard(file, [](gzFile open) { ::gzclose(open); });
  ::gzbuffer(file, 1U << 17);
  std::string text;
  for (;;) {
    const std::size_t size = text.size();
    if (size + kChunk > text.capacity())  // the new text, beside the old one until it is copied
      require_room(path, "the decompressed text", 2 * text.capacity());
    text.resize(size + kChunk);
    const int count = ::gzread(file, text.data() + size, static_cast<unsigned>(kChunk));
    if (count < 0) {
      int code = 0;
      const char* reason = ::gzerror(file, &code);
      throw FileError(fmt::format(
          "{}: the gzip data are damaged or cut short ({})", path.string(),
          code == Z_ERRNO ? std::generic_category().message(errno) : std::string(reason)));
    }
    text.resize(size + static_cast<std::size_t>(count));
    if (count == 0) break;
  }
  // A stream that stops in its middle reads as if it ended; only closing tells.
  guard.release();
  if (::gzclose(file) != Z_OK) {
    throw FileError(path.string() +
                    ": the gzip data are damaged or cut short; fetch the file again");
  }
  return text;
}

/// Of a file that is none: what it is instead.
const char* kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  return S_ISSOCK(mode) ? "a socket" : "a device";
}

[[noreturn]] void fail_as_no_file(const std::filesystem::path& path, mode_t mode) {
  throw FileError(
      fmt::format("cannot read {}: it is {}; expected a file", path.string(), kind_of(mode)));
}

/// Whether reading it comes to an end: a device such as /dev/zero has none.
bool ends(const Descriptor& file, const struct stat& facts) {
  if (!S_ISCHR(facts.st_mode)) return S_ISFIFO(facts.st_mode) || S_ISSOCK(facts.st_mode);
  struct stat null {};
  return ::isatty(file.number()) != 0 ||
         (::stat("/dev/null", &null) == 0 && null.st_rdev == facts.st_rdev);
}

std::string read_all(const std::filesystem::path& path, bool streams) {
  if (!streams) require_regular_file(path);  // before open(), which waits for a pipe's other end
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) fail(path, "open", errno);
  struct stat facts {};
  if (::fstat(file.number(), &facts) != 0) fail(path, "read", errno);
  if (!S_ISREG(facts.st_mode) && !(streams && ends(file, facts)))
    fail_as_no_file(path, facts.st_mode);
  // The size is a hint: it is 0 for pipes and for much of /proc, and the file may be growing.
  const std::size_t hint = facts.st_size > 0 ? static_cast<std::size_t>(facts.st_size) : 0;
  std::string bytes;
  require_room(path, "its bytes", hint);
  bytes.reserve(hint + 1);
  prefer_large_pages(bytes.data(), hint);
  std::size_t size = 0;
  for (;;) {
    if (size == bytes.size())
      bytes.resize(size == 0 ? hint + 1 : size + std::max(kChunk, size / 2));
    const ssize_t count = ::read(file.number(), bytes.data() + size, bytes.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(path, "read", errno);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

void require_regular_file(const std::filesystem::path& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) == 0 && !S_ISREG(facts.st_mode))
    fail_as_no_file(path, facts.st_mode);
}

std::string read_file(const std::filesystem::path& path) { return read_all(path, false); }

std::string read_text_file(const std::filesystem::path& path) {
  std::string bytes = read_all(path, true);
  const bool gzip = bytes.size() >= 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b';
  if (!gzip) return bytes;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {  // what was read does not come again
    throw FileError(
        fmt::format("{}: gzipped data are read from files alone; from a pipe: gzip -dc "
                    "FILE | ...",
                    path.string()));
  }
  bytes = {};
  return gunzip(path);
}

}  // namespace riserun
