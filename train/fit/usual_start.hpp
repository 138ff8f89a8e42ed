// What a training run begins with where its user says nothing: by rules that depend on the sizes of
// the data alone, and were found by measuring (docs/training.md has the figures).
#pragma once

#include <cstddef>

#include <riserun/train/optimizers/optimizer.hpp>

namespace riserun::train {

/// What the rules look at.
struct TrainingSize {
  std::size_t rows;             // of the training part, >= 1
  std::size_t batch_size = 32;  // rows, >= 1
  std::size_t accumulate = 1;   // batches to an update, >= 1

  /// Updates in an epoch.
  [[nodiscard]] std::size_t updates() const;
};

/// Enough for 2000 updates, and no fewer than 30.
[[nodiscard]] int usual_epochs(const TrainingSize& size);

/// Over how many updates the rate first rises: 20, but no more than a twentieth of the run.
[[nodiscard]] long usual_warmup(const TrainingSize& size, int epochs);

/// AdamW's: 40 (features - 2) / rows, at most 1.5. The fewer rows there are for each feature, the more
/// easily a model learns the rows by heart; in a line or a plane it needs its large weights.
[[nodiscard]] double usual_weight_decay(std::size_t rows, std::size_t features);

}  // namespace riserun::train
