#include <riserun/run/cross_validation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/folder/fold_table.hpp>
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
  CrossValidation(const RunRequest& request, const RunData& data, RunPlace& place,
                  Observer& observer, WrittenFiles& written)
      : request_(request),
        settings_(request.settings),
        observer_(observer),
        written_(written),
        data_(data.all),
        loss_(settings_.any_loss()),
        table_(data.all),
        parts_(train::folds(data.all, {.folds = static_cast<std::size_t>(settings_.cv),
                                       .seed = settings_.seed,
                                       .stratified = settings_.stratify})),
        folder_(place.folder()),
        workers_(settings_.threads) {}

  RunResult execute() {
    const bool resumed = !request_.resume.empty();
    if (resumed)
      take_finished_folds();
    else
      folder_.write(file::kConfig, run_config(request_.declared, data_.size()));
    const train::Preparation preparation{.encoding =
                                             train::ColumnEncoding::fit(parts_[0].training)};
    const nn::MLP model(
        settings_.layer_sizes(preparation.encoding.inputs(data_.feature_count()), data_),
        settings_.model_options());
    observer_.text(setup_summary(settings_, data_, parts_[0].training, parts_[0].validation, {},
                                 preparation, model, workers_.threads()));
    observer_.folds_started({.folder = folder_.path().string(),
                             .data = data_,
                             .model = model,
                             .threads = workers_.threads(),
                             .epochs = settings_.epoch_count(),
                             .folds = parts_.size(),
                             .finished = done()});
    if (resumed)
      observer_.text(fmt::format("resumed {}: {} of {} folds are done{}\n", folder_.path().string(),
                                 done(), parts_.size(),
                                 done() == parts_.size() ? ", it is finished" : ""));
    observer_.text(table_.heading());
    for (std::size_t i = 0; i < done(); ++i) observer_.fold_finished(i, parts_.size(), table_);
    while (done() < parts_.size() && !observer_.stop_requested() && fold(done())) {
    }
    return finish();
  }

 private:
  [[nodiscard]] std::size_t done() const { return table_.folds().size(); }

  /// A fold is finished when its line is in cv.csv, which is written after its model.
  void take_finished_folds() {
    TrainSettings begun;
    Settings declared;
    begun.declare(declared);
    declared.read_toml(folder_.file(file::kConfig));
    for (const Settings::Difference& difference : request_.declared.differences(declared)) {
      const std::vector<std::string> harmless{"data", "labels", "threads", "checkpoint-every"};
      if (std::ranges::find(harmless, difference.name) != harmless.end()) continue;
      throw ConfigError(fmt::format(
          "the cross-validation in {0} began with {1} = {3}, not {2}: its folds must all be "
          "trained alike. A new one can: riserun train --config {0}/config.toml --{1} ... --out "
          "NEW",
          folder_.path().string(), difference.name, difference.here, difference.there));
    }
    const std::filesystem::path done = folder_.file(file::kFolds);
    if (is_there(done)) table_.read_csv(done);
    if (table_.folds().size() > parts_.size())
      throw DataError(fmt::format("{}: there are {} folds, and the configuration says {}",
                                  done.string(), table_.folds().size(), parts_.size()));
  }

  /// Returns false where it was stopped.
  bool fold(std::size_t i) {
    const train::Split& part = parts_[i];
    const auto preparation =
        train::Preparation::fit(part.training, settings_.preparation_options());
    const train::Dataset training = preparation.apply(part.training);
    const train::Dataset held_out = preparation.apply(part.validation);
    nn::MLP model(settings_.layer_sizes(training.feature_count(), training),
                  settings_.model_options());
    train::require_fit(model, loss_, training);

    train::TrainerOptions options = settings_.trainer_options();
    options.class_weights = settings_.weights_for(training);
    options.restore_best = false;
    options.metrics.target_scaling = preparation.target_scaling;
    options.stop_requested = [&] { return observer_.stop_requested(); };
    options.on_batch = [&](const train::BatchReport& report) {
      observer_.fold_batch(i, parts_.size(), report);
    };
    train::Trainer trainer(options);
    train::History history;
    try {
      history = trainer.fit(model, loss_, training, held_out);
    } catch (const DivergedError& error) {
      throw DivergedError(fmt::format("fold {}: {}", i + 1, error.what()));
    }
    if (trainer.stopped()) return false;
    make_inner_folder(folder_.file(file::fold(i + 1)));
    const train::RunFolder own(folder_.file(file::fold(i + 1)), train::ExistingFolder::add);
    train::save_history(own.file(file::kHistory), history);
    train::save_model(own.file(file::kModel), model,
                      {.schema = data_.schema(),
                       .encoding = preparation.encoding,
                       .imputation = preparation.imputation,
                       .scaling = preparation.scaling,
                       .target_scaling = preparation.target_scaling,
                       .loss = loss_});
    table_.add(training.size(), held_out.size(),
               train::report(model, loss_, held_out, workers_,
                             {.target_scaling = preparation.target_scaling}));
    save({});
    observer_.fold_finished(i, parts_.size(), table_);
    return true;
  }

  void save(const std::string& end) const {
    folder_.write(file::kFolds, table_.to_csv());
    std::string text = table_.heading();
    for (std::size_t i = 0; i < table_.folds().size(); ++i) text += table_.line(i);
    folder_.write(file::kFoldsText, text + end);
  }

  RunResult finish() {
    const std::string end = table_.summary();
    written_.add(file::kConfig);
    if (done() > 0) {
      save(end);
      for (const char* name : {file::kFolds, file::kFoldsText}) written_.add(name);
      written_.add(done() == 1 ? file::fold(1)
                               : fmt::format("{} .. {}", file::fold(1), file::fold(done())));
    }
    observer_.text(end + written_.text(folder_));
    if (done() == parts_.size()) return {};
    return {.end = RunEnd::stopped,
            .text = fmt::format("in fold {} of {}; {}. To go on:\n  riserun train --resume {}",
                                done() + 1, parts_.size(),
                                done() == 0 ? "no fold is done yet" : "those before it are saved",
                                folder_.path().string())};
  }

  const RunRequest& request_;
  TrainSettings& settings_;
  Observer& observer_;
  WrittenFiles& written_;
  const train::Dataset& data_;
  const nn::AnyLoss loss_;
  FoldTable table_;
  const std::vector<train::Split> parts_;
  const train::RunFolder& folder_;
  train::Workers workers_;
};

}  // namespace

RunResult run_cross_validation(const RunRequest& request, const RunData& data, RunPlace& place,
                               Observer& observer, WrittenFiles& written) {
  return CrossValidation(request, data, place, observer, written).execute();
}

}  // namespace riserun::run
