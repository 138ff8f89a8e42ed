// A subcommand: its options, and what it does.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <riserun/run/settings/settings.hpp>

namespace riserun::cli {

class Command {
 public:
  Command(std::string its_name, std::string its_summary, std::string its_examples)
      : name(std::move(its_name)),
        summary(std::move(its_summary)),
        examples(std::move(its_examples)) {}
  virtual ~Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  /// Called with the words after the command's name. Reads them into `options`, or shows the help
  /// where they ask for it, or does what the command is for. Returns an ExitCode; throws.
  virtual int call(std::vector<std::string> words);

  const std::string name, summary, examples;  // examples: one a line, for the help
  run::Settings options;

 private:
  /// Called once the options are read; returns an ExitCode.
  virtual int run() = 0;
};

using Commands = std::vector<std::unique_ptr<Command>>;

// Each lives in the file of its name.
std::unique_ptr<Command> demo_command();
std::unique_ptr<Command> train_command();
std::unique_ptr<Command> predict_command();
std::unique_ptr<Command> check_command();
std::unique_ptr<Command> plot_command();
std::unique_ptr<Command> graph_command();
std::unique_ptr<Command> slope_command();
std::unique_ptr<Command> speed_command();

}  // namespace riserun::cli
