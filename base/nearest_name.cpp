#include <riserun/base/nearest_name.hpp>

#include <algorithm>

#include <riserun/base/edit_distance.hpp>

namespace riserun {

std::optional<std::string> nearest_name(std::string_view wanted,
                                        std::span<const std::string> names) {
  constexpr std::size_t kLongest = 200;  // the table is quadratic, and nobody mistypes a novel
  if (wanted.size() > kLongest) return std::nullopt;
  std::optional<std::string> nearest;
  std::size_t least = 0;
  for (const std::string& name : names) {
    if (name.size() > kLongest) continue;
    const std::size_t allowed = std::max<std::size_t>(1, std::max(wanted.size(), name.size()) / 3);
    const std::size_t distance = edit_distance(wanted, name);
    // Where no letter is shared, as between "a" and "b", one is no misspelling of the other.
    const bool shared = distance < std::min(wanted.size(), name.size());
    if (distance > allowed || !shared || (nearest && distance > least)) continue;
    // Of names equally far one with the same number of letters: "tahn" is tanh, not tan.
    if (nearest && distance == least &&
        (nearest->size() == wanted.size() || name.size() != wanted.size()))
      continue;
    nearest = name;
    least = distance;
  }
  return nearest;
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string> names) {
  const std::optional<std::string> nearest = nearest_name(wanted, names);
  return nearest ? "; did you mean \"" + *nearest + "\"?" : "";
}

}  // namespace riserun
