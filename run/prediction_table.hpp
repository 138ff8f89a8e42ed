// A model's answers for the rows of a file.
#pragma once

#include <string>
#include <vector>

#include <riserun/nn/losses.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/reading/features.hpp>
#include <riserun/train/saving/model_file.hpp>

namespace riserun::run {

/// Whether the outputs of a model trained with that loss become probabilities of the classes.
[[nodiscard]] bool has_probabilities(const nn::AnyLoss& loss);

/// A CSV file with a line of names and a row for each of `data`, which is prepared for the model:
/// the class, and a probability for each class where they are asked for, or the numbers in the
/// targets' own unit; before them the columns that name the rows. `csv_safe`: no name begins as a spreadsheet's formula (without_formula).
[[nodiscard]] std::string predictions(const train::LoadedModel& loaded, const train::Dataset& data,
                                      const std::vector<train::IdColumn>& ids,
                                      bool with_probabilities, bool csv_safe = false);

}  // namespace riserun::run
