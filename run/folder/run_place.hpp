// The folder of a run, for this run alone while it goes on.
#pragma once

#include <riserun/run/session.hpp>
#include <riserun/train/saving/run_folder.hpp>

namespace riserun::run {

/// Makes the run folder, or takes an empty one or that of a resumed run; holds it for this run.
/// Throws FileError, also when another run is at work in it.
[[nodiscard]] train::RunFolder open_run_folder(TrainingRun& run);

/// Before anything of a run that is resumed is read. Throws FileError when another one is at work
/// in its folder.
void lock_resumed(TrainingRun& run);

}  // namespace riserun::run
