#include "cli/training.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/cross_validation.hpp"
#include "cli/events.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/loss_pictures.hpp"
#include "cli/progress.hpp"
#include "cli/rate_finder.hpp"
#include "cli/reporter.hpp"
#include "cli/resume.hpp"
#include "cli/run_config.hpp"
#include "cli/run_data.hpp"
#include "cli/run_records.hpp"
#include "cli/run_writer.hpp"
#include "cli/step_timing.hpp"
#include "cli/summary.hpp"
#include "cli/terminal.hpp"
#include "core/errors.hpp"
#include "train/atomic_file.hpp"
#include "train/content_hash.hpp"
#include "train/event_file.hpp"
#include "train/fit_check.hpp"
#include "train/graph_size.hpp"
#include "train/model_file.hpp"
#include "train/report.hpp"
#include "train/run_folder.hpp"
#include "train/trainer.hpp"

namespace riserun::cli {

namespace {

namespace fs = std::filesystem;

fs::path free_folder(const std::string& name) {
  for (int number = 1;; ++number) {
    const fs::path folder = fs::path("runs") / fmt::format("{}-{}", name, number);
    if (!fs::exists(folder)) return folder;
  }
}

/// Why a run is over before its last epoch, by its own choice.
std::string ending(const TrainSettings& settings, train::FitEnd end, std::size_t epochs) {
  const std::string where = fmt::format("ended   after {} of {} epochs: ", epochs, settings.epochs);
  if (end == train::FitEnd::patience)
    return where + fmt::format("{} without a lower loss (--patience)\n", settings.patience);
  if (end == train::FitEnd::max_seconds)
    return where + fmt::format("{} s are over (--max-time)\n", settings.max_time);
  return {};
}

train::RunIdentity identity_of(const TrainingRun& run, const nn::MLP& model,
                               const train::Dataset& training, const train::Dataset& validation) {
  // What is trained on, in the form in which it is: split and scaled.
  train::ContentHash hash;
  hash.add(training.content_hash());
  hash.add(validation.content_hash());
  return {.model = fmt::format("mlp {} {}, {} loss", fmt::join(model.sizes(), "-"),
                               run.settings.activation, run.settings.loss),
          .data = fmt::format("{}, {} + {} rows", run.settings.data, training.size(),
                              validation.size()),
          .data_hash = hash.value(),
          .configuration = run.declared.to_toml()};
}

}  // namespace

train::RunFolder open_run_folder(const TrainingRun& run) {
  if (!run.resume.empty()) {  // the run may have been killed while it wrote
    train::remove_left_behind(run.resume);
    train::remove_left_behind(fs::path(run.resume) / file::kCheckpoints);
    return train::RunFolder(run.resume, train::ExistingFolder::add);
  }
  return train::RunFolder(
      run.out.empty() ? free_folder(run.settings.data_name()) : fs::path(run.out),
      run.force ? train::ExistingFolder::add : train::ExistingFolder::refuse);
}

namespace {

std::vector<std::pair<std::string, double>> scalars_of(const train::HistoryRow& row) {
  return {{"loss/train", row.train_loss},         {"loss/validation", row.validation_loss},
          {"accuracy/train", row.train_accuracy}, {"accuracy/validation", row.validation_accuracy},
          {"learning_rate", row.learning_rate},   {"points_per_second", row.points_per_second}};
}

/// The run itself; what it wrote is in `written` however it ends.
int train_and_report(TrainingRun& run, Events& events, std::vector<std::string>& written) {
  TrainSettings& settings = run.settings;
  settings.resolve();
  train::TrainerOptions options = settings.trainer_options();
  std::optional<train::Checkpoint> begun;
  if (!run.resume.empty()) begun = checkpoint_to_resume(run.resume);
  const RunData parts = read_run_data(settings, settings.seed);
  const train::Dataset& data = parts.all;
  settings.fix_paths();
  if (settings.cv > 0) {
    if (!run.resume.empty())
      throw ConfigError("--resume: a cross-validation is not gone on with; run it again");
    if (run.json) throw ConfigError("--json: a cross-validation has no events; read its cv.csv");
    return run_cross_validation(run, parts);
  }
  std::vector<std::string> changes;
  if (begun) changes = changed_settings(run.declared, *begun, run.resume);

  const auto preparation = train::Preparation::fit(parts.training, settings.preparation_options());
  const train::Dataset training = preparation.apply(parts.training);
  const train::Dataset validation = preparation.apply(parts.validation);
  const train::Dataset test = preparation.apply(parts.test);

  const nn::AnyLoss loss = settings.any_loss();
  nn::MLP model(settings.layer_sizes(data), settings.model_options());
  train::require_fit(model, loss, training);
  if (run.explain) {
    fmt::print("{}", train::explain(model, loss, training).text());
    return kOk;
  }

  const auto say = [&](const std::string& text) {
    if (!run.json) fmt::print("{}", text);
  };
  if (settings.finds_rate()) {
    const bool train = settings.lr == FitSettings::kFindAndTrain;
    const train::RunFolder folder = open_run_folder(run);
    options.class_weights = settings.weights_for(training);
    const FoundRate found = find_rate(options, model, loss, training, folder, written);
    settings.lr = found.rate;
    say(found.text);
    if (!train) {
      say(fmt::format("wrote   {}: {}\n", folder.path().string(), fmt::join(written, ", ")));
      return kOk;
    }
    options = settings.trainer_options();
    run.out = folder.path().string();  // which has something in it now
    run.force = true;
  }
  options.class_weights = settings.weights_for(training);

  const train::RunIdentity identity = identity_of(run, model, training, validation);
  if (begun)
    train::require_same_run(
        *begun, identity,
        train::Checkpoints::last(fs::path(run.resume) / file::kCheckpoints).string());
  const train::RunFolder folder = open_run_folder(run);
  train::Checkpoints checkpoints(folder.file(file::kCheckpoints), identity,
                                 settings.checkpoint_interval());
  if (!begun) checkpoints.clear();
  if (run.resume.empty())
    folder.write(file::kConfig, run_config(run.declared, data.size()));
  else if (!changes.empty())
    folder.write(file::kConfig, run_config(run.declared, data.size(), folder.file(file::kConfig),
                                           where_from(begun->state), changes));

  if (!run.gradient_check.empty()) folder.write(record::kGradientCheck, run.gradient_check);

  const InterruptGuard interrupts;
  Progress progress(run.quiet);
  const train::ModelInfo info{.schema = data.schema(),
                              .imputation = preparation.imputation,
                              .scaling = preparation.scaling,
                              .target_scaling = preparation.target_scaling,
                              .loss = loss};
  RunWriter writer(folder, checkpoints, model, info);
  RunRecords records(folder, settings, model, info, begun ? &begun->state : nullptr);
  Reporter reporter(progress, events);
  std::optional<train::EventFile> scalars;
  if (settings.tensorboard)
    scalars.emplace(folder.path(), begun ? begun->state.optimizer.updates : 0);
  options.on_batch = [&](const train::BatchReport& report) {
    const bool saved = writer.batch(report);
    records.batch(report);
    reporter.batch(report, saved);
  };
  options.on_epoch = [&](const train::EpochReport& report) {
    writer.epoch(report);
    records.epoch(report);
    reporter.epoch(report);
    if (scalars) scalars->add(report.row.step, scalars_of(report.row));
  };
  options.stop_requested = [] { return InterruptGuard::signal() != 0; };
  train::Trainer trainer(options);

  const train::GraphSize graph = train::graph_size(model, loss, training[0]);
  const std::string setup =
      setup_summary(settings, data, training, validation, test, model, trainer.threads()) +
      model_summary(model, graph);
  events.start({.folder = folder.path().string(),
                .data = data,
                .training = training,
                .validation = validation,
                .model = model,
                .graph = graph,
                .threads = trainer.threads(),
                .epochs = settings.epochs,
                .resumed_after = begun ? begun->state.optimizer.updates : 0});
  say(setup);
  if (begun) {
    say(fmt::format("resumed {} {}{}{}\n", folder.path().string(), where_from(begun->state),
                    changes.empty() ? "" : " with ", fmt::join(changes, ", ")));
    writer.start_from(begun->state);
    trainer.start_from(std::move(begun->state));
  } else if (!run.resume.empty()) {
    say(fmt::format("resumed {} from its beginning: it has no checkpoint yet\n",
                    folder.path().string()));
  }
  std::fflush(stdout);
  written.insert(written.end(), {file::kConfig, file::kHistory, file::kModel, file::kCheckpoints});
  if (scalars) written.push_back(scalars->path().filename().string());
  const auto draw = [&] {
    if (writer.history().empty()) return;
    for (std::string& picture : save_loss_pictures(
             {settings.data_name(), settings.brief(), writer.history()}, folder.path()))
      written.push_back(std::move(picture));
  };
  const std::string resume_command =
      fmt::format("riserun train --resume {}", folder.path().string());
  try {
    static_cast<void>(trainer.fit(model, loss, training, validation));
    progress.clear();
    writer.finish(trainer.state());
  } catch (const DivergedError& error) {
    progress.clear();
    writer.keep();
    draw();
    static_cast<void>(records.finish(fmt::format("diverged: {}", error.what())));
    throw DivergedError(fmt::format("{}\nThe last finite model is kept in {}",
                                    in_options(error.what()), folder.file(file::kModel).string()));
  } catch (const FileError& error) {
    throw FileError(fmt::format("{}\nWhat was written before is as it was; go on from there: {}",
                                error.what(), resume_command));
  }
  draw();

  train::Workers workers(settings.threads);
  const bool validated = !validation.empty();
  const train::ReportOptions report_options{.target_scaling = preparation.target_scaling,
                                            .constants = target_means(training)};
  const train::Report report =
      train::report(model, loss, validated ? validation : training, workers, report_options);
  folder.write("report.tsv", report_table(report));
  written.emplace_back("report.tsv");
  const std::string result =
      result_summary(settings, writer.history(), report, validated, workers.threads());
  say(result + ending(settings, trainer.end(), writer.history().size()));
  folder.write(record::kSummary, setup + result);
  if (data.class_count() > 1)
    folder.write(record::kConfusion,
                 to_json(confusion_of(model, loss, validated ? validation : training, workers)));
  // A hundredth of the training's time, and never long enough to be noticed.
  const double training_seconds = writer.history().empty() ? 0.0 : writer.history().back().seconds;
  folder.write(record::kTimings,
               to_csv({time_steps(model, loss, training, options,
                                  std::clamp(0.01 * training_seconds, 0.001, 0.2))}));
  written.emplace_back(record::kTimings);
  if (records.finish(fmt::format("{} after {} of {} epochs",
                                 trainer.stopped() ? "stopped by a signal" : "finished",
                                 writer.history().size(), settings.epochs)))
    written.emplace_back(record::kPage);
  if (!test.empty()) say(test_summary(train::report(model, loss, test, workers, report_options)));
  say(fmt::format("wrote   {}: {}\n", folder.path().string(), fmt::join(written, ", ")));
  if (const auto& overshoot = trainer.overshoot(); overshoot && !trainer.stopped())
    throw DivergedError(in_options(overshoot->message()));
  if (!trainer.stopped()) return kOk;
  fmt::print(stderr, "stopped by {} after {} of {} epochs; everything is saved. To go on:\n  {}\n",
             InterruptGuard::name(), writer.history().size(), settings.epochs, resume_command);
  return kSignal + InterruptGuard::signal();
}

}  // namespace

int run_training(TrainingRun& run) {
  Events events(run.json);
  std::vector<std::string> written;
  try {
    const int code = train_and_report(run, events, written);
    events.end(code == kOk ? "finished" : "stopped", code, "", written);
    return code;
  } catch (const DivergedError& error) {
    events.end("diverged", kDiverged, error.what(), written);
    throw;
  } catch (const ConfigError& error) {
    events.end("failed", kUsage, error.what(), written);
    throw;
  } catch (const Error& error) {
    events.end("failed", kFailed, error.what(), written);
    throw;
  }
}

}  // namespace riserun::cli
