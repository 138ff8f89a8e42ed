// riserun train: a model from a file.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/help.hpp>
#include <riserun/run/folder/resume.hpp>
#include <riserun/run/folder/run_writer.hpp>
#include <riserun/run/session.hpp>
#include <riserun/run/settings/settings.hpp>
#include <riserun/run/settings/train_settings.hpp>

namespace riserun::cli {

namespace {

struct TrainCommand {
  run::TrainSettings settings;
  run::Settings declared;
  run::TrainingRun request{settings, declared, {}};
  bool print_config = false;

  int execute() {
    if (!request.resume.empty() && !request.out.empty())
      throw ConfigError("--resume goes on in the run's own folder: leave --out away");
    if (!print_config) return run::run_training(request);
    fmt::print(
        "# Settings of `riserun train --config FILE`: TOML, every key may be left out.\n"
        "# Options beside --config win. Paths are relative to the folder the program runs in.\n{}",
        declared.to_commented_toml());
    return kOk;
  }
};

}  // namespace

Command add_train(CLI::App& program) {
  const auto command = std::make_shared<TrainCommand>();
  CLI::App* const app = program.add_subcommand("train", "Train a model on a file of data");
  command->settings.declare(command->declared);
  run::Settings& declared = command->declared;
  app->add_option_function<std::string>(
         "--resume",
         [command](const std::string& folder) {
           command->request.resume = folder;
           run::require_run(folder);
           command->declared.read_toml(std::filesystem::path(folder) / run::file::kConfig);
         },
         "go on with the run in that folder, from its last\ncheckpoint, to the same bits")
      ->option_text("DIR")
      ->group("Options");
  declared.group("Results");
  declared.of_this_call();
  declared.text("out", "DIR", command->request.out,
                "the run folder (default runs/<DATA>-<number>)");
  declared.flag("force", command->request.force, "write into a folder that is not empty");
  declared.flag("quiet", command->request.quiet, "no progress");
  declared.flag("json", command->request.json, "one JSON object a line on stdout, instead of text");
  declared.add_to(*app);
  app->add_flag("--print-config", command->print_config,
                "print every setting with its value as a file\nfor --config, and stop");
  app->add_flag("--explain", command->request.explain,
                "print what the lanes engine recognises in the\nmodel's loss, and stop");
  dress(*app,
        "riserun train examples/data/iris.csv --hidden 16 --epochs 100\n"
        "riserun train data.csv --label LAST --hidden 64,32 --loss softmax --epochs 30 --batch 32\n"
        "              --lr 0.1 --threads 0 --seed 1 --out runs/mine\n"
        "riserun train --config runs/mine/config.toml --lr 0.05 --out runs/slower");
  return {app, [command] { return command->execute(); }};
}

}  // namespace riserun::cli
