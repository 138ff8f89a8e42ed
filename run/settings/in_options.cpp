#include <riserun/run/settings/in_options.hpp>

#include <algorithm>
#include <string_view>

#include <riserun/run/settings/arguments.hpp>

namespace riserun::run {

namespace {

/// A field's name, as the library writes it: small letters and underscores.
bool is_field(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return c == '_' || (c >= 'a' && c <= 'z'); });
}

std::string option_of(std::string_view field) { return "--" + option_name(field); }

/// What stands between two backquotes, or nothing where that is no option.
std::string spelled(std::string_view quoted) {
  if (is_field(quoted)) return option_of(quoted);
  const std::size_t equals = quoted.find(" = ");
  if (equals == quoted.npos || !is_field(quoted.substr(0, equals))) return {};
  return std::string(quoted) + " (" + option_of(quoted.substr(0, equals)) + " " +
         std::string(quoted.substr(equals + 3)) + ")";
}

}  // namespace

std::string in_options(std::string text) {
  for (std::size_t open = text.find('`'); open != text.npos; open = text.find('`', open)) {
    const std::size_t close = text.find('`', open + 1);
    if (close == text.npos) break;
    const std::string option = spelled(std::string_view(text).substr(open + 1, close - open - 1));
    if (option.empty()) {
      open = close;  // which may open the next one
      continue;
    }
    text.replace(open, close + 1 - open, option);
    open += option.size();
  }
  const std::string_view rate = "try a learning rate of ";
  if (const auto at = text.find(rate); at != text.npos) text.replace(at, rate.size(), "try --lr ");
  return text;
}

}  // namespace riserun::run
