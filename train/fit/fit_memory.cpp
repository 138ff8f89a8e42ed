#include <riserun/train/fit/fit_memory.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>
#include <variant>

#include <riserun/train/data/data_memory.hpp>
#include <riserun/train/gradient/ranges.hpp>

namespace riserun::train {

namespace {

/// Of the optimizer, each as long as the parameters.
double state_arrays(const TrainerOptions& options) {
  return static_cast<double>(std::visit(
      [](const auto& optimizer) { return optimizer.state_names().count; }, options.optimizer));
}

/// The last epoch's parameters, and the best ones.
double kept_copies(const TrainerOptions& options) { return options.restore_best ? 2.0 : 1.0; }

}  // namespace

std::vector<MemoryPart> fit_memory(std::span<const std::size_t> layer_sizes,
                                   const TrainerOptions& options, std::size_t rows) {
  // As doubles: a product of sizes may be beyond any whole number.
  double parameters = 0.0, widths = 0.0;
  for (std::size_t l = 0; l + 1 < layer_sizes.size(); ++l)
    parameters +=
        (static_cast<double>(layer_sizes[l]) + 1.0) * static_cast<double>(layer_sizes[l + 1]);
  for (const std::size_t size : layer_sizes) widths += static_cast<double>(size);
  const double array = parameters * sizeof(double);
  const std::size_t slots =
      slot_count(std::min(options.batch_size, rows),
                 options.points_per_slot != 0 ? options.points_per_slot : kPointsPerSlot);
  const double gradients = static_cast<double>(slots) + (slots > 1 ? 1.0 : 0.0);
  const double state = state_arrays(options);
  // The last epoch's parameters and the best ones; a checkpoint is copied, put in order and made
  // bytes of, with the optimiser's arrays.
  const double kept = kept_copies(options);
  const double saved = 3.0 * (1.0 + state + kept);
  // Of a point: values, gradients and places in the graph; the lanes have eight at a time.
  const double node = options.engine == Engine::lanes ? 8 * 24.0 : 48.0;
  return {{"the parameters", array},
          {"their gradients", gradients * array},
          {"the optimizer's state", state * array},
          {"copies to save and to go back to", (kept + saved) * array},
          {"tapes", static_cast<double>(slots) * node * widths}};
}

std::vector<MemoryPart> fit_disk(std::size_t parameters, const TrainerOptions& options) {
  const double array = static_cast<double>(parameters) * sizeof(double);
  return {{"the model", array},
          {"checkpoints", 2.0 * (1.0 + state_arrays(options) + kept_copies(options)) * array}};
}

void require_fit_memory(std::span<const std::size_t> layer_sizes, const TrainerOptions& options,
                        const Dataset& data) {
  std::vector<MemoryPart> parts = fit_memory(layer_sizes, options, data.size());
  // The table itself is there.
  parts.push_back(data_memory(data.size(), data.feature_count(), data.target_count()).at(1));
  require_memory(
      fmt::format("{}: training {} on {} rows", data.source().empty() ? "the data" : data.source(),
                  fmt::join(layer_sizes, "-"), data.size()),
      std::move(parts), "use fewer columns, smaller `hidden` layers or a smaller `batch`");
}

}  // namespace riserun::train
