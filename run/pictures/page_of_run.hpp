// The page of a run, from the files in its folder.
#pragma once

#include <filesystem>
#include <string>

#include <riserun/plots/page/run_page.hpp>
#include <riserun/train/fit/history.hpp>

namespace riserun::run {

/// Curves, results, the check of its gradients, timings and configuration: what is there of them. A
/// file that cannot be read becomes a line that says so.
[[nodiscard]] plots::RunPage run_page(const std::filesystem::path& folder,
                                      const train::History& history, const std::string& status,
                                      int refresh);

/// The same of a run that is over, its history read from the folder. Throws FileError, DataError.
[[nodiscard]] plots::RunPage run_page(const std::filesystem::path& folder);

}  // namespace riserun::run
