#include <riserun/train/data/column_encoding.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include <riserun/base/errors.hpp>
#include <riserun/train/data/date_parts.hpp>

namespace riserun::train {
namespace {

/// Which input of a category each name of some data stands for, from 0; nothing: none.
using LevelInputs = std::vector<std::optional<std::size_t>>;

LevelInputs level_inputs(const EncodedColumn& column, const std::vector<std::string>& names) {
  LevelInputs inputs(names.size());
  for (std::size_t code = 0; code < names.size(); ++code) {
    const auto found = std::ranges::lower_bound(column.levels, names[code]);
    if (found != column.levels.end() && *found == names[code])
      inputs[code] = static_cast<std::size_t>(found - column.levels.begin());
    else if (column.other)
      inputs[code] = column.levels.size();
  }
  return inputs;
}

std::size_t code_of(double value) { return static_cast<std::size_t>(value); }

void fit_levels(const Dataset& training, std::size_t feature, EncodedColumn& column) {
  const std::vector<std::string>& names = training.levels(feature);
  std::vector<std::size_t> counts(names.size());
  for (const DataPoint point : training)
    if (const double code = point.x[feature]; !std::isnan(code)) ++counts[code_of(code)];
  std::vector<std::size_t> order;
  for (std::size_t code = 0; code < names.size(); ++code)
    if (counts[code] > 0) order.push_back(code);
  // Of equally frequent ones the first in byte order, so that the file's order plays no part.
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    return counts[a] != counts[b] ? counts[a] > counts[b] : names[a] < names[b];
  });
  for (const std::size_t code : order) {
    column.other = column.levels.size() == kMostLevels || counts[code] < kLeastRowsOfLevel;
    if (column.other) break;
    column.levels.push_back(names[code]);
  }
  std::ranges::sort(column.levels);
}

void fit_parts(const Dataset& training, std::size_t feature, EncodedColumn& column) {
  for (const std::string& part : date_part_names()) {
    std::vector<double> first, now;
    for (const DataPoint point : training) {
      if (std::isnan(point.x[feature])) continue;
      now.clear();
      append_date_part(part, point.x[feature], now);
      if (first.empty()) first = now;
      if (now == first) continue;
      column.parts.push_back(part);
      break;
    }
  }
  if (column.parts.empty()) column.parts.push_back(date_part_names().front());
}

void append_inputs(const EncodedColumn& column, double x, const LevelInputs& levels,
                   std::vector<double>& out) {
  const bool missing = std::isnan(x);
  if (column.kind == ColumnKind::category) {
    const std::size_t first = out.size();
    out.resize(first + column.levels.size() + (column.other ? 1 : 0), 0.0);
    if (!missing)
      if (const auto input = levels[code_of(x)]) out[first + *input] = 1.0;
  } else if (is_date(column.kind)) {
    for (const std::string& part : column.parts)
      if (missing)
        out.resize(out.size() + date_part_size(part), x);
      else
        append_date_part(part, x, out);
  } else {
    out.push_back(x);
  }
  if (column.missing) out.push_back(missing ? 1.0 : 0.0);
}

}  // namespace

std::size_t EncodedColumn::inputs() const {
  std::size_t count = missing ? 1 : 0;
  if (kind == ColumnKind::category) return count + levels.size() + (other ? 1 : 0);
  if (!is_date(kind)) return count + 1;
  for (const std::string& part : parts) count += date_part_size(part);
  return count;
}

void EncodedColumn::append_names(const std::string& name, std::vector<std::string>& out) const {
  if (kind == ColumnKind::category) {
    for (const std::string& level : levels) out.push_back(name + "=" + level);
    if (other) out.push_back(name + " other");
  } else if (is_date(kind)) {
    for (const std::string& part : parts)
      for (const std::string& input : date_part_inputs(part)) out.push_back(name + ": " + input);
  } else {
    out.push_back(name);
  }
  if (missing) out.push_back(name + " missing");
}

ColumnEncoding ColumnEncoding::fit(const Dataset& training) {
  const std::size_t features = training.feature_count();
  std::vector<EncodedColumn> columns(features);
  for (std::size_t f = 0; f < features; ++f) columns[f].kind = training.kind(f);
  std::vector<std::size_t> missing(features);
  if (training.missing_count() > 0)
    for (const DataPoint point : training)
      for (std::size_t f = 0; f < features; ++f) missing[f] += std::isnan(point.x[f]) ? 1 : 0;
  for (std::size_t f = 0; f < features; ++f) {
    columns[f].missing = missing[f] >= kLeastRowsOfLevel;
    if (columns[f].kind == ColumnKind::category) fit_levels(training, f, columns[f]);
    if (is_date(columns[f].kind)) fit_parts(training, f, columns[f]);
  }
  const bool plain = std::ranges::all_of(columns, [](const EncodedColumn& column) {
    return column.kind == ColumnKind::number && !column.missing;
  });
  if (plain) columns.clear();
  return {std::move(columns)};
}

std::vector<ColumnKind> ColumnEncoding::kinds() const {
  std::vector<ColumnKind> all;
  bool numbers = true;
  for (const EncodedColumn& column : columns) {
    all.push_back(column.kind);
    numbers = numbers && column.kind == ColumnKind::number;
  }
  if (numbers) all.clear();
  return all;
}

std::size_t ColumnEncoding::inputs(std::size_t features) const {
  if (columns.empty()) return features;
  std::size_t count = 0;
  for (const EncodedColumn& column : columns) count += column.inputs();
  return count;
}

std::vector<std::string> ColumnEncoding::names(const std::vector<std::string>& features) const {
  if (columns.empty()) return features;
  std::vector<std::string> all;
  for (std::size_t f = 0; f < columns.size(); ++f) columns[f].append_names(features.at(f), all);
  return all;
}

Dataset ColumnEncoding::apply(const Dataset& data) const {
  if (data.empty()) return data;
  if (columns.empty()) {
    require_numbers(data);
    return data;
  }
  if (data.feature_count() != columns.size())
    throw ShapeError(fmt::format("{}: the model has {} columns, the data have {}", data.source(),
                                 columns.size(), data.feature_count()));
  std::vector<LevelInputs> levels(columns.size());
  for (std::size_t f = 0; f < columns.size(); ++f)
    if (columns[f].kind == ColumnKind::category)
      levels[f] = level_inputs(columns[f], data.levels(f));
  return data.with_inputs(names(data.feature_names()),
                          [&](std::span<const double> x, std::vector<double>& out) {
                            for (std::size_t f = 0; f < columns.size(); ++f)
                              append_inputs(columns[f], x[f], levels[f], out);
                          });
}

std::vector<std::pair<std::string, std::size_t>> ColumnEncoding::unseen(const Dataset& data) const {
  std::vector<std::pair<std::string, std::size_t>> found;
  for (std::size_t f = 0; f < columns.size(); ++f) {
    if (columns[f].kind != ColumnKind::category) continue;
    const std::vector<std::string>& names = data.levels(f);
    std::size_t rows = 0;
    for (const DataPoint point : data)
      if (!std::isnan(point.x[f]) &&
          !std::ranges::binary_search(columns[f].levels, names[code_of(point.x[f])]))
        ++rows;
    if (rows > 0) found.emplace_back(data.feature_names()[f], rows);
  }
  return found;
}

}  // namespace riserun::train
