#include "check/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace riserun::check {
namespace {

// Changes, insertions, deletions and swaps of neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before, last, row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row.back();
}

}  // namespace

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
