// `record`: calls a loss once, on Numbers, and keeps what it computes.
#pragma once

#include <concepts>
#include <cstddef>

#include <riserun/lanes/recording/recorded_functions.hpp>
#include <riserun/lanes/recording/recorded_parameters.hpp>
#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

/// What a loss may return instead of a Number, so that accuracy is counted as well.
struct Outcome {
  Number loss;
  Mask correct;
};

/// The recording of loss(Parameters, point). `point` gives the loss its inputs, of which there are
/// `inputs`. Throws what the loss throws.
template <class Loss, class Point>
Recording record(const Loss& loss, std::size_t parameters, const Point& point, std::size_t inputs) {
  Recording recording(parameters, inputs);
  const RecordingScope scope(recording);
  const auto result = loss(Parameters(0, parameters), point);
  if constexpr (std::convertible_to<decltype(result), Number>) {
    recording.set_loss(Number(result).ref());
  } else {
    recording.set_loss(result.loss.ref());
    recording.set_correct(result.correct.number().ref());
  }
  return recording;
}

/// The same where the inputs are a plain list of numbers.
template <class Loss>
Recording record(const Loss& loss, std::size_t parameters, std::size_t inputs) {
  return record(loss, parameters, Inputs(0, inputs), inputs);
}

}  // namespace riserun::lanes
