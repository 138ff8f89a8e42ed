// The shipped digits, ready for training, for tests.
#pragma once

#include <cstddef>
#include <filesystem>
#include <numeric>
#include <vector>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/data/scaling.hpp>
#include <riserun/train/fit/trainer.hpp>
#include <riserun/train/gradient/point_program.hpp>
#include <riserun/train/reading/csv.hpp>

namespace riserun::train {

/// The first `rows` of the 1797, features in [0, 1].
inline Dataset digits(std::size_t rows) {
  static const Dataset all = [] {
    const Dataset raw =
        load_csv(std::filesystem::path(RISERUN_SOURCE_DIR) / "examples/data/digits.csv.gz");
    return Scaling::fit(raw, ScalingKind::min_max).apply(raw);
  }();
  std::vector<std::size_t> positions(rows);
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  return all.subset(positions);
}

inline nn::MLP digits_mlp(std::uint64_t seed = 1) {
  return nn::MLP({64, 64, 32, 10}, {.seed = seed});
}

/// Softmax cross-entropy of one digit.
struct DigitLoss {
  Value operator()(const nn::BoundMLP& model, const DataPoint& point) const {
    return nn::SoftmaxCrossEntropy{}(model(point.x), {point.target, point.label});
  }
};
using DigitProgram = LossProgram<nn::MLP, Dataset, DigitLoss>;

/// Three epochs of plain SGD.
inline TrainerOptions quick(int threads, std::size_t batch_size = 32) {
  return {.optimizer = SGD{.learning_rate = 0.05},
          .epochs = 3,
          .batch_size = batch_size,
          .threads = threads};
}

inline std::vector<std::size_t> first_numbers(std::size_t count) {
  std::vector<std::size_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  return numbers;
}

inline std::vector<double> copy_of(std::span<const double> numbers) {
  return {numbers.begin(), numbers.end()};
}

}  // namespace riserun::train
