#include "cli/training.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/loss_pictures.hpp"
#include "cli/progress.hpp"
#include "cli/run_data.hpp"
#include "cli/run_records.hpp"
#include "cli/summary.hpp"
#include "cli/terminal.hpp"
#include "core/errors.hpp"
#include "train/fit_check.hpp"
#include "train/model_file.hpp"
#include "train/report.hpp"
#include "train/run_folder.hpp"
#include "train/trainer.hpp"

namespace riserun::cli {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

fs::path free_folder(const std::string& name) {
  for (int number = 1;; ++number) {
    const fs::path folder = fs::path("runs") / fmt::format("{}-{}", name, number);
    if (!fs::exists(folder)) return folder;
  }
}

/// What a run writes and when.
class Recorder {
 public:
  Recorder(const train::RunFolder& folder, const nn::MLP& model, train::ModelInfo info)
      : folder_(folder), model_(model), info_(std::move(info)) {}

  void epoch(const train::HistoryRow& row) {
    history_.add(row);
    // A long run that is killed must not have been for nothing; a short one need not wait for
    // discs.
    if (seconds_since(saved_) > 10.0) save();
  }

  void save() {
    train::save_model(folder_.file("model.safetensors"), model_, info_);
    train::save_history(folder_.file("history.csv"), history_);
    saved_ = Clock::now();
  }

  [[nodiscard]] const train::History& history() const { return history_; }

 private:
  const train::RunFolder& folder_;
  const nn::MLP& model_;
  train::ModelInfo info_;
  train::History history_;
  Clock::time_point saved_ = Clock::now();
};

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
  Reporter(Progress& progress, Recorder& recorder) : progress_(progress), recorder_(recorder) {}

  void batch(const train::BatchReport& report) {
    const double done = static_cast<double>(report.step) / static_cast<double>(report.steps);
    if (last_epoch_.empty())
      progress_.update(done, fmt::format("1/{}  loss {}", report.epochs, loss_text(report.loss)));
    else
      progress_.update(done, last_epoch_);
  }

  void epoch(const train::EpochReport& report) {
    recorder_.epoch(report.row);
    last_epoch_ = epoch_brief(report.row, report.epochs);
    progress_.milestone(epoch_line(report.row, report.epochs));
    if (report.advice.empty() || warned_) return;  // a warning repeated is one unread
    warned_ = true;
    progress_.clear();
    warn(in_options(report.advice));
  }

 private:
  Progress& progress_;
  Recorder& recorder_;
  std::string last_epoch_;
  bool warned_ = false;
};

std::string configuration(const TrainingRun& run, const train::Dataset& data) {
  return fmt::format(
      "# riserun {} trained this. Again:\n"
      "#   riserun train --config config.toml --out NEW_FOLDER\n"
      "# The data had {} rows.\n"
      "{}",
      RISERUN_VERSION, data.size(), run.declared.to_toml());
}

}  // namespace

int run_training(TrainingRun& run) {
  TrainSettings& settings = run.settings;
  settings.resolve();
  train::TrainerOptions options = settings.trainer_options();
  const RunData parts = read_run_data(settings, settings.seed);
  const train::Dataset& data = parts.all;
  settings.fix_paths();

  const auto preparation = train::Preparation::fit(parts.training, settings.preparation_options());
  const train::Dataset training = preparation.apply(parts.training);
  const train::Dataset validation = preparation.apply(parts.validation);
  const train::Dataset test = preparation.apply(parts.test);

  const nn::AnyLoss loss = settings.any_loss();
  nn::MLP model(settings.layer_sizes(data), settings.model_options());
  train::require_fit(model, loss, training);
  const train::RunFolder folder(
      run.out.empty() ? free_folder(settings.data_name()) : fs::path(run.out),
      run.force ? train::ExistingFolder::add : train::ExistingFolder::refuse);
  folder.write("config.toml", configuration(run, data));

  if (!run.gradient_check.empty()) folder.write(record::kGradientCheck, run.gradient_check);

  const InterruptGuard interrupts;
  Progress progress(run.quiet);
  Recorder recorder(folder, model,
                    {.schema = data.schema(),
                     .imputation = preparation.imputation,
                     .scaling = preparation.scaling,
                     .target_scaling = preparation.target_scaling,
                     .loss = loss});
  Reporter reporter(progress, recorder);
  RunRecords records(folder, settings, model,
                     {.schema = data.schema(),
                      .imputation = preparation.imputation,
                      .scaling = preparation.scaling,
                      .target_scaling = preparation.target_scaling,
                      .loss = loss});
  options.on_batch = [&](const train::BatchReport& report) {
    records.batch(report);
    reporter.batch(report);
  };
  options.on_epoch = [&](const train::EpochReport& report) {
    records.epoch(report);
    reporter.epoch(report);
  };
  options.stop_requested = [] { return InterruptGuard::signal() != 0; };
  train::Trainer trainer(options);

  const std::string setup =
      setup_summary(settings, data, training, validation, test, model, trainer.threads());
  fmt::print("{}", setup);
  std::fflush(stdout);
  std::vector<std::string> written{"config.toml", "history.csv", "model.safetensors"};
  const auto finish = [&] {
    progress.clear();
    recorder.save();
    if (recorder.history().empty()) return;
    for (std::string& picture : save_loss_pictures(
             {settings.data_name(), settings.brief(), recorder.history()}, folder.path()))
      written.push_back(std::move(picture));
  };
  try {
    static_cast<void>(trainer.fit(model, loss, training, validation));
  } catch (const DivergedError& error) {
    finish();
    static_cast<void>(records.finish(fmt::format("diverged: {}", error.what())));
    throw DivergedError(fmt::format("{}\nThe last finite model is kept in {}",
                                    in_options(error.what()),
                                    folder.file("model.safetensors").string()));
  }
  finish();

  train::Workers workers(settings.threads);
  const bool validated = !validation.empty();
  const train::ReportOptions report_options{.target_scaling = preparation.target_scaling,
                                            .constants = target_means(training)};
  const train::Report report =
      train::report(model, loss, validated ? validation : training, workers, report_options);
  folder.write("report.tsv", report_table(report));
  written.emplace_back("report.tsv");
  const std::string result =
      result_summary(settings, recorder.history(), report, validated, workers.threads());
  fmt::print("{}", result);
  folder.write(record::kSummary, setup + result);
  if (data.class_count() > 1)
    folder.write(record::kConfusion,
                 to_json(confusion_of(model, loss, validated ? validation : training, workers)));
  if (records.finish(fmt::format("{} after {} of {} epochs",
                                 trainer.stopped() ? "stopped by a signal" : "finished",
                                 recorder.history().size(), settings.epochs)))
    written.emplace_back(record::kPage);
  if (!test.empty())
    fmt::print("{}", test_summary(train::report(model, loss, test, workers, report_options)));
  fmt::print("wrote   {}: {}\n", folder.path().string(), fmt::join(written, ", "));
  if (const auto& overshoot = trainer.overshoot(); overshoot && !trainer.stopped())
    throw DivergedError(in_options(overshoot->message()));
  if (!trainer.stopped()) return kOk;
  fmt::print(stderr, "stopped by a signal after {} of {} epochs; everything is saved\n",
             recorder.history().size(), settings.epochs);
  return kSignal + InterruptGuard::signal();
}

}  // namespace riserun::cli
