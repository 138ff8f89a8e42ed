#include <riserun/base/files/spawn.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <riserun/base/errors.hpp>

extern char** environ;

namespace riserun {

Pipe::Pipe() {
#ifdef __linux__
  const bool made = ::pipe2(ends_.data(), O_CLOEXEC) == 0;
#else
  const bool made = ::pipe(ends_.data()) == 0;
  if (made) {
    for (const int end : ends_) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  }
#endif
  if (!made) throw FileError(fmt::format("cannot make a pipe: {}", std::strerror(errno)));
}

Pipe::~Pipe() {
  close_read_end();
  close_write_end();
}

void Pipe::close(std::size_t end) {
  if (ends_[end] >= 0) ::close(ends_[end]);
  ends_[end] = -1;
}

void never_wait(int descriptor) { ::fcntl(descriptor, F_SETFL, O_NONBLOCK); }

SpawnSettings::SpawnSettings() {
  ::posix_spawn_file_actions_init(&actions_);
  ::posix_spawnattr_init(&attributes_);
  sigset_t none, usual;
  ::sigemptyset(&none);
  ::sigemptyset(&usual);
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE, SIGCHLD, SIGHUP}) ::sigaddset(&usual, signal);
  ::posix_spawnattr_setsigmask(&attributes_, &none);
  ::posix_spawnattr_setsigdefault(&attributes_, &usual);
  ::posix_spawnattr_setpgroup(&attributes_, 0);
  ::posix_spawnattr_setflags(
      &attributes_,
      static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP));
}

SpawnSettings::~SpawnSettings() {
  ::posix_spawn_file_actions_destroy(&actions_);
  ::posix_spawnattr_destroy(&attributes_);
}

void SpawnSettings::no_input() {
  ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
}

void SpawnSettings::connect(int here, int there) {
  ::posix_spawn_file_actions_adddup2(&actions_, here, there);
}

pid_t SpawnSettings::spawn(const std::filesystem::path& program,
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

std::optional<int> exit_code_of(pid_t child) {
  int status = 0;
  pid_t got = 0;
  do {
    got = ::waitpid(child, &status, WNOHANG);
  } while (got < 0 && errno == EINTR);
  if (got == 0) return {};
  if (got < 0) return 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace riserun
