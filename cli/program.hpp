// The program: finds the subcommand, runs it, turns errors into messages and exit codes.
#pragma once

namespace riserun::cli {

/// The whole of main(). Returns an ExitCode.
[[nodiscard]] int run(int argc, const char* const* argv);

}  // namespace riserun::cli
