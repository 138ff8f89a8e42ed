#include <riserun/train/judging/confusion.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/nn/losses.hpp>
#include <riserun/train/data/fit_check.hpp>
#include <riserun/train/gradient/ranges.hpp>

namespace riserun::train {
namespace {

double share(std::size_t part, std::size_t whole) {
  if (whole == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

std::size_t ConfusionMatrix::place(int truth, int predicted) const {
  for (int label : {truth, predicted})
    if (label < 0 || static_cast<std::size_t>(label) >= classes_)
      throw ShapeError("class " + std::to_string(label) + " is not one of the " +
                       std::to_string(classes_) + " classes");
  return static_cast<std::size_t>(truth) * classes_ + static_cast<std::size_t>(predicted);
}

void ConfusionMatrix::add(int truth, int predicted, std::size_t count) {
  counts_[place(truth, predicted)] += count;
}

void ConfusionMatrix::add(const ConfusionMatrix& other) {
  if (other.classes_ != classes_)
    throw ShapeError("confusion matrices of " + std::to_string(classes_) + " and " +
                     std::to_string(other.classes_) + " classes cannot be added");
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
}

std::size_t ConfusionMatrix::count(int truth, int predicted) const {
  return counts_[place(truth, predicted)];
}

std::size_t ConfusionMatrix::total() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::size_t{0});
}

std::size_t ConfusionMatrix::points_of(int truth) const {
  std::size_t sum = 0;
  for (std::size_t c = 0; c < classes_; ++c) sum += count(truth, static_cast<int>(c));
  return sum;
}

std::size_t ConfusionMatrix::predictions_of(int predicted) const {
  std::size_t sum = 0;
  for (std::size_t c = 0; c < classes_; ++c) sum += count(static_cast<int>(c), predicted);
  return sum;
}

double ConfusionMatrix::accuracy() const {
  std::size_t right = 0;
  for (std::size_t c = 0; c < classes_; ++c) right += counts_[c * classes_ + c];
  return share(right, total());
}

double ConfusionMatrix::recall(int truth) const {
  return share(count(truth, truth), points_of(truth));
}

double ConfusionMatrix::precision(int predicted) const {
  return share(count(predicted, predicted), predictions_of(predicted));
}

double ConfusionMatrix::f1(int label) const {
  return 2.0 * static_cast<double>(count(label, label)) /
         static_cast<double>(points_of(label) + predictions_of(label));
}

double ConfusionMatrix::macro_f1() const {
  double sum = 0.0, counted = 0.0;
  for (std::size_t c = 0; c < classes_; ++c) {
    const double one = f1(static_cast<int>(c));
    if (std::isnan(one)) continue;
    sum += one;
    counted += 1.0;
  }
  return sum / counted;
}

std::vector<ConfusionMatrix::Confusion> ConfusionMatrix::worst(std::size_t most) const {
  std::vector<Confusion> mistakes;
  for (std::size_t t = 0; t < classes_; ++t)
    for (std::size_t p = 0; p < classes_; ++p)
      if (const std::size_t n = counts_[t * classes_ + p]; t != p && n > 0)
        mistakes.push_back({static_cast<int>(t), static_cast<int>(p), n});
  std::ranges::stable_sort(mistakes, std::ranges::greater{}, &Confusion::count);
  mistakes.resize(std::min(most, mistakes.size()));
  return mistakes;
}

ConfusionMatrix confusion(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data,
                          Workers& workers) {
  const double boundary = nn::class_boundary(loss);
  require_classes(model, data);
  const std::size_t parts = slot_count(data.size(), 1);
  std::vector<ConfusionMatrix> matrices(parts, ConfusionMatrix(data.class_count()));
  std::vector<std::vector<double>> outputs(parts, std::vector<double>(model.outputs()));
  workers.run(parts, [&](std::size_t part) noexcept {
    const Range range = slot_range(data.size(), part, parts);
    for (std::size_t i = range.begin; i < range.end; ++i) {
      const DataPoint point = data[i];
      model.predict(point.x, outputs[part]);
      matrices[part].add(point.label, nn::predicted_class(outputs[part], boundary));
    }
  });
  for (std::size_t part = 1; part < parts; ++part) matrices[0].add(matrices[part]);
  return matrices[0];
}

}  // namespace riserun::train
