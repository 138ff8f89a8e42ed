#include <riserun/train/judging/predictions.hpp>

#include <cmath>
#include <limits>

#include <riserun/core/ops.hpp>
#include <riserun/train/data/fit_check.hpp>
#include <riserun/train/gradient/ranges.hpp>
#include <riserun/train/judging/metrics.hpp>

namespace riserun::train {
namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

/// The score of class c of each row. Scores of different rows must compare: for softmax the ln of
/// the probability does, the output itself does not.
std::vector<double> scores_of(const ClassPredictions& predictions, std::size_t c) {
  const std::size_t output = predictions.width == 1 ? 0 : c;
  std::vector<double> scores(predictions.rows());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const std::span<const double> row = predictions.row(i);
    scores[i] = predictions.softmax ? -softmax_cross_entropy(row, output) : row[output];
  }
  return scores;
}

}  // namespace

std::vector<double> all_outputs(const nn::MLP& model, const Dataset& data, Workers& workers) {
  const std::size_t width = model.outputs(), parts = slot_count(data.size(), 1);
  require_features(model, data);
  std::vector<double> outputs(data.size() * width);
  workers.run(parts, [&](std::size_t part) noexcept {
    const Range range = slot_range(data.size(), part, parts);
    for (std::size_t i = range.begin; i < range.end; ++i)
      model.predict(data[i].x, std::span(outputs).subspan(i * width, width));
  });
  return outputs;
}

ClassPredictions::ClassPredictions(std::span<const double> all, const Dataset& truth,
                                   const nn::AnyLoss& loss)
    : outputs(all),
      data(truth),
      width(all.size() / truth.size()),
      softmax(nn::loss_info(loss).logits && width > 1),
      confusion(truth.class_count()) {
  const double boundary = nn::class_boundary(loss);
  for (std::size_t i = 0; i < rows(); ++i)
    confusion.add(static_cast<int>(label(i)), nn::predicted_class(row(i), boundary));
}

double mean_auc(const ClassPredictions& predictions) {
  const std::size_t classes = predictions.data.class_count();
  std::vector<unsigned char> positive(predictions.rows());
  double sum = 0.0;
  int counted = 0;
  // Of two classes the second one says it all, and it may be the only output.
  for (std::size_t c = classes == 2 ? 1 : 0; c < classes; ++c) {
    for (std::size_t i = 0; i < positive.size(); ++i) positive[i] = predictions.label(i) == c;
    const double area = area_under_curve(scores_of(predictions, c), positive);
    if (std::isnan(area)) continue;  // no such class here, or no other
    sum += area;
    ++counted;
  }
  return counted == 0 ? kAbsent : sum / counted;
}

double top_k_accuracy(const ClassPredictions& predictions, std::size_t k) {
  if (k == 0 || predictions.data.class_count() <= k) return kAbsent;
  std::size_t hits = 0;
  for (std::size_t i = 0; i < predictions.rows(); ++i)
    hits += in_top_k(predictions.row(i), predictions.label(i), k);
  return static_cast<double>(hits) / static_cast<double>(predictions.rows());
}

NumberPredictions::NumberPredictions(std::span<const double> outputs, const Dataset& data,
                                     const Scaling& scaling)
    : predictions(data.target_count()), targets(data.target_count()) {
  const std::size_t width = data.target_count();
  const auto add = [&](std::span<const double> scaled, std::vector<std::vector<double>>& columns) {
    std::vector<double> row(scaled.begin(), scaled.end());
    scaling.undo(row);
    for (std::size_t t = 0; t < width; ++t) columns[t].push_back(row[t]);
  };
  for (std::size_t i = 0; i < data.size(); ++i) {
    add(outputs.subspan(i * width, width), predictions);
    add(data[i].target, targets);
  }
}

}  // namespace riserun::train
