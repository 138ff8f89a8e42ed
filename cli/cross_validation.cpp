#include "cli/cross_validation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "cli/csv_field.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/run_config.hpp"
#include "cli/summary.hpp"
#include "cli/terminal.hpp"
#include "core/errors.hpp"
#include "train/fit_check.hpp"
#include "train/folds.hpp"
#include "train/model_file.hpp"
#include "train/preparation.hpp"
#include "train/report.hpp"
#include "train/run_folder.hpp"
#include "train/trainer.hpp"

namespace riserun::cli {

namespace {

/// What is compared between folds: the loss, and how good that is in the task's own terms.
struct Figure {
  std::string name;
  bool percent;
};

struct FoldResult {
  std::size_t training, held_out;
  std::vector<double> figures;
};

/// Several targets each have a unit of their own, so that only their R2 can be compared.
std::vector<Figure> figures_of(const train::Dataset& data) {
  if (data.task() == train::Task::classification)
    return {{"loss", false}, {"accuracy", true}, {"macro_f1", true}};
  if (data.target_count() == 1) return {{"loss", false}, {"rmse", false}, {"r2", false}};
  std::vector<Figure> figures{{"loss", false}};
  for (const std::string& name : data.schema().target_names)
    figures.push_back({"r2 " + name, false});
  return figures;
}

std::vector<double> figures_in(const train::Report& report) {
  if (report.numbers.empty()) return {report.loss, report.accuracy, report.macro_f1};
  std::vector<double> figures{report.loss};
  if (report.numbers.size() == 1) figures.push_back(report.numbers[0].rmse);
  for (const train::NumberReport& number : report.numbers) figures.push_back(number.r2);
  return figures;
}

double mean_of(const std::vector<FoldResult>& folds, std::size_t figure) {
  double sum = 0;
  for (const FoldResult& fold : folds) sum += fold.figures[figure];
  return sum / static_cast<double>(folds.size());
}

/// Of the sample: divided by folds - 1.
double deviation_of(const std::vector<FoldResult>& folds, std::size_t figure) {
  const double mean = mean_of(folds, figure);
  double squares = 0;
  for (const FoldResult& fold : folds)
    squares += (fold.figures[figure] - mean) * (fold.figures[figure] - mean);
  return std::sqrt(squares / static_cast<double>(folds.size() - 1));
}

/// A column is as wide as its name needs.
std::string cell(const Figure& figure, const std::string& text) {
  return fmt::format("{:>{}}", text, std::max<std::size_t>(10, figure.name.size() + 2));
}

std::string cell(const Figure& figure, double x) {
  return cell(figure, figure.percent ? fmt::format("{:.2f} %", 100 * x) : loss_text(x));
}

std::string heading(const std::vector<Figure>& figures) {
  std::string out = "fold     train  held out";
  for (const Figure& figure : figures) out += cell(figure, figure.name);
  return out + '\n';
}

std::string line_of(std::size_t number, const FoldResult& fold,
                    const std::vector<Figure>& figures) {
  std::string out = fmt::format("{:>4}{:>10}{:>10}", number, fold.training, fold.held_out);
  for (std::size_t f = 0; f < figures.size(); ++f) out += cell(figures[f], fold.figures[f]);
  return out + '\n';
}

std::string summary_lines(const std::vector<FoldResult>& folds,
                          const std::vector<Figure>& figures) {
  if (folds.size() < 2) return {};
  std::string mean = fmt::format("{:<24}", "mean"), deviation = fmt::format("{:<24}", "sd");
  for (std::size_t f = 0; f < figures.size(); ++f) {
    mean += cell(figures[f], mean_of(folds, f));
    deviation += cell(figures[f], deviation_of(folds, f));
  }
  return mean + '\n' + deviation + '\n';
}

std::string csv_of(const std::vector<FoldResult>& folds, const std::vector<Figure>& figures) {
  std::string out = "fold,training_rows,held_out_rows";
  for (const Figure& figure : figures) out += "," + csv_field(figure.name);
  out += '\n';
  for (std::size_t i = 0; i < folds.size(); ++i)
    out += fmt::format("{},{},{},{}\n", i + 1, folds[i].training, folds[i].held_out,
                       fmt::join(folds[i].figures, ","));
  return out;
}

class CrossValidation {
 public:
  CrossValidation(TrainingRun& run, const RunData& data)
      : run_(run),
        settings_(run.settings),
        data_(data.all),
        loss_(settings_.any_loss()),
        figures_(figures_of(data.all)),
        parts_(train::folds(data.all, {.folds = static_cast<std::size_t>(settings_.cv),
                                       .seed = settings_.seed,
                                       .stratified = settings_.stratify})),
        folder_(open_run_folder(run)),
        workers_(settings_.threads) {}

  int execute() {
    folder_.write("config.toml", run_config(run_.declared, data_.size()));
    const nn::MLP model(settings_.layer_sizes(data_), settings_.model_options());
    fmt::print("{}{}",
               setup_summary(settings_, data_, parts_[0].training, parts_[0].validation, {}, model,
                             workers_.threads()),
               heading(figures_));
    std::fflush(stdout);
    for (std::size_t i = 0; i < parts_.size() && InterruptGuard::signal() == 0; ++i) fold(i);
    const std::string end = summary_lines(results_, figures_);
    fmt::print("{}wrote   {}: config.toml, cv.csv, cv.txt, fold-1 .. fold-{}\n", end,
               folder_.path().string(), results_.size());
    save(end);
    if (InterruptGuard::signal() == 0) return kOk;
    fmt::print(stderr, "stopped by a signal after {} of {} folds; those are saved\n",
               results_.size(), parts_.size());
    return kSignal + InterruptGuard::signal();
  }

 private:
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
    options.stop_requested = [] { return InterruptGuard::signal() != 0; };
    options.on_batch = [&](const train::BatchReport& report) {
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
    train::save_history(own.file("history.csv"), history);
    train::save_model(own.file("model.safetensors"), model,
                      {.schema = data_.schema(),
                       .imputation = preparation.imputation,
                       .scaling = preparation.scaling,
                       .target_scaling = preparation.target_scaling,
                       .loss = loss_});
    results_.push_back({training.size(), held_out.size(),
                        figures_in(train::report(model, loss_, held_out, workers_,
                                                 {.target_scaling = preparation.target_scaling}))});
    progress_.clear();
    fmt::print("{}", line_of(i + 1, results_.back(), figures_));
    std::fflush(stdout);
    save({});
  }

  void save(const std::string& end) const {
    folder_.write("cv.csv", csv_of(results_, figures_));
    std::string text = heading(figures_);
    for (std::size_t i = 0; i < results_.size(); ++i) text += line_of(i + 1, results_[i], figures_);
    folder_.write("cv.txt", text + end);
  }

  const InterruptGuard interrupts_;
  TrainingRun& run_;
  TrainSettings& settings_;
  const train::Dataset& data_;
  const nn::AnyLoss loss_;
  const std::vector<Figure> figures_;
  const std::vector<train::Split> parts_;
  const train::RunFolder folder_;
  train::Workers workers_;
  Progress progress_{run_.quiet};
  std::vector<FoldResult> results_;
};

}  // namespace

int run_cross_validation(TrainingRun& run, const RunData& data) {
  return CrossValidation(run, data).execute();
}

}  // namespace riserun::cli
