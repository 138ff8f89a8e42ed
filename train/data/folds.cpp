#include <riserun/train/data/folds.hpp>

#include <fmt/format.h>

#include <numeric>

#include <riserun/base/errors.hpp>
#include <riserun/base/number_text.hpp>
#include <riserun/base/random.hpp>

namespace riserun::train {

void FoldOptions::validate() const {
  if (folds < 2) throw ConfigError(fmt::format("expected at least 2 folds, found {}", folds));
}

std::vector<SplitRows> fold_rows(std::size_t count, std::span<const int> labels,
                                 const FoldOptions& options,
                                 std::span<const std::string> class_names) {
  options.validate();
  require_labels(count, labels);
  if (count < options.folds) {
    throw DataError(fmt::format("{} rows are too few for {} folds", count, options.folds));
  }
  std::vector<std::vector<std::size_t>> groups;
  if (options.stratified && !labels.empty()) {
    groups = rows_by_class(labels);
  } else {
    groups.emplace_back(count);
    std::iota(groups[0].begin(), groups[0].end(), std::size_t{0});
  }
  // Dealt out like cards, each class going on where the last one stopped, so that no fold gets all
  // the remainders.
  std::vector<std::size_t> fold_of(count);
  std::size_t next = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (groups[g].size() == 1 && groups.size() > 1) {
      throw DataError(
          fmt::format("class {} has a single row, which cannot both train and validate; "
                      "folds need 2 rows of each class (or `stratify` false)",
                      g < class_names.size() ? shown(class_names[g]) : std::to_string(g)));
    }
    Random random = Random(options.seed).stream(g);
    random.shuffle(std::span<std::size_t>(groups[g]));
    for (std::size_t row : groups[g]) fold_of[row] = next++ % options.folds;
  }
  std::vector<SplitRows> cuts(options.folds);
  for (std::size_t fold = 0; fold < options.folds; ++fold) {
    for (std::size_t row = 0; row < count; ++row) {
      (fold_of[row] == fold ? cuts[fold].validation : cuts[fold].training).push_back(row);
    }
  }
  return cuts;
}

std::vector<Split> folds(const Dataset& data, const FoldOptions& options) {
  std::vector<int> labels;
  if (data.task() == Task::classification) {
    for (const DataPoint point : data) labels.push_back(point.label);
  }
  std::vector<Split> parts;
  for (const SplitRows& rows : fold_rows(data.size(), labels, options, data.class_names())) {
    parts.push_back({data.subset(rows.training), data.subset(rows.validation)});
  }
  return parts;
}

}  // namespace riserun::train
