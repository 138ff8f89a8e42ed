#include <riserun/train/fit/divergence.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace riserun::train {
namespace {

constexpr std::size_t kRecent = 16;
constexpr std::ptrdiff_t kLasting = 3;  // batches: one or two may have rows that are hard to learn

}  // namespace

LossWatch::LossWatch(double first, std::vector<double> recent)
    : first_(first), recent_(std::move(recent)) {
  recent_.reserve(kRecent);
}

void LossWatch::add(double loss) {
  if (recent_.empty()) first_ = loss;
  if (recent_.size() >= kRecent) recent_.erase(recent_.begin());
  recent_.push_back(loss);
}

std::optional<LossWatch::Rise> LossWatch::rise() const {
  if (recent_.empty()) return std::nullopt;
  // The latest of equals, so that the rise is as short as it can be called.
  const auto least = std::ranges::min_element(recent_.rbegin(), recent_.rend());
  const double newest = recent_.back();
  if (!(*least > 0.0 && newest >= 2.0 * *least)) return std::nullopt;
  return Rise{newest / *least, static_cast<int>(least - recent_.rbegin())};
}

std::optional<LossWatch::Rise> LossWatch::overshoot() const {
  const auto risen = rise();
  if (!risen || std::ssize(recent_) <= kLasting) return std::nullopt;
  const double lasting = *std::min_element(recent_.end() - kLasting, recent_.end());
  const double least = *std::ranges::min_element(recent_);
  if (lasting < 10.0 * least || lasting < 2.0 * first_) return std::nullopt;
  return risen;
}

namespace {

/// "3.4", "40", "790": two digits, and no exponent before the numbers get long.
std::string times(double factor) {
  if (factor < 10.0) return fmt::format("{:.2g}", factor);
  if (factor >= 1e6) return fmt::format("{:.1e}", factor);
  const double unit = std::pow(10.0, std::floor(std::log10(factor)) - 1.0);
  return fmt::format("{:.0f}", std::round(factor / unit) * unit);
}

}  // namespace

std::string rise_advice(const LossWatch::Rise& rise, double suggested_learning_rate) {
  return fmt::format("the loss rose {}x in {} step{}: try a learning rate of {:.3g}",
                     times(rise.factor), rise.steps, rise.steps == 1 ? "" : "s",
                     suggested_learning_rate);
}

std::string Overshoot::message() const {
  return fmt::format(
      "the loss ended at {:.3g}, {} times where it began ({:.3g}): the learning rate of {:.3g} "
      "is too high: try a learning rate of {:.3g}",
      final_loss, times(final_loss / initial_loss), initial_loss, learning_rate,
      suggested_learning_rate);
}

std::string Divergence::message() const {
  std::string text = fmt::format("training diverged at epoch {}, step {}: ", epoch, step);
  if (parameters)
    text += "the update made a parameter that is not finite";
  else if (!one_point)
    text += "the gradients of the batch add up to something not finite";
  else if (gradient)
    text += fmt::format("the loss of data row {} is {:g}, but its gradient is not finite", row + 1,
                        loss);
  else
    // Of a NaN the sign says nothing.
    text += fmt::format("the loss of data row {} is {:g}", row + 1,
                        std::isnan(loss) ? std::abs(loss) : loss);
  if (one_point) text += fmt::format(" (point {} of the batch)", batch_position + 1);

  if (step == 1 && !parameters)
    return text +
           ". Nothing has been learnt yet, so the learning rate is not at fault: look at that "
           "row and at the loss function";
  if (rise)
    text += "; " + rise_advice(*rise, suggested_learning_rate);
  else
    text += fmt::format("; if the learning rate is at fault, try {:.3g}", suggested_learning_rate);
  return text +
         fmt::format(" instead of {:.3g}. The parameters are kept as they were {}", learning_rate,
                     epoch == 1 ? "at the beginning" : fmt::format("after epoch {}", epoch - 1));
}

}  // namespace riserun::train
