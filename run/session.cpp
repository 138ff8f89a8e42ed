#include <riserun/run/session.hpp>

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <optional>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/disk_room.hpp>
#include <riserun/run/column_table.hpp>
#include <riserun/run/cross_validation.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/folder/resume.hpp>
#include <riserun/run/folder/run_place.hpp>
#include <riserun/run/pictures/run_pictures.hpp>
#include <riserun/run/prepared_run.hpp>
#include <riserun/run/rate_finder.hpp>
#include <riserun/run/results.hpp>
#include <riserun/run/run_watch.hpp>
#include <riserun/run/settings/idle_options.hpp>
#include <riserun/run/settings/run_config.hpp>
#include <riserun/run/summary.hpp>
#include <riserun/run/written_files.hpp>
#include <riserun/train/fit/fit_memory.hpp>
#include <riserun/train/fit/graph_size.hpp>
#include <riserun/train/fit/trainer.hpp>
#include <riserun/train/gradient/threads.hpp>

namespace riserun::run {

namespace {

namespace fs = std::filesystem;

/// One run, from its settings to its results.
class Session {
 public:
  Session(const RunRequest& request, Observer& observer)
      : request_(request),
        settings_(request.settings),
        resumed_(!request.resume.empty()),
        observer_(observer),
        written_(observer) {}

  RunResult execute() {
    refuse_idle_options(request_.declared, settings_);
    settings_.resolve();
    static_cast<void>(settings_.trainer_options());  // refuses what it cannot take
    RunPlace place(request_);
    if (resumed_ && settings_.cv == 0) begun_ = checkpoint_to_resume(request_.resume);
    RunData data = read_run_data(settings_, settings_.seed, resumed_);
    const std::size_t inputs =
        train::ColumnEncoding::fit(data.training).inputs(data.training.feature_count());
    settings_.resolve_for(data.all, inputs, trained_rows(data));
    refuse_idle_options(request_.declared, settings_);
    refuse_idle_options_of_format(request_.declared, data.format);
    if (data.format == train::DataFormat::csv) warn_of_row_numbers(row_numbers(data.all));
    settings_.fix_paths();
    look_for_threads();
    train::require_fit_memory(settings_.layer_sizes(inputs, data.all), settings_.trainer_options(),
                              data.all);
    if (settings_.cv > 0) {
      observer_.prepared();
      return with_files(run_cross_validation(request_, data, place, observer_, written_), place);
    }
    if (begun_) changes_ = changed_settings(request_.declared, *begun_, request_.resume);
    PreparedRun prepared(settings_, std::move(data));
    observer_.prepared();
    if (request_.columns)
      return {.end = RunEnd::explained,
              .text = column_table(prepared.parts.training, prepared.preparation)};
    if (request_.explain)
      return {.end = RunEnd::explained,
              .text = train::explain(prepared.model, prepared.loss, prepared.training).text()};
    if (settings_.finds_rate()) {
      const bool goes_on = settings_.lr.is("find-and-train");
      RunResult search = find_rate(settings_, prepared, place.folder(), observer_, written_);
      if (search.end == RunEnd::finished && !goes_on) observer_.text(written_.text(place.folder()));
      if (search.end != RunEnd::finished || !goes_on) return with_files(std::move(search), place);
    }
    return with_files(train(prepared, place), place);
  }

 private:
  [[nodiscard]] RunResult with_files(RunResult result, RunPlace& place) const {
    if (result.end == RunEnd::finished) written_.require_all(place.folder());
    result.folder = place.folder().path().string();
    result.files = written_.names();
    return result;
  }

  void warn_of_row_numbers(const std::string& column) const {
    if (!column.empty())
      observer_.warning(fmt::format(
          "\"{}\" counts the rows, and a model learns from it how they are ordered: leave it out "
          "with --ignore, unless that is meant",
          column));
  }

  void look_for_threads() {
    const int wanted = train::thread_count(settings_.threads);
    threads_ = train::startable_threads(settings_.threads);
    if (threads_ < wanted)
      observer_.warning(fmt::format(
          "only {} of {} threads can be started here (limits on processes or memory: ulimit -u, "
          "ulimit -v); the run takes longer, and its results are the same",
          threads_, wanted));
  }

  /// A disc that is full at the end would cost the whole training.
  void require_room(const PreparedRun& prepared, const train::RunFolder& folder) const {
    constexpr double kTexts = 3e5;  // histories, reports and pictures
    const std::size_t parameters = prepared.model.parameters().size();
    std::vector<MemoryPart> parts = train::fit_disk(parameters, settings_.trainer_options());
    parts.push_back({"texts and pictures", kTexts});
    if (settings_.snapshots > 0)
      parts.push_back({"snapshots", std::floor(static_cast<double>(settings_.epoch_count()) /
                                               settings_.snapshots) *
                                        static_cast<double>(parameters) * sizeof(double)});
    require_disk_room(folder.path(), parts,
                      "make room, or write elsewhere (--out); nothing was trained");
  }

  /// How many rows train one model.
  [[nodiscard]] std::size_t trained_rows(const RunData& data) const {
    const auto folds = static_cast<std::size_t>(settings_.cv);
    return folds == 0 ? data.training.size() : data.all.size() - data.all.size() / folds;
  }

  RunResult train(PreparedRun& prepared, RunPlace& place) {
    const train::RunIdentity identity = prepared.identity(request_);
    if (begun_)
      train::require_same_run(
          *begun_, identity,
          train::Checkpoints::last(fs::path(request_.resume) / file::kCheckpoints).string());
    const train::RunFolder& folder = place.folder();
    train::Checkpoints checkpoints(folder.file(file::kCheckpoints), identity,
                                   settings_.checkpoint_interval());
    if (!begun_) checkpoints.clear();
    require_room(prepared, folder);
    write_config(folder, prepared.parts.all.size());
    if (!request_.gradient_check.empty())
      folder.write(file::kGradientCheck, request_.gradient_check);

    RunWatch watch(settings_, prepared, folder, checkpoints, observer_,
                   begun_ ? &begun_->state : nullptr);
    train::TrainerOptions options = settings_.trainer_options();
    options.class_weights = prepared.class_weights;
    options.metrics.target_scaling = prepared.preparation.target_scaling;
    watch.attach_to(options);
    options.stop_requested = [this] { return observer_.stop_requested(); };
    train::Trainer trainer(options);

    const std::string setup = begin(prepared, folder);
    if (begun_) {
      observer_.text(
          resumed_text(folder.path().string(), settings_.epoch_count(), begun_->state, changes_));
      trainer.start_from(std::move(begun_->state));
    } else if (resumed_) {
      observer_.text(fmt::format("resumed {} from its beginning: it has no checkpoint yet\n",
                                 folder.path().string()));
    }
    for (const char* name : {file::kConfig, file::kHistory, file::kModel, file::kCheckpoints})
      written_.add(name);
    for (const std::string& name : watch.files()) written_.add(name);

    const std::string resume_command =
        fmt::format("riserun train --resume {}", folder.path().string());
    fit(prepared, folder, trainer, watch, resume_command);
    const Judgement judgement =
        judge_run(settings_, prepared, folder, trainer, watch, setup, written_);
    observer_.text(judgement.text);
    if (request_.boundary && prepared.training.feature_count() == 2)
      written_.draw(folder, file::kBoundaryPicture, boundary_picture(folder.path()));
    if (!judgement.nothing_learnt.empty() && settings_.start == "auto")
      return train_safely(judgement.nothing_learnt, prepared, place);
    observer_.text(written_.text(folder));
    if (trainer.stopped())
      return {.end = RunEnd::stopped,
              .text = fmt::format("after {} of {} epochs; everything is saved. To go on:\n  {}",
                                  watch.history().size(), settings_.epoch_count(), resume_command)};
    if (const auto& overshoot = trainer.overshoot()) throw DivergedError(overshoot->message());
    if (!judgement.nothing_learnt.empty())
      throw DivergedError(fmt::format(
          "{}. What may help: another learning rate (--lr {:.2g}, or --lr find, which suggests "
          "one), more epochs (--epochs), and a look at the data: is --label the right column, do "
          "its features say anything about it?",
          judgement.nothing_learnt,
          train::lower_learning_rate(options.optimizer, prepared.training.feature_count())));
    return {};
  }

  /// The same run again from another start. Nothing of the first one is left to go on with, however
  /// this ends.
  RunResult train_safely(const std::string& why, PreparedRun& prepared, RunPlace& place) {
    settings_.start_safely();
    observer_.text(
        fmt::format("again   {}; once more from a safer start (--start safe): learning rate {}, "
                    "other first weights\n",
                    why, settings_.lr.number));
    std::error_code gone;
    for (const char* name : {file::kModel, file::kCheckpoints})
      fs::remove_all(place.folder().file(name), gone);
    begun_.reset();
    changes_.clear();
    resumed_ = false;
    prepared.model = nn::MLP(prepared.model.sizes(), settings_.model_options());
    return train(prepared, place);
  }

  void fit(PreparedRun& prepared, const train::RunFolder& folder, train::Trainer& trainer,
           RunWatch& watch, const std::string& resume_command) {
    try {
      static_cast<void>(
          trainer.fit(prepared.model, prepared.loss, prepared.training, prepared.validation));
      watch.writer().finish(trainer.state());
    } catch (const DivergedError& error) {
      watch.writer().keep();
      draw_losses(settings_, watch.history(), folder, written_);
      watch.finish(fmt::format("diverged: {}", error.what()), written_);
      throw DivergedError(fmt::format("{}\nThe last finite model is kept in {}", error.what(),
                                      folder.file(file::kModel).string()));
    } catch (const FileError& error) {
      watch.finish(fmt::format("ended after {} of {} epochs: {}", watch.history().size(),
                               settings_.epoch_count(), error.what()),
                   written_);
      throw FileError(fmt::format("{}\nWhat was written before is as it was; go on from there: {}",
                                  error.what(), resume_command));
    }
  }

  void write_config(const train::RunFolder& folder, std::size_t rows) const {
    if (!resumed_)
      folder.write(file::kConfig, run_config(request_.declared, rows));
    else if (!changes_.empty())
      folder.write(file::kConfig, run_config(request_.declared, rows, folder.file(file::kConfig),
                                             where_from(begun_->state), changes_));
  }

  /// Tells what is about to be done; returns the text of it.
  std::string begin(const PreparedRun& prepared, const train::RunFolder& folder) {
    const train::GraphSize graph =
        train::graph_size(prepared.model, prepared.loss, prepared.training[0]);
    observer_.started({.folder = folder.path().string(),
                       .data = prepared.parts.all,
                       .training = prepared.training,
                       .validation = prepared.validation,
                       .model = prepared.model,
                       .graph = graph,
                       .engine = settings_.engine,
                       .threads = threads_,
                       .epochs = settings_.epoch_count(),
                       .resumed_after = begun_ ? begun_->state.optimizer.updates : 0});
    std::string setup =
        setup_summary(settings_, prepared.parts.all, prepared.training, prepared.validation,
                      prepared.test, prepared.preparation, prepared.model, threads_) +
        (train::parse_engine(settings_.engine) == train::Engine::lanes
             ? lanes_summary(prepared.model,
                             train::explain(prepared.model, prepared.loss, prepared.training),
                             settings_.dropout == 0 && prepared.class_weights.empty())
             : model_summary(prepared.model, graph));
    observer_.text(setup);
    return setup;
  }

  const RunRequest& request_;
  TrainSettings& settings_;
  bool resumed_;
  Observer& observer_;
  WrittenFiles written_;
  int threads_ = 1;
  std::optional<train::Checkpoint> begun_;  // of a resumed run
  std::vector<std::string> changes_;        // of its settings
};

}  // namespace

RunResult run_training(const RunRequest& request, Observer& observer) {
  return Session(request, observer).execute();
}

}  // namespace riserun::run
