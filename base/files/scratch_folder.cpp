#include <riserun/base/files/scratch_folder.hpp>

#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <string>
#include <system_error>

#include <riserun/base/errors.hpp>

namespace riserun {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "riserun-";

// The process that a name "riserun-PID-XXXXXX" speaks of, or 0.
pid_t owner_of(std::string_view name) {
  if (!name.starts_with(kPrefix)) return 0;
  name.remove_prefix(kPrefix.size());
  long process = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), process);
  const std::string_view rest(end, static_cast<std::size_t>(name.data() + name.size() - end));
  if (error != std::errc() || process <= 0 || rest.size() != 7 || rest.front() != '-') return 0;
  return static_cast<pid_t>(process);
}

bool is_gone(pid_t process) { return ::kill(process, 0) != 0 && errno == ESRCH; }

}  // namespace

void remove_left_scratch(const fs::path& temporary, double hours) {
  std::error_code error;
  for (fs::directory_iterator entry(temporary, error), end; !error && entry != end;
       entry.increment(error)) {
    const pid_t process = owner_of(entry->path().filename().string());
    if (process == 0 || !is_gone(process)) continue;
    // Of a process in another container, which this one cannot see, it may still be in use.
    struct stat status {};
    if (::lstat(entry->path().c_str(), &status) != 0 || !S_ISDIR(status.st_mode) ||
        status.st_uid != ::geteuid() ||
        std::difftime(std::time(nullptr), status.st_mtime) < 3600.0 * hours)
      continue;
    std::error_code ignored;
    fs::remove_all(entry->path(), ignored);
  }
}

// A TMPDIR that is gone or full must not cost a picture where another folder would do.
ScratchFolder::ScratchFolder() {
  std::error_code error;
  const fs::path wanted = fs::temp_directory_path(error);
  std::string tried;
  for (const fs::path& temporary :
       {error ? fs::path() : wanted, fs::path("/tmp"), fs::path("/var/tmp")}) {
    if (temporary.empty()) continue;
    std::string name = (temporary / fmt::format("{}{}-XXXXXX", kPrefix, ::getpid())).string();
    if (::mkdtemp(name.data()) != nullptr) {
      path_ = name;
      remove_left_scratch(temporary, 1.0);
      return;
    }
    tried += fmt::format("{}{}: {}", tried.empty() ? "" : "; ", temporary.string(),
                         std::generic_category().message(errno));
  }
  throw FileError(fmt::format(
      "no folder for temporary files can be made ({}); let TMPDIR name one that may be written to",
      tried));
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace riserun
