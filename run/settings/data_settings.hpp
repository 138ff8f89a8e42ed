// What is read and how: the settings of data, for train and for predict.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <riserun/run/settings/settings.hpp>
#include <riserun/train/data/preparation.hpp>
#include <riserun/train/reading/data_source.hpp>

namespace riserun::run {

/// The values are the defaults.
struct DataSettings {
  std::string data;
  std::string format = "auto";
  std::string label = "last";
  std::string labels;  // a file
  std::string task = "auto";
  std::string header = "auto";
  std::string separator = "auto";
  std::string decimal = "auto";
  std::uint64_t skip_lines = 0;
  std::vector<std::string> ignore;
  std::uint64_t features = 0;
  std::string missing = "refuse";
  double missing_value = 0.0;
  double validation = 0.2;
  std::string validation_file;
  double test = 0.0;
  std::string test_file;
  bool stratify = true;
  int cv = 0;
  std::string scale = "minmax";  // a rare feature cannot become huge, as it can with "standard"
  std::string target_scale = "auto";
  std::string task_reason = {};  // a line about a task that nobody named; mostly empty
  std::string data_hash;         // of a run that is repeated: what its files held

  /// Declares every one of them; this must outlive `settings`.
  void declare_data(Settings& settings);
  /// Brings words into one form and checks what goes together. Throws ConfigError.
  void resolve_data();
  /// Once the data are read: what hung on them. Where the task was open it becomes theirs, and
  /// task_reason says why.
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

/// A CSV separator by its name: auto, tab, comma, semicolon, space, or the character itself.
[[nodiscard]] char parse_separator(const std::string& text);
/// auto, point or comma.
[[nodiscard]] train::DecimalSign parse_decimal(const std::string& text);
/// auto, yes or no.
[[nodiscard]] train::HeaderRow parse_header(const std::string& text);

}  // namespace riserun::run
