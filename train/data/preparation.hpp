// What is done to features, and to the targets of a regression, between the file and the model.
#pragma once

#include <riserun/train/data/column_encoding.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/data/imputation.hpp>
#include <riserun/train/data/scaling.hpp>

namespace riserun::train {

/// Which of it is wanted.
struct PreparationOptions {
  ImputationKind missing = ImputationKind::none;
  double missing_value = 0.0;  // of ImputationKind::constant
  ScalingKind scaling = ScalingKind::none;
  ScalingKind target_scaling = ScalingKind::none;  // a regression's
};

/// Columns become numbers first, then missing values are filled, and then everything is scaled. All
/// of it is learned from the training part alone: what validates must not be known before.
struct Preparation {
  ColumnEncoding encoding{};
  Imputation imputation{};
  Scaling scaling{};
  Scaling target_scaling{};

  /// Throws as Imputation::fit and Scaling::fit do.
  [[nodiscard]] static Preparation fit(const Dataset& training, const PreparationOptions& options);

  /// Throws as their apply does. No rows stay no rows.
  [[nodiscard]] Dataset apply(const Dataset& data) const;

  friend bool operator==(const Preparation&, const Preparation&) = default;
};

}  // namespace riserun::train
