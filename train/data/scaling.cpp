#include <riserun/train/data/scaling.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/named_values.hpp>
#include <riserun/train/data/imputation.hpp>

namespace riserun::train {
namespace {

constexpr NamedWord<ScalingKind> kScalingKinds[] = {
    {"none", ScalingKind::none, "none"},
    {"standardize", ScalingKind::standardize, "standard"},
    {"min_max", ScalingKind::min_max, "minmax"},
    {"limited", ScalingKind::limited, "limited"},
};

/// The columns that are looked at: DataPoint::x or DataPoint::target.
using Columns = std::span<const double> DataPoint::*;

double scale_of_constant(Columns columns) {
  return columns == &DataPoint::target ? 1.0 : kScaleOfConstant;
}

// Dividing before summing keeps the sum of large values finite.
void fit_standardize(const Dataset& data, Columns columns, Scaling& scaling) {
  const auto rows = static_cast<double>(data.size());
  for (const DataPoint point : data) {
    const std::span<const double> x = point.*columns;
    for (std::size_t f = 0; f < x.size(); ++f) scaling.offset[f] += x[f] / rows;
  }
  std::vector<double> variance(scaling.offset.size());
  std::vector<bool> constant(scaling.offset.size(), true);
  const std::span<const double> first = data[0].*columns;
  for (const DataPoint point : data) {
    const std::span<const double> x = point.*columns;
    for (std::size_t f = 0; f < x.size(); ++f) {
      const double away = x[f] - scaling.offset[f];
      variance[f] += away * away / rows;
      if (x[f] != first[f]) constant[f] = false;
    }
  }
  for (std::size_t f = 0; f < variance.size(); ++f) {
    // A constant's mean is off by rounding, which must not be blown up to a deviation of 1.
    if (constant[f]) scaling.offset[f] = first[f];
    scaling.scale[f] = constant[f] ? scale_of_constant(columns) : std::sqrt(variance[f]);
  }
}

void fit_min_max(const Dataset& data, Columns columns, Scaling& scaling) {
  const std::span<const double> first = data[0].*columns;
  std::copy(first.begin(), first.end(), scaling.offset.begin());
  std::vector<double> high(first.begin(), first.end());
  for (const DataPoint point : data) {
    const std::span<const double> x = point.*columns;
    for (std::size_t f = 0; f < x.size(); ++f) {
      scaling.offset[f] = std::min(scaling.offset[f], x[f]);
      high[f] = std::max(high[f], x[f]);
    }
  }
  for (std::size_t f = 0; f < high.size(); ++f) {
    const double range = high[f] - scaling.offset[f];
    scaling.scale[f] = high[f] == scaling.offset[f] ? scale_of_constant(columns) : range;
  }
}

void fit_limited(const Dataset& data, Columns columns, Scaling& scaling) {
  constexpr double kWidest = 10.0;
  fit_standardize(data, columns, scaling);
  Scaling range = scaling;
  fit_min_max(data, columns, range);
  std::vector<bool> two_values(scaling.offset.size(), true);
  for (const DataPoint point : data) {
    const std::span<const double> x = point.*columns;
    for (std::size_t f = 0; f < x.size(); ++f)
      if (x[f] != range.offset[f] && x[f] - range.offset[f] != range.scale[f])
        two_values[f] = false;
  }
  for (std::size_t f = 0; f < two_values.size(); ++f) {
    if (two_values[f]) scaling.offset[f] = range.offset[f];
    scaling.scale[f] =
        two_values[f] ? range.scale[f] : std::max(scaling.scale[f], range.scale[f] / kWidest);
  }
}

Scaling fit_columns(const Dataset& training, Columns columns, const std::vector<std::string>& names,
                    ScalingKind kind) {
  Scaling scaling;
  scaling.kind = kind;
  if (kind == ScalingKind::none) return scaling;
  if (training.empty()) throw DataError("scaling needs at least one training row");
  require_complete(training);
  scaling.offset.assign(names.size(), 0.0);
  scaling.scale.assign(names.size(), 1.0);
  if (kind == ScalingKind::standardize) fit_standardize(training, columns, scaling);
  if (kind == ScalingKind::min_max) fit_min_max(training, columns, scaling);
  if (kind == ScalingKind::limited) fit_limited(training, columns, scaling);
  for (std::size_t f = 0; f < scaling.scale.size(); ++f) {
    const bool usable = std::isfinite(scaling.offset[f]) && std::isfinite(scaling.scale[f]) &&
                        scaling.scale[f] > 0.0;
    if (usable) continue;
    throw DataError(fmt::format("{}: the values of \"{}\" are too far apart or too close to scale",
                                training.source(), names[f]));
  }
  return scaling;
}

void require_columns(const Scaling& scaling, std::size_t columns) {
  if (scaling.kind != ScalingKind::none && columns != scaling.offset.size())
    throw ShapeError(
        fmt::format("scaling: expected {} columns, found {}", scaling.offset.size(), columns));
}

/// A copy of the view with its features scaled, or its targets.
Dataset scaled_copy(const Dataset& data, const Scaling& scaling, bool targets) {
  DataTable table;
  table.schema = data.schema();
  table.target_count = data.target_count();
  table.source = data.source();
  table.features.reserve(data.size() * data.feature_count());
  const bool classes = data.task() == Task::classification;
  for (const DataPoint point : data) {
    table.features.insert(table.features.end(), point.x.begin(), point.x.end());
    if (!targets) scaling.apply(std::span(table.features).last(point.x.size()));
    if (classes) {
      table.labels.push_back(point.label);
    } else {
      table.targets.insert(table.targets.end(), point.target.begin(), point.target.end());
      if (targets) scaling.apply(std::span(table.targets).last(point.target.size()));
    }
    table.row_numbers.push_back(point.row);
  }
  return Dataset(std::move(table));
}

}  // namespace

std::string_view to_string(ScalingKind kind) { return name_in(kScalingKinds, kind); }

ScalingKind scaling_kind(std::string_view word) { return value_in(kScalingKinds, word, "scaling"); }

Scaling Scaling::fit(const Dataset& training, ScalingKind kind) {
  return fit_columns(training, &DataPoint::x, training.feature_names(), kind);
}

std::vector<std::string> scaling_words() { return option_words(kScalingKinds); }

ScalingKind scaling_of_word(std::string_view word) {
  return value_of_word(kScalingKinds, word, "scaling");
}

Scaling Scaling::fit_targets(const Dataset& training, ScalingKind kind) {
  if (kind != ScalingKind::none && !training.empty() && training.task() != Task::regression)
    throw DataError("only the targets of a regression can be scaled");
  return fit_columns(training, &DataPoint::target, training.schema().target_names, kind);
}

void Scaling::validate(std::size_t features) const {
  const std::size_t expected = kind == ScalingKind::none ? 0 : features;
  if (offset.size() != expected || scale.size() != expected) {
    throw ShapeError(fmt::format("scaling ({}): expected {} offsets and scales, found {} and {}",
                                 to_string(kind), expected, offset.size(), scale.size()));
  }
  for (std::size_t f = 0; f < expected; ++f) {
    if (std::isfinite(offset[f]) && std::isfinite(scale[f]) && scale[f] > 0.0) continue;
    throw ShapeError(
        fmt::format("scaling ({}): feature {} has offset {} and scale {}; expected finite numbers, "
                    "the scale above 0",
                    to_string(kind), f, offset[f], scale[f]));
  }
}

void Scaling::apply(std::span<double> x) const {
  require_columns(*this, x.size());
  if (kind == ScalingKind::none) return;
  for (std::size_t f = 0; f < x.size(); ++f) x[f] = (x[f] - offset[f]) / scale[f];
}

void Scaling::undo(std::span<double> x) const {
  require_columns(*this, x.size());
  if (kind == ScalingKind::none) return;
  for (std::size_t f = 0; f < x.size(); ++f) x[f] = x[f] * scale[f] + offset[f];
}

Dataset Scaling::apply(const Dataset& data) const {
  validate(kind == ScalingKind::none ? 0 : data.feature_count());
  if (kind == ScalingKind::none || data.empty()) return data;
  return scaled_copy(data, *this, false);
}

Dataset Scaling::apply_to_targets(const Dataset& data) const {
  if (kind == ScalingKind::none || data.empty()) return data;
  if (data.task() != Task::regression)
    throw DataError(fmt::format("{}: there are no targets to scale", data.source()));
  validate(data.target_count());
  return scaled_copy(data, *this, true);
}

}  // namespace riserun::train
