#include <riserun/base/nearest_name.hpp>

#include <algorithm>
#include <utility>

#include <riserun/base/edit_distance.hpp>

namespace riserun {

std::vector<std::string_view> near_names(std::string_view wanted,
                                         std::span<const std::string_view> names) {
  constexpr std::size_t kLongest = 200;  // the table is quadratic, and nobody mistypes a novel
  using Rank = std::pair<std::size_t, bool>;
  std::vector<std::pair<Rank, std::string_view>> near;
  for (const std::string_view name : names) {
    if (wanted.size() > kLongest || name.size() > kLongest) continue;
    const std::size_t allowed = std::max<std::size_t>(1, std::max(wanted.size(), name.size()) / 3);
    const std::size_t distance = edit_distance(wanted, name);
    // Where no letter is shared, as between "a" and "b", one is no misspelling of the other.
    const bool shared = distance < std::min(wanted.size(), name.size());
    if (distance <= allowed && shared)
      near.emplace_back(Rank(distance, name.size() != wanted.size()), name);
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string_view> result;
  for (const auto& [rank, name] : near) result.push_back(name);
  return result;
}

std::vector<std::string_view> meant_names(std::string_view wanted,
                                          std::span<const std::string_view> names) {
  std::vector<std::string_view> possible, begun;
  for (const std::string_view name : names) {
    if (name.size() < 2) continue;
    possible.push_back(name);
    if (!wanted.empty() && name.starts_with(wanted)) begun.push_back(name);
  }
  if (begun.empty()) return near_names(wanted, possible);
  std::stable_sort(begun.begin(), begun.end(),
                   [](std::string_view a, std::string_view b) { return a.size() < b.size(); });
  return begun;
}

std::optional<std::string> nearest_name(std::string_view wanted,
                                        std::span<const std::string> names) {
  const std::vector<std::string_view> near =
      near_names(wanted, std::vector<std::string_view>(names.begin(), names.end()));
  return near.empty() ? std::nullopt : std::optional<std::string>(near.front());
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string> names) {
  const std::optional<std::string> nearest = nearest_name(wanted, names);
  return nearest ? "; did you mean \"" + *nearest + "\"?" : "";
}

std::string did_you_mean_any(std::string_view wanted, std::span<const std::string_view> names) {
  constexpr std::size_t kMost = 3;
  std::vector<std::string_view> meant = meant_names(wanted, names);
  meant.resize(std::min(meant.size(), kMost));
  std::string text;
  for (const std::string_view name : meant)
    text += (text.empty() ? "; did you mean " : " or ") + std::string(name);
  return text.empty() ? text : text + "?";
}

}  // namespace riserun
