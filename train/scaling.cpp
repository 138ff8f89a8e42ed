#include "train/scaling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/errors.hpp"
#include "train/imputation.hpp"

namespace riserun::train {
namespace {

constexpr std::array<std::pair<ScalingKind, std::string_view>, 3> kKinds{{
    {ScalingKind::none, "none"},
    {ScalingKind::standardize, "standardize"},
    {ScalingKind::min_max, "min_max"},
}};

// Dividing before summing keeps the sum of large values finite.
void fit_standardize(const Dataset& data, Scaling& scaling) {
  const auto rows = static_cast<double>(data.size());
  for (const DataPoint point : data) {
    for (std::size_t f = 0; f < point.x.size(); ++f) scaling.offset[f] += point.x[f] / rows;
  }
  std::vector<double> variance(data.feature_count());
  std::vector<bool> constant(data.feature_count(), true);
  const std::span<const double> first = data[0].x;
  for (const DataPoint point : data) {
    for (std::size_t f = 0; f < point.x.size(); ++f) {
      const double away = point.x[f] - scaling.offset[f];
      variance[f] += away * away / rows;
      if (point.x[f] != first[f]) constant[f] = false;
    }
  }
  for (std::size_t f = 0; f < variance.size(); ++f) {
    // A constant's mean is off by rounding, which must not be blown up to a deviation of 1.
    if (constant[f]) scaling.offset[f] = first[f];
    scaling.scale[f] = constant[f] ? 1.0 : std::sqrt(variance[f]);
  }
}

void fit_min_max(const Dataset& data, Scaling& scaling) {
  const std::span<const double> first = data[0].x;
  std::copy(first.begin(), first.end(), scaling.offset.begin());
  std::vector<double> high(first.begin(), first.end());
  for (const DataPoint point : data) {
    for (std::size_t f = 0; f < point.x.size(); ++f) {
      scaling.offset[f] = std::min(scaling.offset[f], point.x[f]);
      high[f] = std::max(high[f], point.x[f]);
    }
  }
  for (std::size_t f = 0; f < high.size(); ++f) {
    const double range = high[f] - scaling.offset[f];
    scaling.scale[f] = high[f] == scaling.offset[f] ? 1.0 : range;
  }
}

}  // namespace

std::string_view to_string(ScalingKind kind) {
  for (const auto& [known, word] : kKinds) {
    if (known == kind) return word;
  }
  return "none";
}

ScalingKind scaling_kind(std::string_view word) {
  for (const auto& [kind, known] : kKinds) {
    if (known == word) return kind;
  }
  throw ConfigError(
      fmt::format("unknown scaling \"{}\"; expected none, standardize or min_max", word));
}

Scaling Scaling::fit(const Dataset& training, ScalingKind kind) {
  Scaling scaling;
  scaling.kind = kind;
  if (kind == ScalingKind::none) return scaling;
  if (training.empty()) throw DataError("scaling needs at least one training row");
  require_complete(training);
  scaling.offset.assign(training.feature_count(), 0.0);
  scaling.scale.assign(training.feature_count(), 1.0);
  if (kind == ScalingKind::standardize) fit_standardize(training, scaling);
  if (kind == ScalingKind::min_max) fit_min_max(training, scaling);
  for (std::size_t f = 0; f < scaling.scale.size(); ++f) {
    const bool usable = std::isfinite(scaling.offset[f]) && std::isfinite(scaling.scale[f]) &&
                        scaling.scale[f] > 0.0;
    if (usable) continue;
    throw DataError(fmt::format("{}: the values of \"{}\" are too far apart or too close to scale",
                                training.source(), training.feature_names()[f]));
  }
  return scaling;
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
  if (kind == ScalingKind::none) return;
  if (x.size() != offset.size()) {
    throw ShapeError(
        fmt::format("scaling: expected {} features, found {}", offset.size(), x.size()));
  }
  for (std::size_t f = 0; f < x.size(); ++f) x[f] = (x[f] - offset[f]) / scale[f];
}

Dataset Scaling::apply(const Dataset& data) const {
  validate(kind == ScalingKind::none ? 0 : data.feature_count());
  if (kind == ScalingKind::none || data.empty()) return data;
  return data.with_features([this](std::span<double> x) { apply(x); });
}

}  // namespace riserun::train
