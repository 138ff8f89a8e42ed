// riserun plot: the loss curves of runs, again or side by side.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/help.hpp"
#include "cli/loss_pictures.hpp"
#include "cli/run_page.hpp"
#include "cli/settings.hpp"
#include "cli/train_settings.hpp"
#include "core/errors.hpp"
#include "plots/save.hpp"
#include "train/history.hpp"

namespace riserun::cli {

namespace {

namespace fs = std::filesystem;

struct PlotOptions {
  std::vector<std::string> runs;
  std::string out;
  std::string title;
  std::string html;
  bool log_loss = false;
};

/// The history.csv of a run folder, or the file itself.
fs::path history_file(const fs::path& run) {
  std::error_code error;
  if (!fs::exists(run, error))
    throw FileError(fmt::format("{}: there is no such run folder", run.string()));
  return fs::is_directory(run, error) ? run / "history.csv" : run;
}

/// "runs/digits/" -> "digits"; a history by another name keeps it.
std::string name_of(const fs::path& run) {
  fs::path path = fs::absolute(run).lexically_normal();
  if (path.filename().empty() || path.filename() == "history.csv") path = path.parent_path();
  return path.filename().string();
}

/// What config.toml beside the history says; nothing where there is none that can be read.
std::string subtitle_of(const fs::path& history) {
  const fs::path config = history.parent_path() / "config.toml";
  std::error_code error;
  if (!fs::exists(config, error)) return {};
  TrainSettings settings;
  Settings declared;
  settings.declare(declared);
  try {
    declared.read_toml(config);
  } catch (const Error&) {
    return {};
  }
  return settings.brief();
}

int write_page(const PlotOptions& options) {
  if (options.runs.size() != 1 || !fs::is_directory(options.runs.front()))
    throw UsageError("--html needs one run folder");
  plots::RunPage page = run_page(options.runs.front());
  if (!options.title.empty()) page.title = options.title;
  plots::save_run_page(page, options.html);
  fmt::print("{}\n", options.html);
  return kOk;
}

int run_plot(const PlotOptions& options) {
  if (!options.html.empty()) return write_page(options);
  std::vector<NamedHistory> runs;
  for (const std::string& run : options.runs) {
    const fs::path file = history_file(run);
    runs.push_back({name_of(run), subtitle_of(file), train::load_history(file)});
    if (runs.back().history.empty())
      throw DataError(
          fmt::format("{}: no epoch was finished, there is nothing to draw", file.string()));
  }
  plots::Chart chart = chart_of(runs, options.log_loss);
  if (!options.title.empty()) chart.title = options.title;

  const bool one_folder = runs.size() == 1 && fs::is_directory(options.runs.front());
  const fs::path out = !options.out.empty() ? fs::path(options.out)
                       : one_folder         ? fs::path(options.runs.front()) / "loss.svg"
                                            : fs::path("loss.svg");
  // A run's own picture is there to be drawn anew; one in the current folder may be anybody's.
  if (options.out.empty() && !one_folder && fs::exists(out))
    throw UsageError(
        "loss.svg exists here; name the picture (--out FILE; --out loss.svg replaces it)");
  plots::save(chart, out);
  fmt::print("{}\n", out.string());
  return kOk;
}

}  // namespace

Command add_plot(CLI::App& program) {
  const auto options = std::make_shared<PlotOptions>();
  CLI::App* const app = program.add_subcommand("plot", "Draw the loss curves of runs");
  app->add_option("RUN", options->runs, "run folders, or history.csv files; several are compared")
      ->required()
      ->expected(1, 1 << 20);
  app->add_option("--out", options->out,
                  "the picture: .svg, or .png and .pdf by gnuplot\n"
                  "(default RUN/loss.svg; loss.svg for several)")
      ->option_text("FILE");
  app->add_option("--title", options->title, "text above the picture")->option_text("TEXT");
  app->add_option("--html", options->html,
                  "instead: one page with curves to zoom and to read, and all\n"
                  "that the run folder knows")
      ->option_text("FILE");
  app->add_flag("--log", options->log_loss, "a logarithmic loss axis");
  dress(*app,
        "riserun plot runs/digits\n"
        "riserun plot runs/slow runs/fast --log --out compared.png");
  return {app, [options] { return run_plot(*options); }};
}

}  // namespace riserun::cli
