// riserun train: a model from a CSV file.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/command.hpp"
#include "cli/help.hpp"
#include "cli/settings.hpp"
#include "cli/train_settings.hpp"
#include "cli/training.hpp"

namespace riserun::cli {

namespace {

struct TrainCommand {
  TrainSettings settings;
  Settings declared;
  TrainingRun run{settings, declared, {}};
};

}  // namespace

Command add_train(CLI::App& program) {
  const auto command = std::make_shared<TrainCommand>();
  CLI::App* const app = program.add_subcommand("train", "Train a model on a CSV file");
  command->settings.declare(command->declared);
  command->declared.add_to(*app);
  app->add_option("--out", command->run.out, "the run folder (default runs/<DATA>-<number>)")
      ->option_text("DIR");
  app->add_flag("--force", command->run.force, "write into a folder that is not empty");
  app->add_flag("--quiet", command->run.quiet, "no progress");
  dress(*app,
        "riserun train examples/data/iris.csv --hidden 16 --epochs 100\n"
        "riserun train data.csv --label LAST --hidden 64,32 --loss softmax --epochs 30 --batch 32\n"
        "              --lr 0.1 --threads 0 --seed 1 --out runs/mine\n"
        "riserun train --config runs/mine/config.toml --lr 0.05 --out runs/slower");
  return {app, [command] { return run_training(command->run); }};
}

}  // namespace riserun::cli
