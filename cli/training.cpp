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
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/loss_pictures.hpp"
#include "cli/progress.hpp"
#include "cli/resume.hpp"
#include "cli/run_data.hpp"
#include "cli/run_records.hpp"
#include "cli/run_writer.hpp"
#include "cli/summary.hpp"
#include "cli/terminal.hpp"
#include "core/errors.hpp"
#include "train/atomic_file.hpp"
#include "train/content_hash.hpp"
#include "train/file_bytes.hpp"
#include "train/fit_check.hpp"
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

/// Validation where there is one, else training.
double accuracy_of(const train::HistoryRow& row) {
  return std::isfinite(row.validation_accuracy) ? row.validation_accuracy : row.train_accuracy;
}

/// A line of its own, where there is no bar.
std::string epoch_line(const train::HistoryRow& row, int epochs) {
  std::string text =
      fmt::format("epoch {}/{}  loss {}", row.epoch, epochs, loss_text(row.train_loss));
  if (std::isfinite(row.validation_loss))
    text += fmt::format("  validation {}", loss_text(row.validation_loss));
  if (const double accuracy = accuracy_of(row); std::isfinite(accuracy))
    text += fmt::format("  accuracy {:.1f} %", 100 * accuracy);
  return text + fmt::format("  {} points/s", with_thousands(row.points_per_second));
}

/// The same in the 50 columns that a narrow terminal leaves beside the bar.
std::string epoch_brief(const train::HistoryRow& row, int epochs) {
  std::string text = fmt::format("{}/{}  loss {}", row.epoch, epochs, loss_text(row.train_loss));
  if (std::isfinite(row.validation_loss))
    text += fmt::format("  val {}", loss_text(row.validation_loss));
  if (const double accuracy = accuracy_of(row); std::isfinite(accuracy))
    text += fmt::format("  {:.1f} %", 100 * accuracy);
  return text + fmt::format("  {:.0f}k/s", row.points_per_second / 1000);
}

/// The library's advice as the command line spells it.
std::string in_options(std::string text) {
  const std::string_view words = "try a learning rate of ";
  if (const auto at = text.find(words); at != text.npos)
    text.replace(at, words.size(), "try --lr ");
  return text;
}

/// Shows batches and epochs on the progress bar.
class Reporter {
 public:
  explicit Reporter(Progress& progress) : progress_(progress) {}

  void batch(const train::BatchReport& report) {
    const double done = static_cast<double>(report.step) / static_cast<double>(report.steps);
    if (last_epoch_.empty())
      progress_.update(done, fmt::format("1/{}  loss {}", report.epochs, loss_text(report.loss)));
    else
      progress_.update(done, last_epoch_);
  }

  void epoch(const train::EpochReport& report) {
    last_epoch_ = epoch_brief(report.row, report.epochs);
    progress_.milestone(epoch_line(report.row, report.epochs));
    if (report.advice.empty() || warned_) return;  // a warning repeated is one unread
    warned_ = true;
    progress_.clear();
    warn(in_options(report.advice));
  }

 private:
  Progress& progress_;
  std::string last_epoch_;
  bool warned_ = false;
};

constexpr std::string_view kNote = "# Resumed ";

/// The notes that a config.toml has already.
std::string notes_in(const fs::path& config) {
  std::string notes;
  const std::string text = train::read_file(config);
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    if (rest.starts_with(kNote)) notes += rest.substr(0, end);
    rest.remove_prefix(end);
  }
  return notes;
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

std::string where_from(const train::TrainingState& state) {
  if (state.batches_done == 0) return fmt::format("after epoch {}", state.epoch - 1);
  return fmt::format("after batch {} of epoch {}", state.batches_done, state.epoch);
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

std::string configuration_text(const TrainingRun& run, const train::Dataset& data,
                               const std::string& notes) {
  return fmt::format(
      "# riserun {} trained this. Again:\n"
      "#   riserun train --config config.toml --out NEW_FOLDER\n"
      "# The data had {} rows.\n"
      "{}{}",
      RISERUN_VERSION, data.size(), notes, run.declared.to_toml());
}

int run_training(TrainingRun& run) {
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

  const train::RunIdentity identity = identity_of(run, model, training, validation);
  if (begun)
    train::require_same_run(
        *begun, identity,
        train::Checkpoints::last(fs::path(run.resume) / file::kCheckpoints).string());
  const train::RunFolder folder = open_run_folder(run);
  train::Checkpoints checkpoints(folder.file(file::kCheckpoints), identity,
                                 settings.checkpoint_interval());
  if (!begun) checkpoints.clear();
  std::string notes = run.resume.empty() ? "" : notes_in(folder.file(file::kConfig));
  if (!changes.empty())
    notes +=
        fmt::format("{}{} with {}\n", kNote, where_from(begun->state), fmt::join(changes, ", "));
  if (run.resume.empty() || !changes.empty())
    folder.write(file::kConfig, configuration_text(run, data, notes));

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
  Reporter reporter(progress);
  options.on_batch = [&](const train::BatchReport& report) {
    writer.batch(report);
    records.batch(report);
    reporter.batch(report);
  };
  options.on_epoch = [&](const train::EpochReport& report) {
    writer.epoch(report);
    records.epoch(report);
    reporter.epoch(report);
  };
  options.stop_requested = [] { return InterruptGuard::signal() != 0; };
  train::Trainer trainer(options);

  const std::string setup =
      setup_summary(settings, data, training, validation, test, model, trainer.threads());
  fmt::print("{}", setup);
  if (begun) {
    fmt::print("resumed {} {}{}{}\n", folder.path().string(), where_from(begun->state),
               changes.empty() ? "" : " with ", fmt::join(changes, ", "));
    writer.start_from(begun->state);
    trainer.start_from(std::move(begun->state));
  } else if (!run.resume.empty()) {
    fmt::print("resumed {} from its beginning: it has no checkpoint yet\n", folder.path().string());
  }
  std::fflush(stdout);
  std::vector<std::string> written{file::kConfig, file::kHistory, file::kModel, file::kCheckpoints};
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
  fmt::print("{}", result);
  folder.write(record::kSummary, setup + result);
  if (data.class_count() > 1)
    folder.write(record::kConfusion,
                 to_json(confusion_of(model, loss, validated ? validation : training, workers)));
  if (records.finish(fmt::format("{} after {} of {} epochs",
                                 trainer.stopped() ? "stopped by a signal" : "finished",
                                 writer.history().size(), settings.epochs)))
    written.emplace_back(record::kPage);
  if (!test.empty())
    fmt::print("{}", test_summary(train::report(model, loss, test, workers, report_options)));
  fmt::print("wrote   {}: {}\n", folder.path().string(), fmt::join(written, ", "));
  if (const auto& overshoot = trainer.overshoot(); overshoot && !trainer.stopped())
    throw DivergedError(in_options(overshoot->message()));
  if (!trainer.stopped()) return kOk;
  fmt::print(stderr, "stopped by {} after {} of {} epochs; everything is saved. To go on:\n  {}\n",
             InterruptGuard::name(), writer.history().size(), settings.epochs, resume_command);
  return kSignal + InterruptGuard::signal();
}

}  // namespace riserun::cli
