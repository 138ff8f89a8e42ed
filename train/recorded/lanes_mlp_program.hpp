// An MLP on a data set, as the lock-step engine trains it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/gradient/ranges.hpp>
#include <riserun/train/recorded/lanes_points.hpp>
#include <riserun/train/recorded/lanes_program.hpp>

namespace riserun::train {

/// What belongs to training alone.
struct MlpTraining {
  double dropout = 0.0;                 // of the hidden layers' outputs, in [0, 1)
  std::vector<double> class_weights{};  // factors of the losses; empty: none
};

class LanesMlpProgram final : public LanesProgram {
 public:
  /// Model and data must outlive this and fit (require_fit).
  LanesMlpProgram(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data,
                  std::size_t packs, MlpTraining training = {});
  [[nodiscard]] std::size_t row(std::size_t point) const override { return data_[point].row; }

 protected:
  void write(std::size_t point, bool training, std::span<double> to) const override;
  void prefetch(std::size_t point) const override {
    const std::span<const double> x = data_[point].x;
    for (std::size_t i = 0; i < std::min<std::size_t>(x.size(), 128); i += 8)
      __builtin_prefetch(x.data() + i);
  }

 private:
  const Dataset& data_;
  MlpTraining training_;
  lanes::PointLayout layout_{};
};

/// What the lock-step engine would do with this fit: layers recognised, ops left. Throws as
/// Trainer::fit for what does not fit.
[[nodiscard]] lanes::Explanation explain(const nn::MLP& model, const nn::AnyLoss& loss,
                                         const Dataset& data,
                                         std::size_t points_per_slot = kPointsPerSlot);

}  // namespace riserun::train
