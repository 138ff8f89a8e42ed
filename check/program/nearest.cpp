#include <riserun/check/program/nearest.hpp>

#include <algorithm>
#include <utility>

#include <riserun/base/edit_distance.hpp>

namespace riserun::check {

std::vector<std::string> near_names(std::string_view wanted,
                                    std::span<const std::string_view> names) {
  constexpr std::size_t kLettersAChange = 3;
  std::vector<std::pair<std::size_t, std::string>> begun, near;
  for (std::string_view name : names) {
    if (name.size() < 2) continue;
    if (!wanted.empty() && name.starts_with(wanted)) begun.emplace_back(name.size(), name);
    const std::size_t distance = edit_distance(wanted, name);
    if (distance <= std::max(wanted.size(), name.size()) / kLettersAChange)
      near.emplace_back(distance, name);
  }
  std::vector<std::pair<std::size_t, std::string>>& best = begun.empty() ? near : begun;
  std::stable_sort(best.begin(), best.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> result;
  for (auto& [distance, name] : best) result.push_back(std::move(name));
  return result;
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string_view> names) {
  constexpr std::size_t kMost = 3;
  std::string text;
  std::vector<std::string> near = near_names(wanted, names);
  near.resize(std::min(near.size(), kMost));
  for (const std::string& name : near) text += (text.empty() ? "; did you mean " : " or ") + name;
  return text.empty() ? text : text + "?";
}

}  // namespace riserun::check
