// riserun plot: the loss curves of runs, again or side by side.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <riserun/base/console.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/plots/kinds/training_charts.hpp>
#include <riserun/plots/writing/save.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/folder/named_runs.hpp>
#include <riserun/run/pictures/compared_runs.hpp>
#include <riserun/run/pictures/loss_pictures.hpp>
#include <riserun/run/pictures/page_of_run.hpp>
#include <riserun/run/pictures/run_pictures.hpp>
#include <riserun/run/pictures/speed_picture.hpp>

namespace riserun::cli {

namespace {

namespace fs = std::filesystem;

struct PlotOptions {
  std::vector<std::string> runs;
  std::string out;
  std::string title;
  std::string html;
  std::string metric, frames, speed, overshoot;
  bool mean = false, steps = false, dark = false;
  std::map<std::string, std::string> pictures;  // the files of the named kinds
  bool log_loss = false;
};

/// The only run folder, for pictures of one run.
fs::path one_folder(const PlotOptions& options, const char* option) {
  if (options.runs.size() != 1 || !is_folder(options.runs.front()))
    throw UsageError(fmt::format("--{} needs one run folder", option));
  if (const auto folds = run::folds_in(options.runs.front()); !folds.empty())
    throw UsageError(
        fmt::format("--{}: {} holds the {} folds of a cross-validation; take one, such "
                    "as {}",
                    option, options.runs.front(), folds.size(), folds.front()));
  return options.runs.front();
}

void save_chart(plots::Chart chart, const PlotOptions& options, const std::string& file) {
  if (!options.title.empty()) chart.title = options.title;
  if (options.dark) chart.theme = plots::Theme::dark;
  plots::save(chart, file);
  put(fmt::format("{}\n", file));
}

/// The pictures asked for by name. Returns whether there were any.
bool draw_named(const PlotOptions& options) {
  bool any = false;
  for (const run::RunPicture& picture : run::run_pictures()) {
    const auto asked = options.pictures.find(picture.name);
    if (asked == options.pictures.end()) continue;
    save_chart(picture.chart(one_folder(options, picture.name)), options, asked->second);
    any = true;
  }
  if (!options.frames.empty()) {
    if (fs::path(options.frames).extension() != ".svg")
      throw UsageError(fmt::format("--frames {}: the name must end in .svg", options.frames));
    write_atomically(options.frames,
                     run::boundary_frames(one_folder(options, "frames"), options.dark));
    put(fmt::format("{}\n", options.frames));
    any = true;
  }
  return any;
}

void write_page(const PlotOptions& options) {
  const fs::path ending = fs::path(options.html).extension();
  if (ending != ".html" && ending != ".htm")
    throw UsageError(fmt::format("--html {}: the name must end in .html", options.html));
  plots::RunPage page = run::run_page(one_folder(options, "html"));
  if (!options.title.empty()) page.title = options.title;
  plots::save_run_page(page, options.html);
  put(fmt::format("{}\n", options.html));
}

void draw_overshoot(const PlotOptions& options) {
  std::vector<plots::RateRun> runs;
  for (const std::string& folder : options.runs) {
    const run::NamedHistory run = run::read_run(folder, false);
    const double rate = std::isfinite(run.rate) ? run.rate : run.history[0].learning_rate;
    if (!(rate > 0.0)) throw DataError(fmt::format("{}: its history has no learning rate", folder));
    const int last = run.history.back().epoch;
    runs.push_back({.rate = rate,
                    .epoch = run.history.epochs(),
                    .loss = run.history.column(&train::HistoryRow::train_loss),
                    .note = last < run.planned_epochs
                                ? fmt::format("ended after {} of {}", last, run.planned_epochs)
                                : ""});
  }
  if (runs.size() < 2)
    throw UsageError("--overshoot needs several runs, which differ in their learning rate");
  save_chart(plots::overshoot_chart(std::move(runs), "Learning rates compared"), options,
             options.overshoot);
}

/// Options that would do nothing.
void refuse_idle(const PlotOptions& options) {
  const auto refuse_of_curves = [&](const char* why) {
    for (const auto& [option, given] :
         {std::pair{"metric", !options.metric.empty()}, std::pair{"mean", options.mean},
          std::pair{"steps", options.steps}, std::pair{"log", options.log_loss}})
      if (given) throw UsageError(fmt::format("--{} does nothing {}", option, why));
  };
  const bool pictures =
      !options.pictures.empty() || !options.frames.empty() || !options.overshoot.empty();
  const bool others = pictures || !options.html.empty();
  if (!options.speed.empty()) {
    if (!options.runs.empty() || others)
      throw UsageError("--speed draws a table of riserun speed: plot runs by themselves");
    refuse_of_curves("with --speed; it is for the curves of runs");
  }
  if (others && options.out.empty())
    refuse_of_curves("without the loss curves; have them drawn, too: --out FILE");
  if (options.dark && !pictures && !options.html.empty() && options.out.empty())
    throw UsageError("--dark does nothing with --html: the page is as its reader's browser is");
}

int run_plot(const PlotOptions& given) {
  PlotOptions options = given;
  refuse_idle(options);
  if (!options.speed.empty()) {
    if (options.out.empty()) throw UsageError("--speed needs --out FILE");
    save_chart(run::speed_picture(options.speed), options, options.out);
    return kOk;
  }
  if (options.runs.empty()) throw UsageError("RUN is required: a run folder or a history.csv");
  for (const std::string& run : options.runs)  // it may have been killed while it wrote
    if (is_there(fs::path(run) / run::file::kConfig)) remove_all_left_behind(run);
  bool done = draw_named(options);
  if (!options.overshoot.empty()) {
    draw_overshoot(options);
    done = true;
  }
  if (!options.html.empty()) {
    write_page(options);
    done = true;
  }
  if (done && options.out.empty()) return kOk;

  const std::string folder_given = options.runs.front();
  const bool one_folder_given = options.runs.size() == 1 && is_folder(folder_given);
  const run::NamedFolders all = run::with_folds(options.runs);
  if (!all.title.empty()) {  // the folds of one cross-validation
    options.mean = all.runs.size() > 1;
    if (options.title.empty()) options.title = all.title;
  }
  std::vector<run::NamedHistory> runs;
  for (const std::string& run : all.runs) runs.push_back(run::read_run(run, options.steps));
  if (options.mean && runs.size() < 2)
    throw UsageError("--mean needs several runs, which differ in their seed only");
  if (options.steps && runs.size() > 1) throw UsageError("--steps needs one run");
  const plots::Chart chart = run::chart_of(
      runs, {.log_loss = options.log_loss, .metric = options.metric, .mean = options.mean});
  const fs::path out = !options.out.empty() ? fs::path(options.out)
                       : one_folder_given   ? fs::path(folder_given) / "loss.svg"
                                            : fs::path("loss.svg");
  // A run's own picture is there to be drawn anew; one in the current folder may be anybody's.
  if (options.out.empty() && !one_folder_given && is_there(out))
    throw UsageError(
        "loss.svg exists here; name the picture (--out FILE; --out loss.svg replaces it)");
  save_chart(chart, options, out.string());
  return kOk;
}

/// The names in lines that fit a terminal.
std::string metric_help() {
  std::string text = "one measure alone:";
  int place = 0;
  for (const std::string& name : run::metric_names())
    text += (place++ % 3 == 0 ? "\n" : " ") + name;
  return text;
}

struct PlotCommand final : Command {
  PlotOptions given;

  PlotCommand()
      : Command("plot", "Draw the loss curves of runs",
                "riserun plot runs/digits\n"
                "riserun plot runs/slow runs/fast --metric val_loss --log --out compared.png\n"
                "riserun plot runs/moons --boundary boundary.svg --roc roc.svg --html "
                "report.html") {
    options.arguments("runs", "RUN", given.runs,
                      "run folders, or history.csv files; several are compared;\n"
                      "the folder of a --cv stands for its folds");
    options.text("out", "FILE", given.out,
                 "the picture: .svg, or .png and .pdf by rsvg-convert\n"
                 "(default RUN/loss.svg; loss.svg for several)");
    options.text("title", "TEXT", given.title, "text above the picture");
    options.text("html", "FILE", given.html,
                 "instead: one page with curves to zoom and to read, and all\n"
                 "that the run folder knows");
    options.text("metric", "NAME", given.metric, metric_help());
    options.flag("mean", given.mean,
                 "runs that differ in their seed only as their mean,\n"
                 "with a band of one standard deviation");
    options.flag("steps", given.steps, "also the loss of each batch (train --record steps)");
    for (const run::RunPicture& picture : run::run_pictures())
      options.action(
          picture.name, "FILE",
          [this, name = std::string(picture.name)](const std::string& file) {
            given.pictures[name] = file;
          },
          picture.description);
    options.text("frames", "FILE", given.frames,
                 "the boundary epoch by epoch, as an SVG that moves\n"
                 "(two features, classes; train --snapshots N)");
    options.text("overshoot", "FILE", given.overshoot,
                 "runs of several learning rates: the loss over the epochs,\n"
                 "and at the end against the rate");
    options.text("speed", "CSV", given.speed,
                 "instead of runs: threads against points per second,\n"
                 "from what riserun speed writes (columns threads,\npoints_per_second)");
    options.flag("dark", given.dark, "light on dark");
    options.flag("log", given.log_loss, "a logarithmic loss axis");
  }
  int run() override { return run_plot(given); }
};

}  // namespace

std::unique_ptr<Command> plot_command() { return std::make_unique<PlotCommand>(); }

}  // namespace riserun::cli
