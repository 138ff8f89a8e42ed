#include <riserun/base/files/process.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <thread>

#include <riserun/base/errors.hpp>

extern char** environ;

namespace riserun {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostOutput = 64 * 1024;

class Pipe {
 public:
  Pipe() {
#ifdef __linux__
    const bool made = ::pipe2(ends_.data(), O_CLOEXEC) == 0;
#else
    const bool made = ::pipe(ends_.data()) == 0;
    if (made) {
      for (const int end : ends_) ::fcntl(end, F_SETFD, FD_CLOEXEC);
    }
#endif
    if (!made) throw FileError(fmt::format("cannot make a pipe: {}", std::strerror(errno)));
    ::fcntl(read_end(), F_SETFL, O_NONBLOCK);
  }
  ~Pipe() {
    for (const int end : ends_) {
      if (end >= 0) ::close(end);
    }
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] int read_end() const { return ends_[0]; }
  [[nodiscard]] int write_end() const { return ends_[1]; }
  void close_write_end() {
    ::close(ends_[1]);
    ends_[1] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

// What the child starts with: no input, both outputs into the pipe, its own process group, and the
// signals as a fresh program expects them, whatever this thread has blocked or ignored.
class SpawnSettings {
 public:
  explicit SpawnSettings(int output) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output, 1);
    ::posix_spawn_file_actions_adddup2(&actions_, output, 2);
    ::posix_spawnattr_init(&attributes_);
    sigset_t none, usual;
    ::sigemptyset(&none);
    ::sigemptyset(&usual);
    for (const int signal : {SIGINT, SIGTERM, SIGPIPE, SIGCHLD, SIGHUP})
      ::sigaddset(&usual, signal);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &usual);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(
        &attributes_,
        static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP));
  }
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  [[nodiscard]] pid_t spawn(const std::filesystem::path& program,
                            const std::vector<std::string>& arguments) {
    std::string name = program.string();
    std::vector<std::string> copies = arguments;  // exec's argv is not const.
    std::vector<char*> argv{name.data()};
    for (std::string& argument : copies) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_t child = 0;
    const int error =
        ::posix_spawn(&child, program.c_str(), &actions_, &attributes_, argv.data(), environ);
    if (error != 0) {
      throw FileError(
          fmt::format("{}: cannot be started: {}", program.string(), std::strerror(error)));
    }
    return child;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

// Reads what is there; false once nobody can write any more.
bool drain(int descriptor, std::string& output) {
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got > 0) {
      output.append(buffer.data(),
                    std::min(static_cast<std::size_t>(got), kMostOutput - output.size()));
      continue;
    }
    if (got < 0 && errno == EINTR) continue;
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }
}

// The exit code once the child has ended. Nothing can be known of the child of a program that
// ignores SIGCHLD: the kernel has thrown its status away, and 0 leaves the verdict to its output.
std::optional<int> ended(pid_t child) {
  int status = 0;
  pid_t got = 0;
  do {
    got = ::waitpid(child, &status, WNOHANG);
  } while (got < 0 && errno == EINTR);
  if (got == 0) return {};
  if (got < 0) return 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void wait_for_output(int descriptor, bool open) {
  // Short while waiting for the end of a child whose output is closed, for which there is no event.
  if (!open) return std::this_thread::sleep_for(std::chrono::milliseconds(2));
  pollfd wanted{.fd = descriptor, .events = POLLIN, .revents = 0};
  (void)::poll(&wanted, 1, 20);
}

}  // namespace

std::optional<std::filesystem::path> find_program(const std::string& name) {
  const char* variable = std::getenv("PATH");
  const std::string path = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find(':', start), path.size());
    const std::string folder = path.substr(start, end - start);
    start = end + 1;
    // An empty entry means the current folder, which is no place to look for programs.
    if (folder.empty()) continue;
    const std::filesystem::path candidate = std::filesystem::path(folder) / name;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(candidate, ignored) &&
        ::access(candidate.c_str(), X_OK) == 0) {
      return candidate;
    }
  }
  return {};
}

ProgramResult run_program(const std::filesystem::path& program,
                          const std::vector<std::string>& arguments,
                          std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  Pipe pipe;
  const pid_t child = SpawnSettings(pipe.write_end()).spawn(program, arguments);
  pipe.close_write_end();
  ProgramResult result;
  bool open = true;
  std::optional<int> code;
  // The child's end is the end: a grandchild that keeps the pipe open is not waited for.
  while (!(code = ended(child))) {
    open = open && drain(pipe.read_end(), result.output);
    if (!result.timed_out && Clock::now() >= deadline) {
      result.timed_out = true;
      ::kill(-child, SIGKILL);
    }
    wait_for_output(pipe.read_end(), open);
  }
  if (open) drain(pipe.read_end(), result.output);
  result.exit_code = *code;
  return result;
}

}  // namespace riserun
