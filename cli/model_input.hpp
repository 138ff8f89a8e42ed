// A trained model and the data to show it, as predict and graph take them.
#pragma once

#include <cstdint>
#include <string>

#include <riserun/run/settings/settings.hpp>
#include <riserun/train/reading/data_source.hpp>
#include <riserun/train/saving/model_file.hpp>

namespace riserun::cli {

/// The command line's part: where they are and how the data are to be read.
struct ModelInput {
  std::string model, data;
  std::string format = "auto", labels, header = "auto", separator = "auto", decimal = "auto";
  std::uint64_t skip_lines = 0;

  /// --format, --labels, --header, --separator, --decimal, --skip-lines; this must outlive
  /// `settings`.
  void declare(run::Settings& settings);

  /// The first of them that says something else than its default, "--header"; null: none.
  [[nodiscard]] const char* reading_option() const;
  /// The model; `model` is its file or the run folder it is in. Throws FileError, DataError; a
  /// UsageError where `data` is a model and `model` none.
  [[nodiscard]] train::LoadedModel load() const;
  /// The rows, by the model's columns and classes, unprepared. Says on stderr which columns it
  /// leaves aside. Throws as load_data_for.
  [[nodiscard]] train::Dataset rows(const train::LoadedModel& loaded) const;
};

}  // namespace riserun::cli
