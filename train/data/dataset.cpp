#include <riserun/train/data/dataset.hpp>

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <utility>

#include <riserun/base/content_hash.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/base/files/large_pages.hpp>

namespace riserun::train {
namespace {

const DataTable& empty_table() {
  static const DataTable table;
  return table;
}

std::string name_of(const DataTable& table) {
  return table.source.empty() ? std::string("the data") : table.source;
}

void check_count(const DataTable& table, const char* what, std::size_t found,
                 std::size_t expected) {
  if (found == expected) return;
  throw ShapeError(
      fmt::format("{}: expected {} {}, found {}", name_of(table), expected, what, found));
}

/// Returns whether anything is missing.
bool check_finite(const DataTable& table, const std::vector<double>& numbers,
                  const std::vector<std::string>& names, bool allow_missing = false) {
  bool missing = false;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (std::isfinite(numbers[i])) continue;
    missing = true;
    if (allow_missing && std::isnan(numbers[i])) continue;
    throw DataError(fmt::format("{}: row {}, \"{}\" is {}; NaN and infinity are refused",
                                name_of(table), i / names.size(), names[i % names.size()],
                                numbers[i]));
  }
  return missing;
}

/// A category's values are places in the list of its names.
void check_levels(const DataTable& table) {
  const Schema& schema = table.schema;
  for (std::size_t f = 0; f < schema.kinds.size(); ++f) {
    if (schema.kinds[f] != ColumnKind::category) continue;
    const auto names = static_cast<double>(table.levels.at(f).size());
    for (std::size_t i = f; i < table.features.size(); i += table.feature_count)
      if (const double x = table.features[i]; !std::isnan(x) && !(x >= 0.0 && x < names))
        throw DataError(fmt::format("{}: row {}, \"{}\" is {}; the category has {} names",
                                    name_of(table), i / table.feature_count,
                                    schema.feature_names[f], x, names));
  }
}

std::vector<std::string> numbered(const char* letter, std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= count; ++i) names.push_back(fmt::format("{}{}", letter, i));
  return names;
}

void complete_features(DataTable& table) {
  std::vector<std::string>& names = table.schema.feature_names;
  if (names.empty()) names = numbered("x", table.feature_count);
  if (names.empty()) throw ShapeError(name_of(table) + ": the data need at least one feature");
  if (table.feature_count != 0) {
    check_count(table, "feature names", names.size(), table.feature_count);
  }
  table.feature_count = names.size();
  if (table.features.empty()) throw DataError(name_of(table) + ": there are no rows");
  if (table.features.size() % names.size() != 0) {
    throw ShapeError(fmt::format("{}: {} values do not make whole rows of {} features",
                                 name_of(table), table.features.size(), names.size()));
  }
  // Where nothing is missing, nobody need look for it again.
  table.allow_missing = check_finite(table, table.features, names, table.allow_missing);
  if (!table.schema.kinds.empty())
    check_count(table, "kinds of columns", table.schema.kinds.size(), names.size());
  if (table.levels.empty()) table.levels.resize(table.schema.kinds.size());
  if (!table.levels.empty())
    check_count(table, "lists of names", table.levels.size(), names.size());
  check_levels(table);
}

void complete_classes(DataTable& table, std::size_t rows) {
  Schema& schema = table.schema;
  check_count(table, "labels, one per row,", table.labels.size(), rows);
  if (!table.targets.empty()) {
    throw ShapeError(name_of(table) + ": expected labels or targets, found both");
  }
  int highest = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const int label = table.labels[row];
    const bool unknown =
        !schema.class_names.empty() && label >= static_cast<int>(schema.class_names.size());
    if (label < 0 || unknown) {
      throw DataError(fmt::format(
          "{}: the label of row {} is {}; expected a class index from 0{}", name_of(table), row,
          label, unknown ? fmt::format(" to {}", schema.class_names.size() - 1) : ""));
    }
    highest = std::max(highest, label);
  }
  if (schema.class_names.empty()) {
    for (int c = 0; c <= highest; ++c) schema.class_names.push_back(std::to_string(c));
  }
  if (schema.target_names.empty()) schema.target_names = {"label"};
  check_count(table, "target name", schema.target_names.size(), 1);
  schema.task = Task::classification;
  table.target_count = 1;
  table.targets.assign(table.labels.begin(), table.labels.end());
}

void complete_targets(DataTable& table, std::size_t rows) {
  Schema& schema = table.schema;
  if (table.target_count == 0) {
    table.target_count = std::max<std::size_t>(1, schema.target_names.size());
  }
  if (schema.target_names.empty()) schema.target_names = numbered("y", table.target_count);
  check_count(table, "target names", schema.target_names.size(), table.target_count);
  check_count(table, "targets", table.targets.size(), rows * table.target_count);
  if (!schema.class_names.empty()) {
    throw ShapeError(name_of(table) + ": class names need labels, found targets");
  }
  check_finite(table, table.targets, schema.target_names);
  schema.task = Task::regression;
}

}  // namespace

Dataset::Dataset(DataTable table) {
  complete_features(table);
  const std::size_t rows = table.features.size() / table.feature_count;
  if (!table.labels.empty()) {
    complete_classes(table, rows);
  } else if (!table.targets.empty()) {
    complete_targets(table, rows);
  } else {
    table.schema = {.task = Task::unlabelled,
                    .feature_names = std::move(table.schema.feature_names),
                    .kinds = std::move(table.schema.kinds),
                    .left_out = std::move(table.schema.left_out)};
    table.target_count = 0;
  }
  if (!table.row_numbers.empty()) {
    check_count(table, "row numbers", table.row_numbers.size(), rows);
  }
  feature_count_ = table.feature_count;
  target_count_ = table.target_count;
  rows_.resize(rows);
  std::iota(rows_.begin(), rows_.end(), std::size_t{0});
  table_ = std::make_shared<const DataTable>(std::move(table));
}

const Schema& Dataset::schema() const { return (table_ ? *table_ : empty_table()).schema; }

const std::string& Dataset::source() const { return (table_ ? *table_ : empty_table()).source; }

const std::vector<std::string>& Dataset::levels(std::size_t feature) const {
  static const std::vector<std::string> none;
  return table_ && feature < table_->levels.size() ? table_->levels[feature] : none;
}

DataPoint Dataset::operator[](std::size_t position) const {
  const DataTable& table = *table_;
  const std::size_t row = rows_[position];
  return {.x = {table.features.data() + row * feature_count_, feature_count_},
          .target = {table.targets.data() + row * target_count_, target_count_},
          .label = table.labels.empty() ? -1 : table.labels[row],
          .row = table.row_numbers.empty() ? row : table.row_numbers[row]};
}

std::vector<std::size_t> Dataset::class_counts() const {
  std::vector<std::size_t> counts(class_count());
  if (counts.empty()) return counts;
  for (std::size_t row : rows_) ++counts[static_cast<std::size_t>(table_->labels[row])];
  return counts;
}

Dataset Dataset::subset(std::span<const std::size_t> positions) const {
  Dataset view = *this;
  view.rows_.clear();
  view.rows_.reserve(positions.size());
  for (std::size_t position : positions) {
    if (position >= size()) {
      throw ShapeError(
          fmt::format("subset: expected positions below {}, found {}", size(), position));
    }
    view.rows_.push_back(rows_[position]);
  }
  return view;
}

Dataset Dataset::with_features(const std::function<void(std::span<double> x)>& change) const {
  if (empty()) return *this;
  DataTable table = without_features();
  table.levels = table_->levels;
  table.features.reserve(size() * feature_count());
  prefer_large_pages(table.features.data(), table.features.capacity() * sizeof(double));
  for (const DataPoint point : *this) {
    table.features.insert(table.features.end(), point.x.begin(), point.x.end());
    change(std::span(table.features).last(point.x.size()));
  }
  return Dataset(std::move(table));
}

Dataset Dataset::with_inputs(
    std::vector<std::string> names,
    const std::function<void(std::span<const double> x, std::vector<double>& out)>& make) const {
  if (empty()) return *this;
  DataTable table = without_features();
  table.allow_missing = table_->allow_missing;
  table.schema.kinds.clear();
  table.features.reserve(size() * names.size());
  prefer_large_pages(table.features.data(), table.features.capacity() * sizeof(double));
  for (const DataPoint point : *this) make(point.x, table.features);
  check_count(table, "values", table.features.size(), size() * names.size());
  table.schema.feature_names = std::move(names);
  return Dataset(std::move(table));
}

DataTable Dataset::without_features() const {
  DataTable table;
  table.schema = schema();
  table.target_count = target_count();
  table.source = source();
  const bool classes = task() == Task::classification;
  for (const DataPoint point : *this) {
    if (classes)
      table.labels.push_back(point.label);
    else
      table.targets.insert(table.targets.end(), point.target.begin(), point.target.end());
    table.row_numbers.push_back(point.row);
  }
  return table;
}

std::size_t Dataset::missing_count() const {
  std::size_t count = 0;
  if (!table_ || !table_->allow_missing) return count;
  for (const DataPoint point : *this) {
    for (double x : point.x) count += std::isnan(x) ? 1 : 0;
  }
  return count;
}

Split Dataset::split(const SplitOptions& options) const {
  std::vector<int> labels;
  if (class_count() > 0) {
    labels.reserve(size());
    for (std::size_t row : rows_) labels.push_back(table_->labels[row]);
  }
  const SplitRows parts = split_rows(size(), labels, options);
  return {subset(parts.training), subset(parts.validation)};
}

std::uint64_t Dataset::content_hash() const {
  ContentHash hash;
  hash.add(static_cast<std::uint64_t>(task()));
  for (const auto* names :
       {&schema().feature_names, &schema().target_names, &schema().class_names}) {
    hash.add(static_cast<std::uint64_t>(names->size()));
    for (const std::string& name : *names) hash.add(name);
  }
  hash.add(static_cast<std::uint64_t>(size()));
  std::vector<bool> named(feature_count());
  for (std::size_t f = 0; f < named.size(); ++f) named[f] = kind(f) == ColumnKind::category;
  for (const DataPoint point : *this) {
    for (std::size_t f = 0; f < point.x.size(); ++f) {
      const double value = point.x[f];
      if (named[f] && !std::isnan(value))
        hash.add(levels(f)[static_cast<std::size_t>(value)]);
      else
        hash.add(value);
    }
    for (double value : point.target) hash.add(value);
  }
  return hash.value();
}

void require_numbers(const Dataset& data) {
  for (std::size_t f = 0; f < data.feature_count(); ++f)
    if (data.kind(f) != ColumnKind::number)
      throw DataError(fmt::format(
          "{}: the column \"{}\" holds no numbers ({}); encode it first, as Preparation does",
          data.source(), data.feature_names()[f], name_in(kColumnKinds, data.kind(f))));
}

}  // namespace riserun::train
