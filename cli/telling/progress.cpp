#include <riserun/base/console.hpp>
#include <riserun/cli/telling/progress.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace riserun::cli {

namespace {

constexpr auto kPause = std::chrono::milliseconds(100);
constexpr const char* kLine = "\r\x1b[2K";  // to the line's start, and clear it

std::string bar(double done, int cells, bool unicode) {
  const double filled = std::clamp(done, 0.0, 1.0) * cells;
  const int whole = static_cast<int>(filled);
  std::string out;
  if (!unicode) {
    out.assign(static_cast<std::size_t>(whole), '#');
    out.resize(static_cast<std::size_t>(cells), '.');
    return out;
  }
  constexpr const char* kEighths[] = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  for (int i = 0; i < cells; ++i)
    out += i < whole ? "█" : (i == whole ? kEighths[static_cast<int>((filled - whole) * 8)] : " ");
  return out;
}

}  // namespace

Progress::Progress(bool quiet) : terminal_(terminal_of(stderr)), quiet_(quiet) {}

void Progress::draw(double done, const std::vector<std::string>& parts) {
  terminal_.width = terminal_of(stderr).width;  // the window may have changed
  last_ = std::chrono::steady_clock::now();
  const int cells = terminal_.width < 100 ? 10 : 20;
  int room = terminal_.width - cells - 9;  // never into the next line
  std::string text;
  for (const std::string& part : parts) {
    const int size = static_cast<int>(part.size()) + 2;
    if (part.empty() || size > room) continue;
    room -= size;
    text += "  " + part;
  }
  say(fmt::format("{}[{}] {:3.0f} %{}", kLine,
                  inked(bar(done, cells, terminal_.unicode), Ink::blue, terminal_),
                  std::floor(100 * std::clamp(done, 0.0, 1.0)), text));
  drawn_ = true;
}

bool Progress::due() const {
  return !quiet_ && terminal_.redraws && std::chrono::steady_clock::now() - last_ >= kPause;
}

std::string Progress::eta(double done) {
  const auto now = std::chrono::steady_clock::now();
  if (!from_) from_ = {done, now};  // a resumed run has something behind it already
  const double seconds = std::chrono::duration<double>(now - from_->second).count();
  const double progress = done - from_->first;
  if (!(progress > 0) || seconds < 1) return {};
  const double left = seconds * (1 - done) / progress;
  if (left < 100) return fmt::format("ETA {:.0f} s", left);
  const auto minutes = static_cast<long>(left / 60);
  return minutes < 100 ? fmt::format("ETA {} min", minutes)
                       : fmt::format("ETA {} h {:02} min", minutes / 60, minutes % 60);
}

void Progress::update(double done, const std::vector<std::string>& parts) {
  if (due()) draw(done, parts);
}

void Progress::milestone(std::string_view text) {
  if (!quiet_ && !terminal_.redraws) say(fmt::format("{}\n", text));
}

void Progress::clear() {
  if (drawn_) say(kLine);
  drawn_ = false;
}

}  // namespace riserun::cli
