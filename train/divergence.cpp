#include "train/divergence.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace riserun::train {

void LossWatch::add(double loss) {
  if (count_ == 0) first_ = loss;
  last_[static_cast<std::size_t>(count_) % last_.size()] = loss;
  ++count_;
}

std::optional<LossWatch::Rise> LossWatch::rise() const {
  if (count_ == 0) return std::nullopt;
  const auto size = static_cast<long>(last_.size());
  const auto at = [&](long step) { return last_[static_cast<std::size_t>(step % size)]; };
  const long newest = count_ - 1;
  long least = newest;
  for (long step = std::max(0L, count_ - size); step < newest; ++step)
    if (at(step) < at(least)) least = step;
  if (!(at(least) > 0.0 && at(newest) >= 2.0 * at(least))) return std::nullopt;
  return Rise{at(newest) / at(least), static_cast<int>(newest - least)};
}

std::optional<LossWatch::Rise> LossWatch::overshoot() const {
  const auto risen = rise();
  if (!risen || risen->factor < 10.0) return std::nullopt;
  const double newest = last_[static_cast<std::size_t>(count_ - 1) % last_.size()];
  if (newest < 2.0 * first_) return std::nullopt;
  return risen;
}

std::string rise_advice(const LossWatch::Rise& rise, double learning_rate) {
  return fmt::format("the loss rose {:.2g}x in {} step{}: try a learning rate of {:.3g}",
                     rise.factor, rise.steps, rise.steps == 1 ? "" : "s", learning_rate / 10.0);
}

std::string Divergence::message() const {
  std::string text = fmt::format("training diverged at epoch {}, step {}: ", epoch, step);
  if (!one_point)
    text += "the gradients of the batch add up to something not finite";
  else if (gradient)
    text += fmt::format("the loss of data row {} is {:g}, but its gradient is not finite", row + 1,
                        loss);
  else
    text += fmt::format("the loss of data row {} is {:g}", row + 1, loss);
  if (one_point) text += fmt::format(" (point {} of the batch)", batch_position + 1);

  if (step == 1)
    return text +
           ". Nothing has been learnt yet, so the learning rate is not at fault: look at that "
           "row and at the loss function";
  if (rise)
    text += "; " + rise_advice(*rise, learning_rate);
  else
    text += fmt::format("; if the learning rate is at fault, try {:.3g}", suggested_learning_rate);
  return text +
         fmt::format(" instead of {:.3g}. The parameters are kept as they were {}", learning_rate,
                     epoch == 1 ? "at the beginning" : fmt::format("after epoch {}", epoch - 1));
}

}  // namespace riserun::train
