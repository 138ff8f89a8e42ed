#include <riserun/train/data/imputation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/named_values.hpp>

namespace riserun::train {
namespace {

constexpr NamedWord<ImputationKind> kImputationKinds[] = {
    {"none", ImputationKind::none, "refuse"},
    {"mean", ImputationKind::mean, "mean"},
    {"median", ImputationKind::median, "median"},
    {"most_frequent", ImputationKind::most_frequent, "most_frequent"},
    {"constant", ImputationKind::constant, "constant"},
};

// Dividing before summing keeps the sum of large values finite.
double mean_of(const std::vector<double>& values) {
  double mean = 0.0;
  for (double value : values) mean += value / static_cast<double>(values.size());
  return mean;
}

double median_of(const std::vector<double>& sorted) {
  const std::size_t middle = sorted.size() / 2;
  if (sorted.size() % 2 == 1) return sorted[middle];
  return sorted[middle - 1] / 2 + sorted[middle] / 2;
}

double most_frequent_of(const std::vector<double>& sorted) {
  double best = sorted.front();
  std::size_t most = 0;
  for (std::size_t first = 0, next = 0; first < sorted.size(); first = next) {
    while (next < sorted.size() && sorted[next] == sorted[first]) ++next;
    if (next - first <= most) continue;
    most = next - first;
    best = sorted[first];
  }
  return best;
}

double value_of(std::vector<double> present, ImputationKind kind) {
  if (kind == ImputationKind::mean) return mean_of(present);
  std::sort(present.begin(), present.end());
  return kind == ImputationKind::median ? median_of(present) : most_frequent_of(present);
}

std::vector<double> present_values(const Dataset& data, std::size_t feature) {
  std::vector<double> values;
  values.reserve(data.size());
  for (const DataPoint point : data) {
    if (!std::isnan(point.x[feature])) values.push_back(point.x[feature]);
  }
  return values;
}

}  // namespace

std::string_view to_string(ImputationKind kind) { return name_in(kImputationKinds, kind); }

ImputationKind imputation_kind(std::string_view word) {
  return value_in(kImputationKinds, word, "imputation");
}

std::vector<std::string> imputation_words() { return option_words(kImputationKinds); }

ImputationKind imputation_of_word(std::string_view word) {
  return value_of_word(kImputationKinds, word, "imputation");
}

Imputation Imputation::fit(const Dataset& training, ImputationKind kind, double constant) {
  Imputation imputation;
  imputation.kind = kind;
  if (kind == ImputationKind::none) return imputation;
  if (training.empty()) throw DataError("imputation needs at least one training row");
  if (kind == ImputationKind::constant) {
    if (!std::isfinite(constant)) {
      throw ConfigError(fmt::format("the constant for missing values is {}", constant));
    }
    imputation.values.assign(training.feature_count(), constant);
    return imputation;
  }
  for (std::size_t f = 0; f < training.feature_count(); ++f) {
    std::vector<double> present = present_values(training, f);
    if (present.empty()) present.push_back(0.0);
    imputation.values.push_back(value_of(std::move(present), kind));
  }
  return imputation;
}

void Imputation::validate(std::size_t features) const {
  const std::size_t expected = kind == ImputationKind::none ? 0 : features;
  if (values.size() != expected) {
    throw ShapeError(fmt::format("imputation ({}): expected {} values, found {}", to_string(kind),
                                 expected, values.size()));
  }
  for (std::size_t f = 0; f < expected; ++f) {
    if (std::isfinite(values[f])) continue;
    throw ShapeError(
        fmt::format("imputation ({}): the value of feature {} is {}; expected a finite "
                    "number",
                    to_string(kind), f, values[f]));
  }
}

void Imputation::apply(std::span<double> x) const {
  if (kind == ImputationKind::none) return;
  if (x.size() != values.size()) {
    throw ShapeError(
        fmt::format("imputation: expected {} features, found {}", values.size(), x.size()));
  }
  for (std::size_t f = 0; f < x.size(); ++f) {
    if (std::isnan(x[f])) x[f] = values[f];
  }
}

Dataset Imputation::apply(const Dataset& data) const {
  validate(kind == ImputationKind::none ? 0 : data.feature_count());
  if (kind == ImputationKind::none) require_complete(data);
  if (data.missing_count() == 0) return data;
  return data.with_features([this](std::span<double> x) { apply(x); });
}

void require_complete(const Dataset& data) {
  if (data.missing_count() == 0) return;
  for (const DataPoint point : data) {
    const auto missing =
        std::find_if(point.x.begin(), point.x.end(), [](double x) { return std::isnan(x); });
    if (missing == point.x.end()) continue;
    const auto feature = static_cast<std::size_t>(missing - point.x.begin());
    throw DataError(
        fmt::format("{}: row {}, \"{}\" is missing; remove the row or fill it: "
                    "train with an Imputation (`missing` mean)",
                    data.source(), point.row, data.feature_names()[feature]));
  }
}

}  // namespace riserun::train
