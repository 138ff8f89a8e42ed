#include <riserun/train/judging/metrics.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>

namespace riserun::train {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

void require_pairs(std::size_t predictions, std::size_t targets) {
  if (predictions != targets)
    throw ShapeError("there are " + std::to_string(predictions) + " predictions for " +
                     std::to_string(targets) + " targets");
}

/// The mean of term(i) for all i < count.
template <class Term>
double mean_of(std::size_t count, Term&& term) {
  double sum = 0.0;
  for (std::size_t i = 0; i < count; ++i) sum += term(i);
  return count == 0 ? kNone : sum / static_cast<double>(count);
}

}  // namespace

double root_mean_square_error(std::span<const double> predictions,
                              std::span<const double> targets) {
  require_pairs(predictions.size(), targets.size());
  return std::sqrt(mean_of(targets.size(), [&](std::size_t i) {
    return (predictions[i] - targets[i]) * (predictions[i] - targets[i]);
  }));
}

double mean_absolute_error(std::span<const double> predictions, std::span<const double> targets) {
  require_pairs(predictions.size(), targets.size());
  return mean_of(targets.size(),
                 [&](std::size_t i) { return std::abs(predictions[i] - targets[i]); });
}

double r_squared(std::span<const double> predictions, std::span<const double> targets) {
  require_pairs(predictions.size(), targets.size());
  const double mean = mean_of(targets.size(), [&](std::size_t i) { return targets[i]; });
  double left = 0.0, all = 0.0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    left += (predictions[i] - targets[i]) * (predictions[i] - targets[i]);
    all += (targets[i] - mean) * (targets[i] - mean);
  }
  return all > 0.0 ? 1.0 - left / all : kNone;
}

double area_under_curve(std::span<const double> scores, std::span<const unsigned char> positive) {
  require_pairs(scores.size(), positive.size());
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return scores[i]; });
  // Negatives below each positive, those of equal score counted half.
  double below = 0.0, won = 0.0, positives = 0.0;
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    double ups = 0.0, downs = 0.0;
    for (; end < order.size() && scores[order[end]] == scores[order[begin]]; ++end)
      (positive[order[end]] != 0 ? ups : downs) += 1.0;
    if (end == begin) return kNone;  // a score that is NaN equals nothing
    won += ups * (below + 0.5 * downs);
    below += downs;
    positives += ups;
    begin = end;
  }
  return positives > 0.0 && below > 0.0 ? won / (positives * below) : kNone;
}

bool in_top_k(std::span<const double> scores, std::size_t label, std::size_t k) {
  if (label >= scores.size())
    throw ShapeError("there is no score of class " + std::to_string(label) + " among " +
                     std::to_string(scores.size()));
  std::size_t larger = 0;
  for (std::size_t c = 0; c < scores.size(); ++c)
    larger += scores[c] > scores[label] || (c < label && scores[c] == scores[label]);
  return larger < k;
}

}  // namespace riserun::train
