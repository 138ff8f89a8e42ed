// Running another program safely: no shell, no inherited terminal, killed when it takes too long.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace riserun {

/// Where on the PATH a program is, as the shell would find it; nothing when it is not there.
[[nodiscard]] std::optional<std::filesystem::path> find_program(const std::string& name);

struct ProgramResult {
  int exit_code = 0;       ///< Of a program that ended by itself; 128 + signal otherwise.
  bool timed_out = false;  ///< It was killed, with all its children, by us.
  std::string output;      ///< stdout and stderr together, the first 64 KiB.
};

/// Runs `program` with `arguments` (argv[0] is added) and waits for it to end. stdin is empty; its
/// process group is its own, so that a Ctrl-C at the terminal reaches only us. Throws FileError
/// when it cannot be started.
[[nodiscard]] ProgramResult run_program(const std::filesystem::path& program,
                                        const std::vector<std::string>& arguments,
                                        std::chrono::milliseconds timeout);

}  // namespace riserun
