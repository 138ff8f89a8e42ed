#include <riserun/train/recorded/lanes_mlp_program.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

#include <riserun/lanes/recording/recorded_mlp.hpp>
#include <riserun/nn/dropout.hpp>
#include <riserun/train/data/fit_check.hpp>

namespace riserun::train {

LanesMlpProgram::LanesMlpProgram(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data,
                                 std::size_t packs, MlpTraining training)
    : LanesProgram(model.parameters()), data_(data), training_(std::move(training)) {
  layout_ = LanesPoint<DataPoint>::layout(data[0]);
  layout_.has_weight = !training_.class_weights.empty();
  if (training_.dropout > 0.0) layout_.factors = lanes::hidden_outputs(model);
  record_buckets(Buckets(data.size()), packs,
                 [&](std::size_t) { return lanes::record(model, loss, layout_); });
}

// The same draws as nn::dropout's on a tape: the layers one after the other, from the stream of the
// point.
void LanesMlpProgram::write(std::size_t number, bool training, std::span<double> to) const {
  const DataPoint& point = data_[number];
  LanesPoint<DataPoint>::write(point, to.first(layout_.data()));
  if (layout_.has_weight)
    to[layout_.data()] = training_.class_weights[static_cast<std::size_t>(point.label)];
  const std::span<double> factors = to.last(layout_.factors);
  if (!training) {
    std::ranges::fill(factors, 1.0);
    return;
  }
  if (factors.empty()) return;
  PointContext context = context_of(number, training);
  for (double& factor : factors) factor = nn::dropout_factor(training_.dropout, context.random);
}

lanes::Explanation explain(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data,
                           std::size_t points_per_slot) {
  require_fit(model, loss, data);
  using Clock = std::chrono::steady_clock;
  const auto seconds_since = [](Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  };
  const auto begin = Clock::now();
  const lanes::Recording recording =
      lanes::record(model, loss, LanesPoint<DataPoint>::layout(data[0]));
  const double record_seconds = seconds_since(begin);
  const auto recorded = Clock::now();
  const lanes::Plan plan(recording, {.packs = lanes_packs(points_per_slot)});
  lanes::Explanation said = plan.explanation();
  said.plan_seconds = seconds_since(recorded);
  said.record_seconds = record_seconds;
  return said;
}

}  // namespace riserun::train
