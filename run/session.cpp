#include <riserun/run/session.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/cli/telling/events.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/interrupt.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/run/cross_validation.hpp>
#include <riserun/run/folder/resume.hpp>
#include <riserun/run/folder/run_place.hpp>
#include <riserun/run/prepared_run.hpp>
#include <riserun/run/rate_finder.hpp>
#include <riserun/run/results.hpp>
#include <riserun/run/run_watch.hpp>
#include <riserun/run/settings/idle_options.hpp>
#include <riserun/run/settings/run_config.hpp>
#include <riserun/run/summary.hpp>
#include <riserun/train/fit/graph_size.hpp>
#include <riserun/train/fit/trainer.hpp>

namespace riserun::run {

namespace {

namespace fs = std::filesystem;

/// What a signal is answered with as long as nothing was written.
cli::Farewell farewell(const TrainingRun& run, int signal) {
  const std::string text =
      fmt::format("stopped by {} before the training began; {}", cli::InterruptGuard::name(signal),
                  run.resume.empty() ? "nothing was written"
                                     : fmt::format("the run in {} is as it was", run.resume));
  return {
      run.json ? cli::Events::end_text("stopped", cli::kSignal + signal, text, {}) : std::string(),
      text + '\n'};
}

/// One run, from its settings to its results; what it wrote is in `written` however it ends.
class Session {
 public:
  Session(TrainingRun& run, cli::Events& events, std::vector<std::string>& written)
      : run_(run), settings_(run.settings), events_(events), written_(written) {}

  int execute() {
    std::optional<RunData> data;
    std::optional<PreparedRun> prepared;
    {
      const cli::LeaveAtOnce nothing_to_save(farewell(run_, SIGINT), farewell(run_, SIGTERM));
      refuse_idle_options(run_.declared, settings_);
      settings_.resolve();
      static_cast<void>(settings_.trainer_options());  // refuses what it cannot take
      if (!run_.resume.empty()) lock_resumed(run_);
      if (!run_.resume.empty() && settings_.cv == 0) begun_ = checkpoint_to_resume(run_.resume);
      data = read_run_data(settings_, settings_.seed, !run_.resume.empty());
      settings_.resolve_for(data->all);
      refuse_idle_options(run_.declared, settings_);
      refuse_idle_options_of_format(run_.declared, data->format);
      if (data->format == train::DataFormat::csv) warn_of_row_numbers(row_numbers(data->all));
      settings_.fix_paths();
      if (settings_.cv == 0) {
        if (begun_) changes_ = changed_settings(run_.declared, *begun_, run_.resume);
        prepared.emplace(settings_, std::move(*data));
      }
    }
    if (!prepared) return run_cross_validation(run_, *data, events_, written_);
    if (run_.explain) {
      fmt::print("{}", train::explain(prepared->model, prepared->loss, prepared->training).text());
      return cli::kOk;
    }
    if (settings_.finds_rate())
      if (const std::optional<int> end = find_rate(run_, *prepared, written_)) return *end;
    return train(*prepared);
  }

 private:
  void say(const std::string& text) const {
    if (!run_.json) fmt::print("{}", text);
  }

  void warn_of_row_numbers(const std::string& column) const {
    if (column.empty()) return;
    const std::string text = fmt::format(
        "\"{}\" counts the rows, and a model learns from it how they are ordered: leave it out "
        "with "
        "--ignore, unless that is meant",
        column);
    cli::warn(text);
    events_.warning(text);
  }

  int train(PreparedRun& prepared) {
    const train::RunIdentity identity = prepared.identity(run_);
    if (begun_)
      train::require_same_run(
          *begun_, identity,
          train::Checkpoints::last(fs::path(run_.resume) / file::kCheckpoints).string());
    const train::RunFolder folder = open_run_folder(run_);
    train::Checkpoints checkpoints(folder.file(file::kCheckpoints), identity,
                                   settings_.checkpoint_interval());
    if (!begun_) checkpoints.clear();
    write_config(folder, prepared.parts.all.size());
    if (!run_.gradient_check.empty()) folder.write(record::kGradientCheck, run_.gradient_check);

    RunWatch watch(run_, prepared, folder, checkpoints, events_, begun_ ? &begun_->state : nullptr);
    train::TrainerOptions options = settings_.trainer_options();
    options.class_weights = prepared.class_weights;
    options.metrics.target_scaling = prepared.preparation.target_scaling;
    watch.attach_to(options);
    options.stop_requested = [] { return cli::InterruptGuard::signal() != 0; };
    train::Trainer trainer(options);

    const std::string setup = begin(prepared, folder, trainer.threads());
    if (begun_) {
      say(resumed_text(folder.path().string(), settings_.epochs, begun_->state, changes_));
      trainer.start_from(std::move(begun_->state));
    } else if (!run_.resume.empty()) {
      say(fmt::format("resumed {} from its beginning: it has no checkpoint yet\n",
                      folder.path().string()));
    }
    std::fflush(stdout);
    written_.insert(written_.end(),
                    {file::kConfig, file::kHistory, file::kModel, file::kCheckpoints});
    for (const char* name : watch.records().names()) written_.emplace_back(name);
    if (!watch.event_file().empty()) written_.push_back(watch.event_file());
    const std::string resume_command =
        fmt::format("riserun train --resume {}", folder.path().string());
    try {
      static_cast<void>(
          trainer.fit(prepared.model, prepared.loss, prepared.training, prepared.validation));
      watch.progress().clear();
      watch.writer().finish(trainer.state());
    } catch (const DivergedError& error) {
      watch.progress().clear();
      watch.writer().keep();
      draw_losses(settings_, watch.history(), folder, written_);
      static_cast<void>(watch.records().finish(fmt::format("diverged: {}", error.what())));
      throw DivergedError(fmt::format("{}\nThe last finite model is kept in {}",
                                      cli::in_options(error.what()),
                                      folder.file(file::kModel).string()));
    } catch (const FileError& error) {
      throw FileError(fmt::format("{}\nWhat was written before is as it was; go on from there: {}",
                                  error.what(), resume_command));
    }
    say(judge_run(settings_, prepared, folder, trainer, watch, setup, written_));
    say(fmt::format("wrote   {}: {}\n", folder.path().string(), fmt::join(written_, ", ")));
    if (const auto& overshoot = trainer.overshoot(); overshoot && !trainer.stopped())
      throw DivergedError(cli::in_options(overshoot->message()));
    if (!trainer.stopped()) return cli::kOk;
    fmt::print(
        stderr, "stopped by {} after {} of {} epochs; everything is saved. To go on:\n  {}\n",
        cli::InterruptGuard::name(), watch.history().size(), settings_.epochs, resume_command);
    return cli::kSignal + cli::InterruptGuard::signal();
  }

  void write_config(const train::RunFolder& folder, std::size_t rows) const {
    if (run_.resume.empty())
      folder.write(file::kConfig, run_config(run_.declared, rows));
    else if (!changes_.empty())
      folder.write(file::kConfig, run_config(run_.declared, rows, folder.file(file::kConfig),
                                             where_from(begun_->state), changes_));
  }

  /// Says what is about to be done; returns the text of it.
  std::string begin(const PreparedRun& prepared, const train::RunFolder& folder, int threads) {
    const train::GraphSize graph =
        train::graph_size(prepared.model, prepared.loss, prepared.training[0]);
    events_.start({.folder = folder.path().string(),
                   .data = prepared.parts.all,
                   .training = prepared.training,
                   .validation = prepared.validation,
                   .model = prepared.model,
                   .graph = graph,
                   .engine = settings_.engine,
                   .threads = threads,
                   .epochs = settings_.epochs,
                   .resumed_after = begun_ ? begun_->state.optimizer.updates : 0});
    const std::string setup =
        setup_summary(settings_, prepared.parts.all, prepared.training, prepared.validation,
                      prepared.test, prepared.model, threads) +
        (train::parse_engine(settings_.engine) == train::Engine::lanes
             ? lanes_summary(prepared.model,
                             train::explain(prepared.model, prepared.loss, prepared.training),
                             settings_.dropout == 0 && prepared.class_weights.empty())
             : model_summary(prepared.model, graph));
    say(setup);
    return setup;
  }

  const cli::InterruptGuard interrupts_;
  TrainingRun& run_;
  TrainSettings& settings_;
  cli::Events& events_;
  std::vector<std::string>& written_;
  std::optional<train::Checkpoint> begun_;  // of a resumed run
  std::vector<std::string> changes_;        // of its settings
};

}  // namespace

int run_training(TrainingRun& run) {
  cli::Events events(run.json);
  std::vector<std::string> written;
  try {
    const int code = Session(run, events, written).execute();
    events.end(code == cli::kOk ? "finished" : "stopped", code, "", written);
    return code;
  } catch (const DivergedError& error) {
    events.end("diverged", cli::kDiverged, error.what(), written);
    throw;
  } catch (const ConfigError& error) {
    events.end("failed", cli::kUsage, error.what(), written);
    throw;
  } catch (const Error& error) {
    events.end("failed", cli::kFailed, error.what(), written);
    throw;
  }
}

}  // namespace riserun::run
