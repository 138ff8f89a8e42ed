// The files that a run has written so far.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <riserun/plots/chart/chart.hpp>
#include <riserun/run/observer.hpp>
#include <riserun/train/saving/run_folder.hpp>

namespace riserun::run {

/// Keeps their names, each once and in order, and tells them to the observer.
class WrittenFiles {
 public:
  explicit WrittenFiles(Observer& observer) : observer_(observer) {}

  void add(std::string name) {
    observer_.wrote(name);
    std::erase(missing_, name);  // a second start may get what the first could not
    if (std::ranges::find(names_, name) == names_.end()) names_.push_back(std::move(name));
  }
  /// Writes the file; where it cannot, it is missing: what comes after a training must not cost it.
  void write(const train::RunFolder& folder, const std::string& name, std::string_view bytes);
  /// A file that could not be written: `reason` goes to the observer, and the run ends as failed.
  void lose(const std::string& name, const std::string& reason);
  /// Throws FileError that names the files that are missing, and how to get them.
  void require_all(const train::RunFolder& folder) const;
  /// Draws <name>.svg and <name>.png. What cannot be drawn for want of a program costs a word to the
  /// observer, no more: a table in the folder has the numbers.
  void draw(const train::RunFolder& folder, const std::string& name, const plots::Chart& chart);

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  /// "wrote   runs/digits-1: config.toml, history.csv\n".
  [[nodiscard]] std::string text(const train::RunFolder& folder) const;

 private:
  Observer& observer_;
  std::vector<std::string> names_, missing_;
};

}  // namespace riserun::run
