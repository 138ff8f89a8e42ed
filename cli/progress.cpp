#include "cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace riserun::cli {

namespace {

constexpr int kCells = 20;
constexpr auto kPause = std::chrono::milliseconds(100);
constexpr const char* kLine = "\r\x1b[2K";  // to the line's start, and clear it

std::string bar(double done, bool unicode) {
  const double filled = std::clamp(done, 0.0, 1.0) * kCells;
  const int whole = static_cast<int>(filled);
  std::string out;
  if (!unicode) {
    out.assign(static_cast<std::size_t>(whole), '#');
    out.resize(kCells, '.');
    return out;
  }
  constexpr const char* kEighths[] = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  for (int i = 0; i < kCells; ++i)
    out += i < whole ? "█" : (i == whole ? kEighths[static_cast<int>((filled - whole) * 8)] : " ");
  return out;
}

}  // namespace

Progress::Progress(bool quiet) : terminal_(terminal_of(stderr)), quiet_(quiet) {}

void Progress::draw(double done, std::string_view text) {
  terminal_.width = terminal_of(stderr).width;  // the window may have changed
  last_ = std::chrono::steady_clock::now();
  const double seconds = std::chrono::duration<double>(last_ - begin_).count();
  const std::string left = seconds > 2 && done > 0.01
                               ? fmt::format("  {:.0f} s left", seconds * (1 - done) / done)
                               : std::string();
  const std::string percent =
      fmt::format("{:3.0f} %", std::floor(100 * std::clamp(done, 0.0, 1.0)));
  const int room = std::max(0, terminal_.width - kCells - 10);  // never into the next line
  fmt::print(stderr, "{}[{}] {}  {:.{}}", kLine,
             inked(bar(done, terminal_.unicode), Ink::blue, terminal_), percent,
             fmt::format("{}{}", text, left), room);
  std::fflush(stderr);
  drawn_ = true;
}

void Progress::update(double done, std::string_view text) {
  if (quiet_ || !terminal_.redraws || std::chrono::steady_clock::now() - last_ < kPause) return;
  draw(done, text);
}

void Progress::milestone(std::string_view text) {
  if (!quiet_ && !terminal_.redraws) fmt::print(stderr, "{}\n", text);
}

void Progress::clear() {
  if (drawn_) fmt::print(stderr, "{}", kLine);
  drawn_ = false;
}

}  // namespace riserun::cli
