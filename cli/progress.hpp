// How far it is: a bar that is redrawn on a terminal, one plain line an epoch elsewhere.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

#include "cli/terminal.hpp"

namespace riserun::cli {

class Progress {
 public:
  /// Draws on stderr; quiet: nothing at all.
  explicit Progress(bool quiet);
  /// Clears the bar, so that what comes next, an error too, begins on a clean line.
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` of the whole, 0 to 1. Redraws at most ten times a second; nothing where there is no
  /// bar.
  void update(double done, std::string_view text);
  /// A step worth a line of its own where there is no bar; nothing where there is one.
  void milestone(std::string_view text);
  void clear();

 private:
  void draw(double done, std::string_view text);

  Terminal terminal_;
  bool quiet_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace riserun::cli
