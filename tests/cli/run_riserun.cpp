#include "tests/cli/run_riserun.hpp"

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <riserun/base/random.hpp>

namespace riserun::test {

namespace fs = std::filesystem;

namespace {

/// In the child: never returns.
[[noreturn]] void become_riserun(const std::vector<std::string>& arguments,
                                 const RunOptions& options) {
  for (const auto& [name, value] : options.environment) ::setenv(name.c_str(), value.c_str(), 1);
  if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0) ::_exit(126);
  if (options.before) options.before();
  std::vector<char*> words{const_cast<char*>(RISERUN_PROGRAM)};
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  ::execv(RISERUN_PROGRAM, words.data());
  ::_exit(127);
}

/// What the program wrote to its terminal until it closed it.
void drain(int descriptor, std::string& out) {
  char buffer[4096];
  while (true) {
    const ssize_t got = ::read(descriptor, buffer, sizeof buffer);
    if (got <= 0) return;  // EIO is a terminal's end of file; EAGAIN: nothing more now
    out.append(buffer, static_cast<std::size_t>(got));
  }
}

}  // namespace

Result riserun(const std::vector<std::string>& arguments, const RunOptions& options) {
  const Scratch scratch;
  Result result;
  int terminal = -1;
  pid_t process = 0;
  if (options.terminal) {
    winsize size{};
    size.ws_row = 24;
    size.ws_col = 100;
    process = ::forkpty(&terminal, nullptr, nullptr, &size);
  } else {
    process = ::fork();
  }
  if (process < 0) throw std::runtime_error("cannot fork");
  if (process == 0) {
    if (!options.terminal) {
      const int in = ::open(options.input.c_str(), O_RDONLY);
      const int out = ::open((scratch / "out").c_str(), O_WRONLY | O_CREAT, 0600);
      const int err = ::open((scratch / "err").c_str(), O_WRONLY | O_CREAT, 0600);
      if (::dup2(in, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(err, 2) < 0) ::_exit(126);
    }
    become_riserun(arguments, options);
  }
  if (terminal >= 0) ::fcntl(terminal, F_SETFL, O_NONBLOCK);

  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  int status = 0;
  while (::waitpid(process, &status, WNOHANG) == 0) {
    if (options.meanwhile) options.meanwhile(process);
    if (terminal >= 0) drain(terminal, result.out);
    if (std::chrono::steady_clock::now() > deadline) ::kill(process, SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  if (terminal >= 0) {
    drain(terminal, result.out);
    ::close(terminal);
  } else {
    result.out = read(scratch / "out");
    result.err = read(scratch / "err");
  }
  result.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

std::vector<std::string> short_training(const std::string& data, const std::string& out,
                                        const std::vector<std::string>& more) {
  std::vector<std::string> all{"train",    data, "--out",   out, "--hidden", "8",
                               "--epochs", "5",  "--batch", "8", "--lr",     "0.05"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::function<void(int)> signal_once(int signal, fs::path path, std::chrono::milliseconds later) {
  return [=, sent = false](int process) mutable {
    if (sent || !fs::exists(path)) return;
    std::this_thread::sleep_for(later);
    ::kill(process, signal);
    sent = true;
  };
}

std::function<void(int)> signal_once_handled(int signal) {
  return [=, sent = false](int process) mutable {
    if (sent) return;
    // "SigCgt:" and a mask in hexadecimal, in which bit n - 1 is signal n.
    const std::string status = read("/proc/" + std::to_string(process) + "/status");
    const std::size_t at = status.find("SigCgt:");
    if (at == status.npos) return;
    const auto handled = std::stoull(status.substr(at + 7), nullptr, 16);
    if ((handled >> (signal - 1) & 1) == 0) return;
    ::kill(process, signal);
    sent = true;
  };
}

std::string two_clouds(int rows) {
  Random random(5);
  std::ostringstream csv;
  csv << "x,y,kind\n";
  for (int i = 0; i < rows; ++i) {
    csv << random.normal() - 2.0 << ',' << random.normal() << ",left\n";
    csv << random.normal() + 2.0 << ',' << random.normal() << ",right\n";
  }
  return csv.str();
}

}  // namespace riserun::test
