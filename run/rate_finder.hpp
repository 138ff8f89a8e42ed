// The learning-rate range test of a run: `lr` is find or find-and-train.
#pragma once

#include <riserun/run/prepared_run.hpp>
#include <riserun/run/session.hpp>
#include <riserun/run/written_files.hpp>

namespace riserun::run {

/// Searches a rate, tells it, and sets it in the settings; writes lr_find.csv, lr_find.svg and
/// lr_find.png into the folder; the model is as before. Returns whether it was stopped, and where.
/// Throws DataError when no rate makes the loss fall.
[[nodiscard]] RunResult find_rate(TrainSettings& settings, PreparedRun& prepared,
                                  const train::RunFolder& folder, Observer& observer,
                                  WrittenFiles& written);

}  // namespace riserun::run
