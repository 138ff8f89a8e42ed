#include <riserun/train/fit/training_state.hpp>

#include <riserun/base/errors.hpp>
#include <riserun/train/gradient/elementwise.hpp>

namespace riserun::train {

void require_state_of(const TrainingState& state, std::size_t parameters, std::size_t batches,
                      std::size_t accumulate) {
  const auto require = [](bool fine, const std::string& why) {
    if (!fine) throw DataError("the run cannot be gone on with: " + why);
  };
  const auto require_array = [&](const std::vector<double>& array, bool may_be_empty) {
    require(array.size() == parameters || (may_be_empty && array.empty()),
            "its state has " + std::to_string(array.size()) + " parameters, the model " +
                std::to_string(parameters));
    require(elementwise::all_finite(array.data(), array.size()),
            "a parameter of its state is not finite");
  };
  require_array(state.parameters, false);
  require_array(state.last_epoch, false);
  require_array(state.accumulated, true);
  require_array(state.best_parameters, true);
  require(state.epoch >= 1 && state.batches_done >= 0 &&
              state.batches_done <= static_cast<long>(batches),
          "it had done " + std::to_string(state.batches_done) + " batches of epoch " +
              std::to_string(state.epoch) + ", and an epoch has " + std::to_string(batches));
  require(state.accumulated.empty() == (state.batches_done % static_cast<long>(accumulate) == 0 ||
                                        state.batches_done == static_cast<long>(batches)),
          "it added up other numbers of batches to an update");
}

}  // namespace riserun::train
