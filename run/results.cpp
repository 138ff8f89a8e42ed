#include <riserun/run/results.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <riserun/run/folder/confusion_file.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/folder/predicted_rows.hpp>
#include <riserun/run/pictures/loss_pictures.hpp>
#include <riserun/run/step_timing.hpp>
#include <riserun/run/summary.hpp>
#include <riserun/train/gradient/workers.hpp>
#include <riserun/train/judging/report.hpp>

namespace riserun::run {

namespace {

/// A model below it explains nothing of what there is to predict.
constexpr double kLeastR2 = 0.05;
/// A classifier below it ranks the classes as a coin does.
constexpr double kLeastAuc = 0.6;
/// Fewer rows say nothing about a model.
constexpr std::size_t kFewRows = 20;

/// The class that is answered for each row; -1 where there are several answers, or one true class.
int only_answer(const train::ConfusionMatrix& confusion) {
  int answers = 0, truths = 0, answer = -1;
  for (int c = 0; c < static_cast<int>(confusion.classes()); ++c) {
    truths += confusion.points_of(c) > 0 ? 1 : 0;
    if (confusion.predictions_of(c) == 0) continue;
    ++answers;
    answer = c;
  }
  return answers == 1 && truths > 1 ? answer : -1;
}

/// Why the model is no better than a constant answer; empty where it is.
std::string nothing_learnt(const train::Report& report) {
  if (!report.class_names.empty()) {
    const int answer = only_answer(report.confusion);
    if (answer < 0 || !(report.metrics["auc"] < kLeastAuc)) return {};
    return fmt::format("nothing was learnt: each row is taken for \"{}\"",
                       report.class_names[static_cast<std::size_t>(answer)]);
  }
  double best = -std::numeric_limits<double>::infinity();
  for (const train::NumberReport& number : report.numbers)
    if (const double r2 = number.metrics["r2"]; !std::isnan(r2))  // NaN: all rows have one number
      best = std::max(best, r2);
  if (std::isinf(best) || best > kLeastR2) return {};
  return fmt::format("nothing was learnt: always saying the mean is as good ({}R2 {:.3f})",
                     report.numbers.size() > 1 ? "best " : "", best);
}

/// Why a run is over before its last epoch, by its own choice.
std::string ending(const TrainSettings& settings, train::FitEnd end, std::size_t epochs) {
  const std::string where =
      fmt::format("ended   after {} of {} epochs: ", epochs, settings.epoch_count());
  if (end == train::FitEnd::patience)
    return where + fmt::format("{} without a lower loss (--patience)\n", settings.patience);
  if (end == train::FitEnd::max_seconds)
    return where + fmt::format("{} s are over (--max-time)\n", settings.max_time);
  return {};
}

}  // namespace

void draw_losses(const TrainSettings& settings, const train::History& history,
                 const train::RunFolder& folder, WrittenFiles& written) {
  if (!history.empty())
    written.draw(folder, file::kLossPicture,
                 chart_of({{settings.data_name(), settings.brief(), history}}));
}

Judgement judge_run(const TrainSettings& settings, const PreparedRun& prepared,
                    const train::RunFolder& folder, const train::Trainer& trainer, RunWatch& watch,
                    const std::string& setup, WrittenFiles& written) {
  draw_losses(settings, watch.history(), folder, written);
  const bool validated = !prepared.validation.empty();
  const train::Dataset& judged = validated ? prepared.validation : prepared.training;
  train::Workers workers(settings.threads);
  const train::ReportOptions options{.top_k = settings.top_k,
                                     .target_scaling = prepared.preparation.target_scaling,
                                     .constants = target_means(prepared.training)};
  const auto report_on = [&](const train::Dataset& rows) {
    return train::report(prepared.model, prepared.loss, rows, workers, options);
  };
  const train::Report report = report_on(judged);
  written.write(folder, file::kReport, report_table(report));
  const std::string result =
      result_summary(settings, watch.history(), report, validated, workers.threads());
  // Of a run that was stopped or went astray something else is said.
  std::string nothing;
  if (!trainer.stopped() && !trainer.overshoot()) {
    nothing = nothing_learnt(report);
    if (!nothing.empty() && judged.size() < kFewRows)
      nothing = nothing_learnt(report_on(prepared.training));
  }
  written.write(folder, file::kSummary,
                setup + result + (nothing.empty() ? "" : fmt::format("warning {}\n", nothing)));
  if (prepared.parts.all.class_count() > 1) {
    written.write(folder, file::kConfusion,
                  to_json(confusion_of(prepared.model, prepared.loss, judged, workers)));
  } else if (!report.numbers.empty()) {
    written.write(folder, file::kPredicted,
                  predicted_rows(prepared.model, judged, prepared.preparation.target_scaling));
  }
  // A hundredth of the training's time, and never long enough to be noticed.
  const double seconds = watch.history().empty() ? 0.0 : watch.history().back().seconds;
  written.write(folder, file::kTimings,
                to_csv({time_steps(prepared.model, prepared.loss, prepared.training,
                                   trainer.options(), std::clamp(0.01 * seconds, 0.001, 0.2))}));
  const char* const how = trainer.stopped() ? "stopped by a signal" : "finished";
  watch.finish(
      fmt::format("{} after {} of {} epochs", how, watch.history().size(), settings.epoch_count()),
      written);
  return {.text = result + ending(settings, trainer.end(), watch.history().size()) +
                  (prepared.test.empty() ? std::string() : test_summary(report_on(prepared.test))),
          .nothing_learnt = nothing};
}

}  // namespace riserun::run
