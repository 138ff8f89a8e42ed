// A trained model and the data to show it, as predict and graph take them.
#pragma once

#include <cstddef>
#include <string>

#include <riserun/run/settings/data_settings.hpp>
#include <riserun/run/settings/settings.hpp>
#include <riserun/train/saving/model_file.hpp>

namespace riserun::cli {

/// The command line's part: where they are and how the data are to be read.
class ModelInput : public run::ReadingSettings {
 public:
  std::string model, data;

  /// How DATA are read; each must outlive the other's use.
  void declare(run::Settings& settings);

  /// The first of these options that was given, "--header"; empty: none.
  [[nodiscard]] std::string reading_option() const;
  /// The model; `model` is its file or the run folder it is in. Throws FileError, DataError; a
  /// UsageError where `data` is a model and `model` none.
  [[nodiscard]] train::LoadedModel load() const;
  /// The rows, by the model's columns and classes, unprepared. Says on stderr which columns it
  /// leaves aside, and which hold names that the model does not know. Throws as load_data_for.
  [[nodiscard]] train::LoadedData rows(const train::LoadedModel& loaded) const;

 private:
  const run::Settings* declared_ = nullptr;
  std::size_t first_ = 0, end_ = 0;  // its own among the declared
};

}  // namespace riserun::cli
