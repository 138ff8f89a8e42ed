// One training run, from a file of data to a run folder.
#pragma once

#include <string>
#include <vector>

#include <riserun/run/observer.hpp>
#include <riserun/run/run_request.hpp>

namespace riserun::run {

enum class RunEnd { finished, stopped, explained };

/// How a run ended that threw nothing.
struct RunResult {
  RunEnd end = RunEnd::finished;
  /// stopped: where, and how to continue, "after 3 of 10 epochs; ..."; explained: the explanation.
  std::string text = {};
  std::string folder = {};              // empty: nothing was written
  std::vector<std::string> files = {};  // names in it
};

/// Reads the data, trains, and writes config.toml, history.csv, model.safetensors, checkpoints, the
/// results, pictures and a page; or cross-validates, or searches a learning rate, as the settings
/// say. Prints nothing and handles no signals. Throws as the libraries do: ConfigError, DataError,
/// FileError; DivergedError once the last finite model is written.
[[nodiscard]] RunResult run_training(const RunRequest& request, Observer& observer);

}  // namespace riserun::run
