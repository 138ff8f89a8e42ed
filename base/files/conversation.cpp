#include <riserun/base/files/conversation.hpp>

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <thread>

#include <riserun/base/errors.hpp>
#include <riserun/base/number_text.hpp>

namespace riserun {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// While in scope, writing to a program that has ended is an error and no signal.
class NoBrokenPipe {
 public:
  NoBrokenPipe() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~NoBrokenPipe() {
    sigset_t waiting;
    ::sigpending(&waiting);
    int taken = 0;
    if (::sigismember(&waiting, SIGPIPE) == 1 && ::sigismember(&before_, SIGPIPE) == 0)
      ::sigwait(&pipe_, &taken);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  NoBrokenPipe(const NoBrokenPipe&) = delete;
  NoBrokenPipe& operator=(const NoBrokenPipe&) = delete;

 private:
  sigset_t pipe_, before_;
};

std::optional<int> wait_for_end(pid_t child, milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  std::optional<int> code;
  while (!(code = exit_code_of(child)) && Clock::now() < deadline)
    std::this_thread::sleep_for(milliseconds(1));
  return code;
}

}  // namespace

Conversation::Conversation(const std::string& command) {
  SpawnSettings settings;
  settings.connect(to_.read_end(), 0);
  settings.connect(from_.write_end(), 1);
  child_ = settings.spawn("/bin/sh", {"-c", command});
  to_.close_read_end();
  from_.close_write_end();
  never_wait(to_.write_end());
  never_wait(from_.read_end());
}

Conversation::~Conversation() {
  to_.close_write_end();
  if (!ended_ && !wait_for_end(child_, milliseconds(200))) {
    ::kill(-child_, SIGKILL);
    wait_for_end(child_, milliseconds(2000));
  }
}

// What is there; false once nobody can write any more.
bool Conversation::receive() {
  std::array<char, 1 << 16> buffer{};
  for (;;) {
    const ssize_t got = ::read(from_.read_end(), buffer.data(), buffer.size());
    if (got > 0) {
      received_.append(buffer.data(), static_cast<std::size_t>(got));
      return true;
    }
    if (got < 0 && errno == EINTR) continue;
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }
}

void Conversation::fail_at_end() {
  const std::optional<int> code = wait_for_end(child_, milliseconds(500));
  if (!code) throw FileError("closed its output");
  ended_ = true;
  if (*code > 128) throw FileError(fmt::format("was ended by signal {}", *code - 128));
  throw FileError(fmt::format("ended with exit code {}", *code));
}

// Writes and reads what can be at once, so that neither side waits for the other; waits a little
// where nothing can.
void Conversation::send_and_receive(std::string_view& unsent) {
  constexpr int kBetweenLooks = 50;  // ms
  std::array<pollfd, 2> wanted{pollfd{from_.read_end(), POLLIN, 0},
                               pollfd{to_.write_end(), POLLOUT, 0}};
  if (::poll(wanted.data(), unsent.empty() ? 1 : 2, kBetweenLooks) <= 0) return;
  if (wanted[1].revents != 0) {
    const NoBrokenPipe guard;
    const ssize_t written = ::write(to_.write_end(), unsent.data(), unsent.size());
    if (written > 0) unsent.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 && errno == EPIPE) unsent = {};  // its end is seen at its output
  }
  if (wanted[0].revents != 0 && !receive()) fail_at_end();
}

std::string Conversation::ask(std::string_view line, const Patience& patience) {
  if (ended_) throw FileError("has ended");
  if (received_.empty()) receive();
  if (!received_.empty())
    throw FileError(fmt::format("said {} without being asked",
                                shown(received_.substr(0, received_.find('\n')))));
  const std::string question = std::string(line) + '\n';
  std::string_view unsent = question;
  const auto deadline = Clock::now() + patience.timeout;
  std::size_t end = std::string::npos;
  for (std::size_t seen = 0; end == std::string::npos; seen = received_.size()) {
    if (patience.stop && patience.stop()) throw FileError("was not waited for any longer");
    if (Clock::now() >= deadline)
      throw FileError(fmt::format("gave no answer within {:g} s",
                                  std::chrono::duration<double>(patience.timeout).count()));
    if (received_.size() > patience.most_bytes)
      throw FileError(fmt::format("gave a line of more than {} bytes: {}", patience.most_bytes,
                                  shown(received_)));
    send_and_receive(unsent);
    end = received_.find('\n', seen);
  }
  std::string answer = received_.substr(0, end);
  received_.erase(0, end + 1);
  if (answer.ends_with('\r')) answer.pop_back();
  return answer;
}

}  // namespace riserun
