// What a fit of an MLP takes in memory, counted before there is one.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <riserun/base/memory_room.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/fit/trainer_options.hpp>

namespace riserun::train {

/// The model of these sizes (inputs first), its gradients in every slot of a batch of `rows` at most,
/// the optimiser's arrays, the copies that a run keeps and saves, and the tapes of a point.
[[nodiscard]] std::vector<MemoryPart> fit_memory(std::span<const std::size_t> layer_sizes,
                                                 const TrainerOptions& options, std::size_t rows);

/// What a run of so many parameters writes while it goes on: its model, and two checkpoints, the last
/// one and the next, each with the optimizer's state and the copies that it keeps.
[[nodiscard]] std::vector<MemoryPart> fit_disk(std::size_t parameters,
                                               const TrainerOptions& options);

/// Throws DataError, with the figures, where that and a scaled copy of the data do not fit.
void require_fit_memory(std::span<const std::size_t> layer_sizes, const TrainerOptions& options,
                        const Dataset& data);

}  // namespace riserun::train
