#include <riserun/base/files/process.hpp>

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <thread>

#include <riserun/base/files/spawn.hpp>

namespace riserun {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostOutput = 64 * 1024;

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
  never_wait(pipe.read_end());
  SpawnSettings settings;
  settings.no_input();
  settings.connect(pipe.write_end(), 1);
  settings.connect(pipe.write_end(), 2);
  const pid_t child = settings.spawn(program, arguments);
  pipe.close_write_end();
  ProgramResult result;
  bool open = true;
  std::optional<int> code;
  // The child's end is the end: a grandchild that keeps the pipe open is not waited for.
  while (!(code = exit_code_of(child))) {
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
