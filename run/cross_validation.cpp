#include <riserun/run/cross_validation.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/base/readable_number.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/interrupt.hpp>
#include <riserun/cli/telling/progress.hpp>
#include <riserun/run/folder/fold_table.hpp>
#include <riserun/run/folder/run_place.hpp>
#include <riserun/run/folder/run_writer.hpp>
#include <riserun/run/settings/run_config.hpp>
#include <riserun/run/summary.hpp>
#include <riserun/train/data/fit_check.hpp>
#include <riserun/train/data/folds.hpp>
#include <riserun/train/data/preparation.hpp>
#include <riserun/train/fit/trainer.hpp>
#include <riserun/train/judging/report.hpp>
#include <riserun/train/saving/model_file.hpp>
#include <riserun/train/saving/run_folder.hpp>

namespace riserun::run {

namespace {

class CrossValidation {
 public:
  CrossValidation(TrainingRun& run, const RunData& data, cli::Events& events)
      : run_(run),
        settings_(run.settings),
        events_(events),
        data_(data.all),
        loss_(settings_.any_loss()),
        table_(data.all),
        parts_(train::folds(data.all, {.folds = static_cast<std::size_t>(settings_.cv),
                                       .seed = settings_.seed,
                                       .stratified = settings_.stratify})),
        folder_(open_run_folder(run)),
        workers_(settings_.threads) {}

  int execute(std::vector<std::string>& written) {
    if (run_.resume.empty())
      folder_.write(file::kConfig, run_config(run_.declared, data_.size()));
    else
      take_finished_folds();
    const nn::MLP model(settings_.layer_sizes(data_), settings_.model_options());
    say(setup_summary(settings_, data_, parts_[0].training, parts_[0].validation, {}, model,
                      workers_.threads()));
    events_.start_folds({.folder = folder_.path().string(),
                         .data = data_,
                         .model = model,
                         .threads = workers_.threads(),
                         .epochs = settings_.epochs,
                         .folds = parts_.size(),
                         .finished = table_.folds().size()});
    if (!run_.resume.empty())
      say(fmt::format("resumed {}: {} of {} folds are done{}\n", folder_.path().string(),
                      table_.folds().size(), parts_.size(),
                      table_.folds().size() == parts_.size() ? ", it is finished" : ""));
    say(table_.heading());
    for (std::size_t i = 0; i < table_.folds().size(); ++i) tell(i);
    for (std::size_t i = table_.folds().size();
         i < parts_.size() && cli::InterruptGuard::signal() == 0; ++i)
      fold(i);
    return finish(written);
  }

 private:
  void say(const std::string& text) const {
    if (run_.json) return;
    fmt::print("{}", text);
    std::fflush(stdout);
  }

  void tell(std::size_t fold) const {
    say(table_.line(fold));
    events_.fold(fold, parts_.size(), table_);
  }

  /// A fold is finished when its line is in cv.csv, which is written after its model.
  void take_finished_folds() {
    TrainSettings begun;
    Settings declared;
    begun.declare(declared);
    declared.read_toml(folder_.file(file::kConfig));
    for (const Settings::Difference& difference : run_.declared.differences(declared)) {
      const std::vector<std::string> harmless{"data", "labels", "threads", "checkpoint-every"};
      if (std::ranges::find(harmless, difference.name) != harmless.end()) continue;
      throw ConfigError(fmt::format(
          "the cross-validation in {0} began with {1} = {3}, not {2}: its folds must all be "
          "trained alike. A new one can: riserun train --config {0}/config.toml --{1} ... --out "
          "NEW",
          folder_.path().string(), difference.name, difference.here, difference.there));
    }
    const std::filesystem::path done = folder_.file("cv.csv");
    if (is_there(done)) table_.read_csv(read_file(done), done.string());
    if (table_.folds().size() > parts_.size())
      throw DataError(fmt::format("{}: there are {} folds, and the configuration says {}",
                                  done.string(), table_.folds().size(), parts_.size()));
  }

  void fold(std::size_t i) {
    const train::Split& part = parts_[i];
    const auto preparation =
        train::Preparation::fit(part.training, settings_.preparation_options());
    const train::Dataset training = preparation.apply(part.training);
    const train::Dataset held_out = preparation.apply(part.validation);
    nn::MLP model(settings_.layer_sizes(data_), settings_.model_options());
    train::require_fit(model, loss_, training);

    train::TrainerOptions options = settings_.trainer_options();
    options.class_weights = settings_.weights_for(training);
    options.restore_best = false;
    options.metrics.target_scaling = preparation.target_scaling;
    options.stop_requested = [] { return cli::InterruptGuard::signal() != 0; };
    options.on_batch = [&](const train::BatchReport& report) {
      events_.progress(report, i + 1);
      const double done = static_cast<double>(report.step) / static_cast<double>(report.steps);
      progress_.update((static_cast<double>(i) + done) / static_cast<double>(parts_.size()),
                       fmt::format("fold {}/{}  epoch {}/{}  loss {}", i + 1, parts_.size(),
                                   report.epoch, report.epochs, loss_text(report.loss)));
    };
    train::Trainer trainer(options);
    train::History history;
    try {
      history = trainer.fit(model, loss_, training, held_out);
    } catch (const DivergedError& error) {
      throw DivergedError(fmt::format("fold {}: {}", i + 1, error.what()));
    }
    if (trainer.stopped()) return;
    const train::RunFolder own(folder_.file(fmt::format("fold-{}", i + 1)),
                               train::ExistingFolder::add);
    train::save_history(own.file(file::kHistory), history);
    train::save_model(own.file(file::kModel), model,
                      {.schema = data_.schema(),
                       .imputation = preparation.imputation,
                       .scaling = preparation.scaling,
                       .target_scaling = preparation.target_scaling,
                       .loss = loss_});
    table_.add(training.size(), held_out.size(),
               train::report(model, loss_, held_out, workers_,
                             {.target_scaling = preparation.target_scaling}));
    save({});
    progress_.clear();
    tell(i);
  }

  void save(const std::string& end) const {
    folder_.write("cv.csv", table_.to_csv());
    std::string text = table_.heading();
    for (std::size_t i = 0; i < table_.folds().size(); ++i) text += table_.line(i);
    folder_.write("cv.txt", text + end);
  }

  int finish(std::vector<std::string>& written) {
    progress_.clear();
    const std::size_t done = table_.folds().size();
    const std::string end = table_.summary();
    written.emplace_back(file::kConfig);
    if (done > 0) {
      save(end);
      written.insert(written.end(), {"cv.csv", "cv.txt"});
      written.push_back(done == 1 ? "fold-1" : fmt::format("fold-1 .. fold-{}", done));
    }
    say(end + fmt::format("wrote   {}: {}\n", folder_.path().string(), fmt::join(written, ", ")));
    if (cli::InterruptGuard::signal() == 0 || done == parts_.size()) return cli::kOk;
    fmt::print(
        stderr, "stopped by {} in fold {} of {}; {}. To go on:\n  riserun train --resume {}\n",
        cli::InterruptGuard::name(), done + 1, parts_.size(),
        done == 0 ? "no fold is done yet" : "those before it are saved", folder_.path().string());
    return cli::kSignal + cli::InterruptGuard::signal();
  }

  TrainingRun& run_;
  TrainSettings& settings_;
  cli::Events& events_;
  const train::Dataset& data_;
  const nn::AnyLoss loss_;
  FoldTable table_;
  const std::vector<train::Split> parts_;
  const train::RunFolder folder_;
  train::Workers workers_;
  cli::Progress progress_{run_.quiet};
};

}  // namespace

int run_cross_validation(TrainingRun& run, const RunData& data, cli::Events& events,
                         std::vector<std::string>& written) {
  return CrossValidation(run, data, events).execute(written);
}

}  // namespace riserun::run
