#include <riserun/train/reading/row_ids.hpp>

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include <riserun/train/reading/column_survey.hpp>

namespace riserun::train {
namespace {

bool counts_rows(const DataTable& table, std::size_t feature) {
  const double first = table.features[feature];
  if (first != 0.0 && first != 1.0) return false;
  double expected = first;
  for (std::size_t i = feature; i < table.features.size(); i += table.feature_count, ++expected)
    if (table.features[i] != expected) return false;
  return true;
}

bool whole_and_different(const DataTable& table, std::size_t feature) {
  std::unordered_set<double> seen;
  for (std::size_t i = feature; i < table.features.size(); i += table.feature_count) {
    const double x = table.features[i];
    if (x != std::floor(x) || !seen.insert(x).second) return false;
  }
  return true;
}

}  // namespace

std::vector<std::size_t> row_ids(const DataTable& table, const std::vector<std::string>& names) {
  std::vector<std::size_t> found;
  const std::size_t rows = table.features.size() / table.feature_count;
  if (rows < kFewRows) return found;
  for (std::size_t f = 0; f < table.feature_count; ++f) {
    if (!table.schema.kinds.empty() && table.schema.kinds[f] != ColumnKind::number) continue;
    if (!names.empty() ? names_an_id(names[f]) && whole_and_different(table, f)
                       : f == 0 && counts_rows(table, f))
      found.push_back(f);
  }
  return found;
}

void drop_features(DataTable& table, const std::vector<std::size_t>& features) {
  if (features.empty()) return;
  const auto dropped = [&](std::size_t f) { return std::ranges::binary_search(features, f); };
  std::size_t kept = 0;
  for (std::size_t i = 0, f = 0; i < table.features.size(); ++i) {
    if (!dropped(f)) table.features[kept++] = table.features[i];
    if (++f == table.feature_count) f = 0;
  }
  table.features.resize(kept);
  const auto drop = [&](auto& list) {
    if (list.empty()) return;
    for (std::size_t k = features.size(); k-- > 0;)
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(features[k]));
  };
  drop(table.schema.feature_names);
  drop(table.schema.kinds);
  drop(table.levels);
  table.feature_count -= features.size();
}

}  // namespace riserun::train
