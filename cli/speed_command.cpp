// riserun speed: a run's training step on several numbers of threads, as a table for plot --speed.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <riserun/base/console.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/base/readable_number.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/run/folder/finished_run.hpp>
#include <riserun/run/step_timing.hpp>
#include <riserun/train/gradient/threads.hpp>

namespace riserun::cli {

namespace {

struct SpeedOptions {
  std::string run, out;
  std::vector<int> threads;
  double seconds = 1.0;
};

/// 1, 2, 4, ... up to all processors, and those.
std::vector<int> usual_threads() {
  std::vector<int> counts;
  const int most = train::available_threads();
  for (int count = 1; count < most; count *= 2) counts.push_back(count);
  counts.push_back(most);
  return counts;
}

int run_speed(const SpeedOptions& options) {
  const run::FinishedRun run(options.run);
  const std::vector<int> counts = options.threads.empty() ? usual_threads() : options.threads;
  const auto tell = [&](const std::string& text) { (options.out.empty() ? say : put)(text); };
  tell(fmt::format("{:>7} {:>6} {:>11} {:>10} {:>9} {:>9} {:>9} {:>9}\n", "threads", "batch",
                   "points/s", "us a step", "build", "sweep", "reduce", "update"));
  std::vector<run::StepTiming> timings;
  for (const int threads : counts) {
    timings.push_back(run::time_steps(run, threads, options.seconds));
    const run::StepTiming& t = timings.back();
    tell(fmt::format("{:>7} {:>6} {:>11} {:>10.1f} {:>9.1f} {:>9.1f} {:>9.1f} {:>9.1f}\n",
                     t.threads, t.batch, with_thousands(t.points_per_second), t.step(), t.build,
                     t.sweep, t.reduce, t.update));
  }
  if (options.out.empty()) {
    put(run::to_csv(timings));
    return kOk;
  }
  write_atomically(options.out, run::to_csv(timings));
  say(fmt::format("wrote {}; riserun plot --speed {} --out speed.svg draws it\n", options.out,
                  options.out));
  return kOk;
}

struct SpeedCommand final : Command {
  SpeedOptions given;

  SpeedCommand()
      : Command("speed", "Time a run's training step on several numbers of threads",
                "riserun speed runs/digits-1 --threads 1,2,4 --out speed.csv\n"
                "riserun plot --speed speed.csv --out speed.svg") {
    options.argument("run", "RUN", given.run,
                     "a run folder: its model, data, batch size, optimiser");
    options.required();
    options.numbers_of_threads(given.threads, "(default 1, 2, 4, ... up to every processor)");
    options.number("seconds", given.seconds, {.low = 0.001, .high = 3600.0},
                   "for each number of threads");
    options.text("out", "FILE", given.out, "the table as CSV (default stdout)");
  }
  int run() override { return run_speed(given); }
};

}  // namespace

std::unique_ptr<Command> speed_command() { return std::make_unique<SpeedCommand>(); }

}  // namespace riserun::cli
