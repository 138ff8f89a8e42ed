#include <riserun/cli/telling/terminal.hpp>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

#include <riserun/base/console.hpp>
#include <riserun/base/visible_text.hpp>
#include <riserun/run/settings/in_options.hpp>

namespace riserun::cli {

namespace {

std::string_view environment(const char* name) {
  const char* const text = std::getenv(name);
  return text == nullptr ? std::string_view() : text;
}

bool utf8_locale() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string_view locale = environment(name);
    if (locale.empty()) continue;  // the first that is set decides, as in setlocale
    return locale.find("UTF-8") != locale.npos || locale.find("utf8") != locale.npos;
  }
  return false;
}

const char* code(Ink ink) {
  switch (ink) {
    case Ink::bold:
      return "1";
    case Ink::dim:
      return "2";
    case Ink::red:
      return "1;31";
    case Ink::green:
      return "32";
    case Ink::yellow:
      return "33";
    case Ink::blue:
      return "34";
  }
  return "0";
}

}  // namespace

Terminal terminal_of(std::FILE* stream) {
  Terminal terminal;
  terminal.unicode = utf8_locale();
  const int descriptor = ::fileno(stream);
  if (::isatty(descriptor) == 0 || environment("TERM") == "dumb") return terminal;
  terminal.redraws = true;
  terminal.colour = environment("NO_COLOR").empty();
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) terminal.width = size.ws_col;
  return terminal;
}

std::string inked(std::string_view text, Ink ink, const Terminal& terminal) {
  if (!terminal.colour) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code(ink), text);
}

void warn(std::string_view text) {
  say(fmt::format("{} {}\n", inked("warning:", Ink::yellow, terminal_of(stderr)),
                  visible(run::in_options(std::string(text)))));
}

}  // namespace riserun::cli
