#include <riserun/run/pictures/page_of_run.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/base/files/number_table.hpp>
#include <riserun/base/readable_number.hpp>
#include <riserun/plots/kinds/matrix_chart.hpp>
#include <riserun/plots/kinds/result_charts.hpp>
#include <riserun/plots/kinds/smooth.hpp>
#include <riserun/run/folder/confusion_file.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/folder/predicted_rows.hpp>
#include <riserun/run/settings/in_options.hpp>

namespace riserun::run {

namespace {

namespace fs = std::filesystem;
using train::History;
using train::HistoryRow;

constexpr std::size_t kMostTargets = 6;  // that are drawn of a regression

/// Adds the column as a curve, where it was ever measured.
void add(plots::PageChart& chart, const History& history, const char* name,
         double HistoryRow::*measure, int color) {
  std::vector<double> column = history.column(measure);
  if (std::ranges::any_of(column, [](double x) { return std::isfinite(x); }))
    chart.series.push_back({.name = name, .y = std::move(column), .color = color});
}

std::vector<plots::PageChart> charts_of(const History& history) {
  plots::PageChart loss{.title = "loss", .x = history.epochs()};
  add(loss, history, "train", &HistoryRow::train_loss, 0);
  add(loss, history, "validation", &HistoryRow::validation_loss, 1);
  if (const HistoryRow* best = history.best())
    loss.markers.push_back({.x = static_cast<double>(best->epoch),
                            .label = fmt::format("best epoch {}", best->epoch)});
  plots::PageChart accuracy{.title = "accuracy", .x = loss.x};
  add(accuracy, history, "train", &HistoryRow::train_accuracy, 0);
  add(accuracy, history, "validation", &HistoryRow::validation_accuracy, 1);
  plots::PageChart rate{.title = "learning rate", .x = loss.x};
  add(rate, history, "learning rate", &HistoryRow::learning_rate, 2);
  plots::PageChart speed{.title = "points per second, forward and backward", .x = loss.x};
  add(speed, history, "points per second", &HistoryRow::points_per_second, 3);
  std::vector<plots::PageChart> charts;
  for (plots::PageChart* chart : {&loss, &accuracy, &rate, &speed})
    if (!chart->series.empty() && !chart->x.empty()) charts.push_back(std::move(*chart));
  return charts;
}

plots::PageChart steps_chart(const fs::path& file) {
  const NumberTable table = load_number_table(file);
  const std::vector<double>& loss = table.column("loss");
  return {.title = "loss of each batch",
          .x_label = "step",
          .x = table.column("step"),
          .series = {{.name = "batch", .y = loss, .faint = true},
                     {.name = "smoothed", .y = plots::smoothed(loss)}}};
}

plots::PageChart gradients_chart(const fs::path& file) {
  const NumberTable table = load_number_table(file);
  plots::PageChart chart{.title = "length of the gradient, by layer",
                         .x_label = "step",
                         .x = table.column("step"),
                         .log_y = true};
  for (std::size_t i = 1; i < table.names.size(); ++i)
    chart.series.push_back({.name = table.names[i],
                            .y = plots::smoothed(table.columns[i]),
                            .color = static_cast<int>(i - 1)});
  return chart;
}

plots::PageSection epochs_table(const History& history) {
  plots::PageSection section{.title = "Epochs"};
  section.table.header = {"",
                          "epoch",
                          "train loss",
                          "validation loss",
                          "train accuracy",
                          "validation accuracy",
                          "seconds",
                          "points/s"};
  const auto number = [](double x, const char* form) {
    return std::isfinite(x) ? fmt::format(fmt::runtime(form), x) : std::string("–");
  };
  const auto row = [&](const char* name, const HistoryRow& r) {
    section.table.rows.push_back(
        {name, fmt::format("{}", r.epoch), number(r.train_loss, "{:.6g}"),
         number(r.validation_loss, "{:.6g}"), number(100 * r.train_accuracy, "{:.2f} %"),
         number(100 * r.validation_accuracy, "{:.2f} %"), number(r.seconds, "{:.2f}"),
         std::isfinite(r.points_per_second) ? with_thousands(r.points_per_second) : "–"});
  };
  row("first", history[0]);
  if (const HistoryRow* best = history.best()) row("best", *best);
  row("last", history.back());
  return section;
}

/// The parts of a step's time, as numbers and as a bar.
plots::PageSection timings_section(const fs::path& file) {
  const NumberTable table = load_number_table(file);
  if (table.rows() == 0) throw DataError(fmt::format("{}: there are no rows", file.string()));
  constexpr std::pair<const char*, const char*> kParts[] = {
      {"build", "forward: the graphs of the batch's points"},
      {"sweep", "backward through them"},
      {"reduce", "adding up the slots' gradients, handing out work, waiting"},
      {"update", "the optimiser"}};
  double step = 0.0;
  for (const auto& [name, what] : kParts) step += table.column(name)[0];
  plots::PageSection section{
      .title = "Where a step's time goes",
      .text = fmt::format(
          "{} points on {} threads: {:.1f} us, {} points/s. Measured after training, in steps of "
          "their own.",
          table.column("batch")[0], table.column("threads")[0], step,
          with_thousands(table.column("points_per_second")[0]))};
  section.table.header = {"", "us", "share", ""};
  for (const auto& [name, what] : kParts) {
    const double part = table.column(name)[0];
    section.table.rows.push_back(
        {name, fmt::format("{:.1f}", part), fmt::format("{:.1f} %", 100 * part / step), what});
  }
  return section;
}

plots::PageSection predicted_section(const PredictedTarget& target) {
  return {.title = fmt::format("Predicted against true: {}", target.name),
          .text = target.is_sample ? fmt::format("{} of the rows", target.truth.size()) : "",
          .chart = plots::prediction_chart(target.truth, target.predicted, target.name, "")};
}

}  // namespace

plots::RunPage run_page(const fs::path& folder, const History& history, const std::string& status,
                        int refresh) {
  plots::RunPage page{
      .title = fs::absolute(folder / "x").lexically_normal().parent_path().filename(),
      .status = status,
      .refresh = refresh};
  page.charts = charts_of(history);
  // One part that cannot be read must not cost the page.
  const auto part = [&](const char* name, auto make) {
    if (!is_there(folder / name)) return;
    try {
      make(folder / name);
    } catch (const Error& error) {
      page.sections.push_back({.title = name, .text = in_options(error.what())});
    }
  };
  const auto text = [&](const char* name, const char* title) {
    part(name, [&](const fs::path& file) {
      page.sections.push_back({.title = title, .text = read_file(file)});
    });
  };
  if (!history.empty()) page.sections.push_back(epochs_table(history));
  if (refresh == 0) {  // What is still being written is for the end.
    part(file::kSteps, [&](const fs::path& file) { page.charts.push_back(steps_chart(file)); });
    part(file::kGradients,
         [&](const fs::path& file) { page.charts.push_back(gradients_chart(file)); });
  }
  text(file::kSummary, "Data, model and result");
  part(file::kConfusion, [&](const fs::path& file) {
    const Confusion confusion = load_confusion(file);
    page.sections.push_back({.title = "Confusion matrix",
                             .chart = plots::confusion_chart(confusion.classes, confusion.counts)});
  });
  part(file::kPredicted, [&](const fs::path& file) {
    std::vector<PredictedTarget> targets = load_predicted(file);
    targets.resize(std::min(targets.size(), kMostTargets));
    for (const PredictedTarget& target : targets)
      page.sections.push_back(predicted_section(target));
  });
  part(file::kTimings,
       [&](const fs::path& file) { page.sections.push_back(timings_section(file)); });
  text(file::kGradientCheck, "Gradients against rise over run");
  text(file::kConfig, "Configuration");
  return page;
}

plots::RunPage run_page(const fs::path& folder) {
  const History history = train::load_history(folder / file::kHistory);
  const std::string status =
      history.empty() ? "no epoch was finished"
                      : fmt::format("{} epochs, {:.2f} s", history.size(), history.back().seconds);
  return run_page(folder, history, status, 0);
}

}  // namespace riserun::run
