// riserun demo: the main job. Every gradient is proven, then a model is trained on real scans.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include <riserun/base/console.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/check/subjects/suite.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/telling/check_report.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/interrupt.hpp>
#include <riserun/cli/telling/run_teller.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/run/settings/settings.hpp>
#include <riserun/run/settings/train_settings.hpp>
#include <riserun/train/saving/run_folder.hpp>

namespace riserun::cli {

namespace {

namespace fs = std::filesystem;

struct DemoCommand final : Command {
  run::TrainSettings settings;
  run::Settings declared;  // all of them, for config.toml
  run::RunRequest training{settings, declared};
  Telling telling;

  DemoCommand()
      : Command("demo", "Check every gradient, then train on real handwritten digits",
                "riserun demo\nriserun demo --out runs/first --threads 1") {
    settings.declare(declared);
    options.text("out", "DIR", training.out, "the run folder (default runs/digits-<number>)");
    options.seed(settings.seed, "of split, first parameters and shuffling");
    options.threads(settings.threads, "0: every processor");
    options.flag("force", training.force, "write into a folder that is not empty");
    options.flag("quiet", telling.quiet, "no progress");
  }
  int run() override;
};

/// Beside the installed program, or in the source tree it was built from.
fs::path shipped_data(const std::string& name) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  for (const fs::path& folder :
       {program.parent_path() / RISERUN_DATA_FROM_PROGRAM, fs::path(RISERUN_SOURCE_DATA)})
    if (const fs::path file = folder / name; is_there(file)) return file.lexically_normal();
  throw FileError(fmt::format(
      "{} is neither in {} nor in {}: install riserun again, or keep its source tree", name,
      (program.parent_path() / RISERUN_DATA_FROM_PROGRAM).lexically_normal().string(),
      RISERUN_SOURCE_DATA));
}

void heading(std::string_view text) {
  put(fmt::format("{}\n", inked(text, Ink::bold, terminal_of(stdout))));
  flush_put();
}

/// The program as the user called it, so that the lines can be copied.
std::string program_name() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path near = fs::relative(program, error);
  return near.empty() || near.string().starts_with("..") ? "riserun" : near.string();
}

int DemoCommand::run() {
  const auto begin = std::chrono::steady_clock::now();
  settings.data = shipped_data("digits.csv.gz").string();

  if (!training.out.empty())  // a folder that cannot be used is no news for the end
    static_cast<void>(train::RunFolder(
        training.out, training.force ? train::ExistingFolder::add : train::ExistingFolder::refuse));

  heading("1. Every gradient against rise over run");
  const InterruptGuard interrupts;
  const check::SuiteReport report = check_with_progress(check::builtin_ops(), {}, telling.quiet);
  if (const int signal = InterruptGuard::signal(); signal != 0) {
    say(fmt::format("stopped by {} in the gradient check; nothing was trained or written\n",
                    InterruptGuard::name()));
    return kSignal + signal;
  }
  print_check_table(report);
  if (!report.passed()) {
    say("Nothing is trained with gradients that are not proven.\n");
    return report.exit_code();
  }

  put("\n");
  heading("2. A model of real handwritten digits, trained with those gradients");
  training.gradient_check = report.table() + report.brief();
  const int code = train_and_tell(training, telling);
  if (code != kOk) return code;

  put("\n");
  heading("3. Next");
  const std::string program = program_name();
  put(fmt::format(
      "Train on your own data:\n  {0} train YOUR.csv --label LAST --hidden 64,32\n"
      "See one gradient's proof; for an op of your own, CONTRIBUTING.md has the ten lines:\n"
      "  {0} check tanh@0.5\n"
      "Draw a graph with its gradients:\n"
      "  {0} graph 'o = tanh(w1*x1 + w2*x2 + b)' --at w1=-3,x1=2,w2=1,x2=0,b=6.88 --out graph.svg\n"
      "\nDone in {1:.1f} s.\n",
      program, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count()));
  return kOk;
}

}  // namespace

std::unique_ptr<Command> demo_command() { return std::make_unique<DemoCommand>(); }

}  // namespace riserun::cli
