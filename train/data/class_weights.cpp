#include <riserun/train/data/class_weights.hpp>

#include <algorithm>
#include <cmath>
#include <string>

#include <riserun/base/errors.hpp>

namespace riserun::train {

std::vector<double> balanced_weights(const Dataset& training) {
  if (training.task() != Task::classification)
    throw DataError("class weights need data with classes");
  const std::vector<std::size_t> counts = training.class_counts();
  std::vector<double> weights;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] == 0)
      throw DataError("balanced class weights: the class \"" + training.class_names()[c] +
                      "\" has no row to train on");
    weights.push_back(static_cast<double>(training.size()) /
                      static_cast<double>(counts.size() * counts[c]));
  }
  return weights;
}

void require_weights(const std::vector<double>& weights, const Dataset& training) {
  if (weights.size() != training.class_count())
    throw ConfigError("there are " + std::to_string(weights.size()) + " class weights for " +
                      std::to_string(training.class_count()) + " classes");
  for (double weight : weights)
    if (!(std::isfinite(weight) && weight >= 0.0))
      throw ConfigError("class weights must be finite numbers >= 0, not " + std::to_string(weight));
  if (*std::ranges::max_element(weights) == 0.0)
    throw ConfigError("one class at least needs a weight above 0");
}

}  // namespace riserun::train
