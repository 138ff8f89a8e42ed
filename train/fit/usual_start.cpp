#include <riserun/train/fit/usual_start.hpp>

#include <algorithm>
#include <cmath>

namespace riserun::train {

namespace {

std::size_t parts(std::size_t count, std::size_t size) { return (count + size - 1) / size; }

}  // namespace

std::size_t TrainingSize::updates() const {
  return std::max<std::size_t>(1, parts(parts(rows, batch_size), accumulate));
}

int usual_epochs(const TrainingSize& size) {
  constexpr std::size_t kEpochs = 30, kUpdates = 2000;
  return static_cast<int>(std::max(kEpochs, parts(kUpdates, size.updates())));
}

long usual_warmup(const TrainingSize& size, int epochs) {
  const std::size_t updates = size.updates() * static_cast<std::size_t>(epochs);
  return static_cast<long>(std::min<std::size_t>(20, updates / 20));
}

double usual_weight_decay(std::size_t rows, std::size_t features) {
  const double others = static_cast<double>(std::max<std::size_t>(2, features)) - 2.0;
  const double exact =
      std::min(1.5, 40.0 * others / static_cast<double>(std::max<std::size_t>(1, rows)));
  return std::round(exact * 1000.0) / 1000.0;
}

}  // namespace riserun::train
