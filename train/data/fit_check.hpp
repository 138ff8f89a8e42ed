// Whether a model, a loss and data fit together, asked before the first point is touched.
#pragma once

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/dataset.hpp>

namespace riserun::train {

/// Throws DataError when the data have no rows or nothing to predict, ShapeError when the model has
/// other inputs than the data have features, or other outputs than the loss wants for the data's
/// target.
void require_fit(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data);

/// The part of it that features concern: some rows, numbers alone, and as many features as inputs.
void require_features(const nn::MLP& model, const Dataset& data);

/// The part of it that classes concern: a classification, and one output a class, or one for two.
void require_classes(const nn::MLP& model, const Dataset& data);

}  // namespace riserun::train
