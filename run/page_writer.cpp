#include <riserun/run/page_writer.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include <riserun/base/errors.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/pictures/page_of_run.hpp>

namespace riserun::run {

// On the way a page that cannot be written costs a word, the first time.
void PageWriter::epoch(const train::EpochReport& report, const train::History& history) {
  if (std::chrono::steady_clock::now() - written_ < std::chrono::seconds(1)) return;
  const std::string reason = write(
      fmt::format("training: {} of {} epochs done", report.row.epoch, report.epochs), history, 2);
  if (!reason.empty() && !told_)
    observer_.not_written(fmt::format("no {}: {}", file::kPage, reason));
  told_ = told_ || !reason.empty();
}

std::string PageWriter::finish(const std::string& status, const train::History& history) {
  std::string reason = write(status, history, 0);
  std::error_code ignored;
  if (!reason.empty()) std::filesystem::remove(folder_.file(file::kPage), ignored);
  return reason;
}

std::string PageWriter::write(const std::string& status, const train::History& history,
                              int refresh_seconds) {
  try {
    plots::save_run_page(run_page(folder_.path(), history, status, refresh_seconds),
                         folder_.file(file::kPage));
    written_ = std::chrono::steady_clock::now();
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace riserun::run
