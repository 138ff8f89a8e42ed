// A program kept running and asked line by line: a line goes to its input, a line of its output
// comes back.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include <riserun/base/files/spawn.hpp>

namespace riserun {

/// How long an answer is waited for, and how long it may be.
struct Patience {
  std::chrono::milliseconds timeout{10'000};
  std::size_t most_bytes = std::size_t{1} << 20;
  std::function<bool()> stop{};  // asked often; true gives up
};

class Conversation {
 public:
  /// Starts a command of the shell. Its stderr is ours; its process group is its own, so that a
  /// Ctrl-C at the terminal reaches only us. A command that does not exist ends at once, with exit
  /// code 127. Throws FileError where there is no shell.
  explicit Conversation(const std::string& command);
  /// Closes its input, and kills it with all its children where it does not end by itself then.
  ~Conversation();
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  /// The answer to a line, both without their line ends (\n or \r\n). Throws FileError "ended with
  /// exit code 1", "gave no answer within 10 s", "said \"..\" without being asked".
  [[nodiscard]] std::string ask(std::string_view line, const Patience& patience);

 private:
  void send_and_receive(std::string_view& unsent);
  [[noreturn]] void fail_at_end();
  bool receive();

  Pipe to_, from_;
  pid_t child_ = 0;
  bool ended_ = false;
  std::string received_;
};

}  // namespace riserun
