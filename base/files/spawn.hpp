// How a child process begins: the pipes to it, and what it finds.
#pragma once

#include <spawn.h>
#include <sys/types.h>

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace riserun {

/// A pipe whose ends no other child inherits. Throws FileError.
class Pipe {
 public:
  Pipe();
  ~Pipe();
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] int read_end() const { return ends_[0]; }
  [[nodiscard]] int write_end() const { return ends_[1]; }
  void close_read_end() { close(0); }
  void close_write_end() { close(1); }

 private:
  void close(std::size_t end);
  std::array<int, 2> ends_{-1, -1};
};

/// Reading from or writing to a descriptor returns at once, whatever is there.
void never_wait(int descriptor);

/// What the child starts with: the descriptors it is given, its own process group, and the signals
/// as a fresh program expects them, whatever this thread has blocked or ignored.
class SpawnSettings {
 public:
  SpawnSettings();
  ~SpawnSettings();
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  void no_input();
  /// The child's descriptor `there` is our `here`.
  void connect(int here, int there);
  /// Throws FileError when the program cannot be started.
  [[nodiscard]] pid_t spawn(const std::filesystem::path& program,
                            const std::vector<std::string>& arguments);

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

/// The exit code once the child has ended; 128 + signal where one ended it. Nothing can be known of
/// the child of a program that ignores SIGCHLD: the kernel has thrown its status away, and 0 leaves
/// the verdict to its output.
[[nodiscard]] std::optional<int> exit_code_of(pid_t child);

}  // namespace riserun
