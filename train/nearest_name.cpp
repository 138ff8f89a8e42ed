#include "train/nearest_name.hpp"

#include <algorithm>
#include <vector>

namespace riserun::train {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Optimal string alignment distance (Damerau 1964), three rows of the table at a time.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t differs = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + differs});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1])) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

}  // namespace

std::optional<std::string> nearest_name(std::string_view wanted,
                                        std::span<const std::string> names) {
  constexpr std::size_t kLongest = 200;  // the table is quadratic, and nobody mistypes a novel
  if (wanted.size() > kLongest) return std::nullopt;
  std::optional<std::string> nearest;
  std::size_t least = 0;
  for (const std::string& name : names) {
    if (name.size() > kLongest) continue;
    const std::size_t allowed = std::max<std::size_t>(1, std::max(wanted.size(), name.size()) / 3);
    const std::size_t distance = edits(wanted, name);
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

}  // namespace riserun::train
