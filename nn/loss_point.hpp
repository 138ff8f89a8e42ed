// What a loss sees of one data point: a model's outputs beside its target.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include <riserun/core/outputs.hpp>
#include <riserun/core/value.hpp>

namespace riserun::nn {

/// What a data point's outputs should be: a class from 0 on, or numbers, one an output.
struct Target {
  std::span<const double> values{};
  int label = -1;
};

// Each throws ShapeError unless it is so.
/// There is a class.
void require_class(bool has_class, std::string_view loss);
void require_below(std::size_t label, std::size_t classes, std::string_view loss);
/// There is a number for each output.
void require_numbers(std::size_t targets, std::size_t outputs);
void require_one_output(std::size_t outputs, std::string_view loss);

/// A point of plain numbers or of Values; lanes have one of recorded numbers, with the same members.
/// `Out` is Outputs, or a span of double or of Value.
template <class Out>
class LossPoint {
 public:
  using Number = std::conditional_t<std::is_same_v<Out, std::span<const double>>, double, Value>;

  LossPoint(const Out& outputs, const Target& target) : outputs_(outputs), target_(target) {}

  [[nodiscard]] std::size_t size() const { return outputs_.size(); }
  [[nodiscard]] Number operator[](std::size_t i) const { return outputs_[i]; }
  /// All of them in a row; of Outputs valid until the next call on this thread.
  [[nodiscard]] std::span<const Number> outputs() const {
    if constexpr (std::is_same_v<Out, Outputs>) {
      thread_local std::vector<Value> all;
      all.assign(outputs_.begin(), outputs_.end());
      return all;
    } else {
      return outputs_;
    }
  }

  [[nodiscard]] bool has_class() const { return target_.label >= 0; }
  /// How many numbers the target has.
  [[nodiscard]] std::size_t targets() const { return target_.values.size(); }
  /// The point's class. Throws ShapeError unless there is one below `classes`.
  [[nodiscard]] std::size_t label(std::size_t classes, std::string_view loss) const {
    require_class(has_class(), loss);
    const auto label = static_cast<std::size_t>(target_.label);
    require_below(label, classes, loss);
    return label;
  }
  [[nodiscard]] Number output_of(std::size_t label) const { return outputs_[label]; }
  /// What output i should be. Of a class 1 for its own output and 0 for the others; of one output
  /// the class itself.
  [[nodiscard]] double wanted(std::size_t i) const {
    if (!has_class()) return target_.values[i];
    return size() == 1 ? target_.label : target_.label == static_cast<int>(i);
  }

  /// one() where the condition holds, else other().
  template <class One, class Other>
  static Number choose(bool condition, const One& one, const Other& other) {
    return condition ? one() : other();
  }
  /// sum + term() where the condition holds, else the sum.
  template <class Term>
  static Number plus_where(bool condition, Number sum, const Term& term) {
    return condition ? sum + term() : sum;
  }

 private:
  Out outputs_;
  Target target_;
};

inline LossPoint<Outputs> loss_point(const Outputs& outputs, const Target& target) {
  return {outputs, target};
}
inline LossPoint<std::span<const Value>> loss_point(std::span<const Value> outputs,
                                                    const Target& target) {
  return {outputs, target};
}
inline LossPoint<std::span<const double>> loss_point(std::span<const double> outputs,
                                                     const Target& target) {
  return {outputs, target};
}

}  // namespace riserun::nn
