// riserun train: a model from a file.
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>

#include <riserun/base/console.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/run_teller.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/folder/resume.hpp>
#include <riserun/run/settings/likeness.hpp>
#include <riserun/run/settings/settings.hpp>
#include <riserun/run/settings/train_settings.hpp>

namespace riserun::cli {

namespace {

struct TrainCommand final : Command {
  run::TrainSettings settings;
  run::RunRequest training{settings, options};
  Telling telling;
  run::Likeness like;
  bool print_config = false;

  TrainCommand()
      : Command("train", "Train a model on a file of data",
                "riserun train examples/data/iris.csv --hidden 16 --epochs 100\n"
                "riserun train data.csv --label LAST --hidden 64,32 --loss softmax --epochs 30 "
                "--batch 32\n"
                "              --lr 0.01 --threads 0 --seed 1 --out runs/mine\n"
                "riserun train --config runs/mine/config.toml --lr 0.003 --out runs/slower") {
    options.action(
        "resume", "DIR", [this](const std::string& folder) { resume(folder); },
        "go on with the run in that folder, from its last\ncheckpoint, to the same bits");
    options.config_file();
    options.action(
        "like", "micrograd", [this](const std::string& who) { like.take(who, options); },
        "the settings of micrograd's demo of two moons, and the\nboundary drawn: train "
        "moons:n=100,noise=0.1 --like micrograd;\noptions given beside it win");
    settings.declare(options);
    options.group("Results");
    options.of_this_call();
    options.not_in_files();  // a configuration that came from elsewhere must not choose the folder
    options.text("out", "DIR", training.out, "the run folder (default runs/<DATA>-<number>)");
    options.flag("force", training.force, "write into a folder that is not empty");
    options.not_in_files(false);
    options.flag("quiet", telling.quiet, "no progress");
    options.flag("json", telling.json, "one JSON object a line on stdout, instead of text");
    options.group("Options");
    options.not_in_files();
    options.flag("print-config", print_config,
                 "print every setting with its value as a file\nfor --config, and stop");
    options.flag("columns", training.columns, "print what each column is and becomes, and stop");
    options.flag("explain", training.explain,
                 "print what the lanes engine recognises in the\nmodel's loss, and stop");
  }

  void resume(const std::string& folder) {
    training.resume = folder;
    run::require_run(folder);
    options.read_toml(std::filesystem::path(folder) / run::file::kConfig);
  }

  int run() override {
    if (!training.resume.empty() && !training.out.empty())
      throw ConfigError("--resume goes on in the run's own folder: leave --out away");
    training.boundary = like.wanted();
    if (!print_config && !telling.json) put(like.text(options));
    if (!print_config) return train_and_tell(training, telling);
    put(fmt::format(
        "# Settings of `riserun train --config FILE`: TOML, every key may be left out.\n"
        "# Options beside --config win. Paths are relative to the folder the program runs in.\n{}",
        options.to_commented_toml()));
    return kOk;
  }
};

}  // namespace

std::unique_ptr<Command> train_command() { return std::make_unique<TrainCommand>(); }

}  // namespace riserun::cli
