// Options of the command line that would change nothing in the run that they are given for.
#pragma once

#include <riserun/run/settings/settings.hpp>
#include <riserun/run/settings/train_settings.hpp>
#include <riserun/train/reading/data_source.hpp>

namespace riserun::run {

/// Throws ConfigError for the first option given that does nothing, saying why and what would use
/// it. What only a configuration file says is never refused: it holds every setting. What is still
/// open in `settings` ("auto") is not judged, so that it is called before and after data are read.
void refuse_idle_options(const Settings& declared, const TrainSettings& settings);

/// The same for options that only some formats of DATA have.
void refuse_idle_options_of_format(const Settings& declared, train::DataFormat format);

}  // namespace riserun::run
