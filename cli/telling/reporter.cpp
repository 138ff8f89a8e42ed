#include <riserun/cli/telling/reporter.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include <riserun/base/readable_number.hpp>
#include <riserun/cli/telling/terminal.hpp>

namespace riserun::cli {

namespace {

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
  if (std::isfinite(row.validation_r2)) text += fmt::format("  R2 {:.3f}", row.validation_r2);
  return text + fmt::format("  {} points/s", with_thousands(row.points_per_second));
}

/// What the bar keeps saying of the last complete epoch.
std::string epoch_brief(const train::HistoryRow& row) {
  std::string text;
  if (std::isfinite(row.validation_loss)) text += "val " + loss_text(row.validation_loss);
  if (const double accuracy = accuracy_of(row); std::isfinite(accuracy))
    text += fmt::format("{}{:.1f} %", text.empty() ? "" : " ", 100 * accuracy);
  if (std::isfinite(row.validation_r2))
    text += fmt::format("{}R2 {:.3f}", text.empty() ? "" : " ", row.validation_r2);
  return text;
}

/// "950 points/s", "45k points/s": in few columns.
std::string speed_text(double points_per_second) {
  return points_per_second < 10'000 ? fmt::format("{:.0f} points/s", points_per_second)
                                    : fmt::format("{:.0f}k points/s", points_per_second / 1000);
}

}  // namespace

std::string in_options(std::string text) {
  const std::string_view words = "try a learning rate of ";
  if (const auto at = text.find(words); at != text.npos)
    text.replace(at, words.size(), "try --lr ");
  return text;
}

void Reporter::batch(const train::BatchReport& report, bool saved) {
  epoch_points_ = report.all_points;
  if (saved) events_.checkpoint(report);
  events_.progress(report);
  if (!progress_.due()) return;
  const double done = static_cast<double>(report.step) / static_cast<double>(report.steps);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  const auto points = static_cast<double>(points_ + report.points);
  progress_.update(
      done, {fmt::format("epoch {}/{} batch {}/{}", report.epoch, report.epochs, report.batch,
                         report.batches),
             "loss " + loss_text(report.loss), speed_text(points / std::max(seconds, 1e-9)),
             progress_.eta(done), last_epoch_});
}

void Reporter::epoch(const train::EpochReport& report) {
  points_ += epoch_points_;
  last_epoch_ = epoch_brief(report.row);
  events_.epoch(report.row, report.best);
  progress_.milestone(epoch_line(report.row, report.epochs));
  if (report.advice.empty() || warned_) return;  // a warning repeated is one unread
  warned_ = true;
  progress_.clear();
  warn(in_options(report.advice));
  events_.warning(in_options(report.advice));
}

}  // namespace riserun::cli
