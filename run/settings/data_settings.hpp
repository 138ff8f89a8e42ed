// What is read and how: the settings of data, for train and for predict.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <riserun/run/settings/settings.hpp>
#include <riserun/train/data/preparation.hpp>
#include <riserun/train/reading/data_source.hpp>

namespace riserun::run {

/// How a file is read, whatever is done with its data. The values are the defaults.
struct ReadingSettings {
  std::string format = "auto";
  std::string labels;  // a file
  std::string header = "auto";
  std::string separator = "auto";
  std::string decimal = "auto";
  std::string encoding = "auto";
  std::uint64_t skip_lines = 0;

  /// Declares every one of them; this must outlive `settings`. `other_labels` is called when
  /// another file of labels is named.
  void declare_reading(Settings& settings, std::function<void()> other_labels = {});
  /// What they say; all else as it is by default. Throws ConfigError.
  [[nodiscard]] train::DataOptions reading_options() const;
};

/// The values are the defaults.
struct DataSettings : ReadingSettings {
  std::string data;
  std::string label = "last";
  std::string task = "auto";
  std::vector<std::string> ignore;
  std::vector<std::string> column;
  std::uint64_t features = 0;
  std::string missing = "auto";
  double missing_value = 0.0;
  double validation = 0.2;
  std::string validation_file;
  double test = 0.0;
  std::string test_file;
  bool stratify = true;
  int cv = 0;
  std::string scale = "limited";  // a rare feature cannot become huge, as it can with "standard"
  std::string target_scale = "auto";
  std::string task_reason = {};  // a line about a task that nobody named; mostly empty
  std::string data_hash;         // of a run that is repeated: what its files held

  /// Declares every one of them; this must outlive `settings`.
  void declare_data(Settings& settings);
  /// Brings words into one form and checks what goes together. Throws ConfigError.
  void resolve_data();
  /// Once the data are read: what hung on them. Where the task was open it becomes theirs, and
  /// task_reason says why; where `missing` was, it becomes median if anything is missing.
  void resolve_data_for(const train::Dataset& data);
  /// Makes paths absolute and generators complete, so that the configuration means the same data
  /// anywhere and later.
  void fix_paths();

  [[nodiscard]] train::DataOptions data_options() const;
  [[nodiscard]] train::PreparationOptions preparation_options() const;
  /// The data's name for folders and titles: "digits" of "examples/data/digits.csv.gz", "moons" of
  /// "moons:n=500".
  [[nodiscard]] std::string data_name() const;
};

}  // namespace riserun::run
