#include <riserun/run/page_writer.hpp>

#include <fmt/format.h>

#include <riserun/base/errors.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/pictures/page_of_run.hpp>

namespace riserun::run {

void PageWriter::epoch(const train::EpochReport& report, const train::History& history) {
  if (std::chrono::steady_clock::now() - written_ < std::chrono::seconds(1)) return;
  write(fmt::format("training: {} of {} epochs done", report.row.epoch, report.epochs), history, 2);
}

bool PageWriter::finish(const std::string& status, const train::History& history) {
  return write(status, history, 0);
}

bool PageWriter::write(const std::string& status, const train::History& history,
                       int refresh_seconds) {
  try {
    plots::save_run_page(run_page(folder_.path(), history, status, refresh_seconds),
                         folder_.file(file::kPage));
    written_ = std::chrono::steady_clock::now();
    return true;
  } catch (const Error& error) {
    if (!told_) observer_.not_written(fmt::format("no {}: {}", file::kPage, error.what()));
    told_ = true;
    return false;
  }
}

}  // namespace riserun::run
