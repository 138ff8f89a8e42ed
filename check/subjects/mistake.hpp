// Names the likely mistake behind a wrong derivative, where the figures tell it.
#pragma once

#include <span>
#include <string>

namespace riserun::check {

/// What is known where a derivative came out wrong.
struct Symptom {
  double analytic = 0, slope = 0, tolerance = 0;
  double y = 0;  // f(x)
  std::size_t operand = 0;
  std::span<const double> x;       // the operands
  std::span<const double> slopes;  // rise over run for every operand; may be empty
};

/// "accumulated twice, or a factor 2?"; empty where nothing is recognised.
[[nodiscard]] std::string likely_mistake(const Symptom& symptom);

/// "analytic/slope = 2: accumulated twice, or a factor 2?"; the ratio alone where nothing is
/// recognised.
[[nodiscard]] std::string symptom_text(const Symptom& symptom);

}  // namespace riserun::check
