#include <riserun/base/option_info.hpp>

#include <algorithm>
#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/base/readable_number.hpp>

namespace riserun {

namespace {

/// "momentum", "the weight decay".
std::string words_of(std::string_view name) {
  std::string words(name);
  if (words.find('_') == words.npos) return words;
  std::ranges::replace(words, '_', ' ');
  return "the " + words;
}

}  // namespace

bool OptionRange::holds(double x) const {
  return std::isfinite(x) && (low_is_open ? x > low : x >= low) &&
         (high_is_open ? x < high : x <= high);
}

std::string OptionRange::text() const {
  const std::string above = (low_is_open ? "> " : ">= ") + number_text(low);
  if (std::isinf(high)) return "a finite number " + above;
  return above + " and " + (high_is_open ? "< " : "<= ") + number_text(high);
}

void OptionInfo::require(double value) const {
  if (!range.holds(value))
    throw ConfigError((words.empty() ? words_of(name) : std::string(words)) + " must be " +
                      range.text() + ", not " + std::to_string(value));
}

}  // namespace riserun
