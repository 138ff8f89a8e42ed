#include "train/lanes_program.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/errors.hpp"
#include "lanes/mlp.hpp"
#include "train/fit_check.hpp"

namespace riserun::train {

std::size_t lanes_packs(std::size_t points_per_slot) {
  return std::clamp<std::size_t>((points_per_slot + lanes::kLanes - 1) / lanes::kLanes, 1, 4);
}

LanesProgram::LanesProgram(const nn::ParameterSet& parameters, const lanes::Recording& recording,
                           std::size_t packs)
    : parameters_(parameters), plan_(recording, {.packs = packs}) {}

void LanesProgram::bind(std::size_t slot, Tape& tape) {
  tape.bind(parameters_.data());
  if (executors_.size() <= slot) executors_.resize(slot + 1);
  if (executors_[slot] == nullptr) executors_[slot] = std::make_unique<lanes::Executor>(plan_);
}

SlotResult LanesProgram::run(std::size_t slot, Tape& tape, std::span<const std::size_t> points,
                             double seed, bool backward) noexcept {
  SlotResult result;
  lanes::Executor& executor = *executors_[slot];
  const std::span<const double> parameters = parameters_.data();
  std::size_t done = 0;
  auto use = lanes::GradientUse::set;
  while (done < points.size() && result.failed == SlotResult::kNone) {
    std::size_t count = std::min(executor.capacity(), points.size() - done);
    std::size_t l = 0;
    try {
      for (; l < count; ++l) {
        constexpr std::size_t kAhead = 4;
        if (done + l + kAhead < points.size()) prefetch(points[done + l + kAhead]);
        load(points[done + l], executor.point(l));
      }
    } catch (...) {
      result.failed = done + l;
      result.exception = std::current_exception();
      count = l;  // one of those before it may have failed first
    }
    const std::span<const double> losses = executor.forward(parameters, count);
    if (backward) {
      const auto bad = std::ranges::find_if(losses, [](double y) { return !std::isfinite(y); });
      if (bad != losses.end()) {
        result.failed = done + static_cast<std::size_t>(bad - losses.begin());
        result.failed_loss = *bad;
        result.exception = nullptr;
        break;
      }
    }
    for (const double loss : losses) result.loss_sum += loss;
    result.correct += executor.correct();
    if (backward && count > 0) {
      executor.backward(parameters, count, seed, tape.parameter_gradients(), use);
      use = lanes::GradientUse::add;
    }
    done += count;
  }
  return result;
}

void LanesProgram::load(std::size_t point, std::span<double> to) const {
  write(point, to);
  for (const lanes::Recording::Label& label : plan_.labels()) {
    const double value = to[label.input];
    if (value >= 0.0 && value < label.classes && value == std::floor(value)) continue;
    throw ShapeError("the label of point " + std::to_string(row(point)) + ", " +
                     std::to_string(value) + ", is none of the recorded loss's " +
                     std::to_string(label.classes) + " classes, which count from 0");
  }
}

void LanesProgram::require_inputs(std::size_t point, std::size_t inputs) const {
  if (inputs != plan_.inputs())
    throw ShapeError("point " + std::to_string(row(point)) + " has " + std::to_string(inputs) +
                     " numbers and the recorded one " + std::to_string(plan_.inputs()) +
                     "; points of several shapes need the scalar engine");
}

LanesMlpProgram::LanesMlpProgram(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data,
                                 std::size_t packs)
    : LanesProgram(model.parameters(),
                   lanes::record(model, loss, LanesPoint<DataPoint>::layout(data[0])), packs),
      data_(data) {}

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
