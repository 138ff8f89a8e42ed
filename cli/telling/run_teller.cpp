#include <riserun/cli/telling/run_teller.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/console.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/base/readable_number.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/run/session.hpp>

namespace riserun::cli {

namespace {

/// Validation where there is one, else training.
double accuracy_of(const train::HistoryRow& row) {
  return std::isfinite(row.validation_accuracy) ? row.validation_accuracy : row.train_accuracy;
}

/// A line of its own, where there is no bar.
/// Of many epochs about fifty have a line where there is no bar, the first and the last among them;
/// history.csv has all.
bool has_a_line(int epoch, int epochs) {
  constexpr int kLines = 50;
  return epoch == 1 || epoch == epochs || epoch % ((epochs + kLines - 1) / kLines) == 0;
}

std::string epoch_line(const train::HistoryRow& row, int epochs) {
  std::string text =
      fmt::format("epoch {}/{}  loss {}", row.epoch, epochs, loss_text(row.train_loss));
  if (std::isfinite(row.validation_loss))
    text += fmt::format("  validation {}", loss_text(row.validation_loss));
  if (const double accuracy = accuracy_of(row); std::isfinite(accuracy))
    text += fmt::format("  accuracy {:.1f} %", 100 * accuracy);
  if (const double r2 = row.metrics["r2"]; std::isfinite(r2))
    text += fmt::format("  R2 {:.3f}", r2);
  return text + fmt::format("  {} points/s", with_thousands(row.points_per_second));
}

/// What the bar keeps saying of the last complete epoch.
std::string epoch_brief(const train::HistoryRow& row) {
  std::string text;
  if (std::isfinite(row.validation_loss)) text += "val " + loss_text(row.validation_loss);
  if (const double accuracy = accuracy_of(row); std::isfinite(accuracy))
    text += fmt::format("{}{:.1f} %", text.empty() ? "" : " ", 100 * accuracy);
  if (const double r2 = row.metrics["r2"]; std::isfinite(r2))
    text += fmt::format("{}R2 {:.3f}", text.empty() ? "" : " ", r2);
  return text;
}

/// "950 points/s", "45k points/s": in few columns.
std::string speed_text(double points_per_second) {
  return points_per_second < 10'000 ? fmt::format("{:.0f} points/s", points_per_second)
                                    : fmt::format("{:.0f}k points/s", points_per_second / 1000);
}

/// How much of the training is done, 0 to 1.
double share_of(const train::BatchReport& report) {
  return static_cast<double>(report.step) / static_cast<double>(report.steps);
}

/// What a signal is answered with as long as nothing was written.
Farewell farewell(const run::RunRequest& request, const Telling& telling, int signal) {
  const std::string text = fmt::format(
      "stopped by {} before the training began; {}", InterruptGuard::name(signal),
      request.resume.empty() ? "nothing was written"
                             : fmt::format("the run in {} is as it was", request.resume));
  return {telling.json ? Events::end_text("stopped", kSignal + signal, text, {}) : std::string(),
          text + '\n'};
}

}  // namespace

RunTeller::RunTeller(const run::RunRequest& request, const Telling& telling)
    : json_(telling.json), events_(telling.json), progress_(telling.quiet) {
  nothing_to_save_.emplace([&](int signal) { return farewell(request, telling, signal); });
}

void RunTeller::text(const std::string& lines) {
  progress_.clear();
  if (json_) return;
  put(lines);
  flush_put();
}

void RunTeller::warning(const std::string& text) {
  not_written(text);
  events_.warning(text);
}

void RunTeller::not_written(const std::string& text) {
  progress_.clear();
  warn(text);
}

void RunTeller::started(const run::RunStart& start) {
  begin_ = std::chrono::steady_clock::now();
  events_.start(start);
}

void RunTeller::batch(const train::BatchReport& report, bool saved) {
  epoch_points_ = report.all_points;
  if (saved) events_.checkpoint(report);
  events_.progress(report);
  if (!progress_.due()) return;
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  const auto points = static_cast<double>(points_ + report.points);
  progress_.update(share_of(report),
                   {fmt::format("epoch {}/{} batch {}/{}", report.epoch, report.epochs,
                                report.batch, report.batches),
                    "loss " + loss_text(report.loss), speed_text(points / std::max(seconds, 1e-9)),
                    progress_.eta(share_of(report)), last_epoch_});
}

void RunTeller::epoch(const train::EpochReport& report) {
  points_ += epoch_points_;
  last_epoch_ = epoch_brief(report.row);
  events_.epoch(report.row, report.best);
  if (has_a_line(report.row.epoch, report.epochs))
    progress_.milestone(epoch_line(report.row, report.epochs));
}

void RunTeller::fold_batch(std::size_t fold, std::size_t folds, const train::BatchReport& report) {
  events_.progress(report, fold + 1);
  progress_.update((static_cast<double>(fold) + share_of(report)) / static_cast<double>(folds),
                   fmt::format("fold {}/{}  epoch {}/{}  loss {}", fold + 1, folds, report.epoch,
                               report.epochs, loss_text(report.loss)));
}

void RunTeller::fold_finished(std::size_t fold, std::size_t folds, const run::FoldTable& table) {
  text(table.line(fold));
  events_.fold(fold, folds, table);
}

void RunTeller::end(const std::string& outcome, int exit_code, const std::string& message) {
  nothing_to_save_.reset();
  progress_.clear();
  events_.end(outcome, exit_code, message, written_);
}

int train_and_tell(const run::RunRequest& request, const Telling& telling) {
  const PipesMayClose output;
  RunTeller teller(request, telling);
  try {
    const run::RunResult result = run::run_training(request, teller);
    if (result.end == run::RunEnd::explained) put(result.text);
    const bool stopped = result.end == run::RunEnd::stopped;
    if (stopped) say(fmt::format("stopped by {} {}\n", InterruptGuard::name(), result.text));
    const int code = stopped ? kSignal + InterruptGuard::signal() : kOk;
    teller.end(stopped ? "stopped" : "finished", code, "");
    return code;
  } catch (const DivergedError& error) {
    teller.end("diverged", kDiverged, error.what());
    throw;
  } catch (const ConfigError& error) {
    teller.end("failed", kUsage, error.what());
    throw;
  } catch (const Error& error) {
    teller.end("failed", kFailed, error.what());
    throw;
  }
}

}  // namespace riserun::cli
