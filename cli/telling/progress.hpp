// How far it is: a bar that is redrawn on a terminal, one plain line an epoch elsewhere.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <riserun/cli/telling/terminal.hpp>

namespace riserun::cli {

class Progress {
 public:
  /// Draws on stderr; quiet: nothing at all.
  explicit Progress(bool quiet);
  /// Clears the bar, so that what comes next, an error too, begins on a clean line.
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` of the whole, 0 to 1, and what is to be said, the most important first: parts for which
  /// the line has no room are left out. Redraws at most ten times a second; nothing where there is
  /// no bar.
  void update(double done, const std::vector<std::string>& parts);
  void update(double done, std::string_view text) {
    update(done, std::vector<std::string>{std::string(text)});
  }
  /// Whether update() would draw now.
  [[nodiscard]] bool due() const;
  /// "ETA 12 s" by what was done since the first call; empty in its first second.
  [[nodiscard]] std::string eta(double done);
  /// A step worth a line of its own where there is no bar; nothing where there is one.
  void milestone(std::string_view text);
  void clear();

 private:
  void draw(double done, const std::vector<std::string>& parts);

  Terminal terminal_;
  bool quiet_;
  bool drawn_ = false;
  std::optional<std::pair<double, std::chrono::steady_clock::time_point>> from_{};
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace riserun::cli
