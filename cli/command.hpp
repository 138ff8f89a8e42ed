// A subcommand: its options, declared to CLI11, and what it does.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace riserun::cli {

struct Command {
  CLI::App* app = nullptr;
  std::function<int()> run;  // called once the command line is parsed; returns an ExitCode
};

// Each lives in the file of its name.
Command add_demo(CLI::App& program);
Command add_train(CLI::App& program);
Command add_predict(CLI::App& program);
Command add_check(CLI::App& program);
Command add_plot(CLI::App& program);
Command add_graph(CLI::App& program);
Command add_speed(CLI::App& program);

}  // namespace riserun::cli
