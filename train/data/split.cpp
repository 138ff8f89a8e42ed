#include <riserun/train/data/split.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>

namespace riserun::train {
namespace {

/// Puts `take` random rows into validation and the others into training.
void deal(std::vector<std::size_t> rows, std::size_t take, Random random, SplitRows& parts) {
  random.shuffle(std::span<std::size_t>(rows));
  const auto cut = rows.begin() + static_cast<std::ptrdiff_t>(take);
  parts.validation.insert(parts.validation.end(), rows.begin(), cut);
  parts.training.insert(parts.training.end(), cut, rows.end());
}

/// How many rows of each class validate: largest remainders, as seats are dealt out.
std::vector<std::size_t> allot(const std::vector<std::vector<std::size_t>>& classes, double share,
                               std::size_t total) {
  std::vector<std::size_t> seats(classes.size());
  std::vector<double> remainder(classes.size());
  std::size_t given = 0;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const double quota = static_cast<double>(classes[c].size()) * share;
    const std::size_t most = classes[c].empty() ? 0 : classes[c].size() - 1;
    seats[c] = std::min(static_cast<std::size_t>(quota), most);
    remainder[c] = quota - std::floor(quota);
    given += seats[c];
  }
  std::vector<std::size_t> order(classes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainder[a] > remainder[b]; });
  for (bool progress = true; progress && given < total;) {
    progress = false;
    for (std::size_t c : order) {
      if (given == total || seats[c] + 1 >= classes[c].size()) continue;
      ++seats[c];
      ++given;
      progress = true;
    }
  }
  return seats;
}

}  // namespace

void SplitOptions::validate() const {
  if (!(validation > 0.0 && validation < 1.0)) {
    throw ConfigError(
        fmt::format("the validation share must lie between 0 and 1, both excluded, found {}; 0.2 "
                    "keeps a fifth of the rows for validation",
                    validation));
  }
}

void require_labels(std::size_t count, std::span<const int> labels) {
  if (!labels.empty() && labels.size() != count)
    throw ShapeError(
        fmt::format("expected {} labels, one per row, found {}", count, labels.size()));
}

std::vector<std::vector<std::size_t>> rows_by_class(std::span<const int> labels) {
  std::vector<std::vector<std::size_t>> classes;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    if (labels[row] < 0) throw ShapeError(fmt::format("the label of row {} is negative", row));
    const auto label = static_cast<std::size_t>(labels[row]);
    if (label >= classes.size()) classes.resize(label + 1);
    classes[label].push_back(row);
  }
  return classes;
}

SplitRows split_rows(std::size_t count, std::span<const int> labels, const SplitOptions& options) {
  options.validate();
  require_labels(count, labels);
  const auto total =
      static_cast<std::size_t>(std::llround(static_cast<double>(count) * options.validation));
  SplitRows parts;
  if (options.stratified && !labels.empty()) {
    std::vector<std::vector<std::size_t>> classes = rows_by_class(labels);
    const std::vector<std::size_t> seats = allot(classes, options.validation, total);
    for (std::size_t c = 0; c < classes.size(); ++c) {
      deal(std::move(classes[c]), seats[c], Random(options.seed).stream(c), parts);
    }
  } else {
    std::vector<std::size_t> rows(count);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    deal(std::move(rows), std::min(total, count), Random(options.seed), parts);
  }
  if (parts.training.empty() || parts.validation.empty()) {
    throw DataError(fmt::format(
        "a validation share of {} of {} row{} leaves no row for {}; use another share or more rows",
        options.validation, count, count == 1 ? "" : "s",
        parts.validation.empty() ? "validation" : "training"));
  }
  std::sort(parts.training.begin(), parts.training.end());
  std::sort(parts.validation.begin(), parts.validation.end());
  return parts;
}

}  // namespace riserun::train
