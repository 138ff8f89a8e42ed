#include "check/mistake.hpp"

#include <fmt/format.h>

#include <cmath>

namespace riserun::check {
namespace {

bool close(double a, double b) { return std::abs(a - b) <= 1e-5 * std::abs(b); }

std::string recognised(const Symptom& s) {
  const double g = s.analytic;
  if (std::isnan(g)) return "the value is not a number";
  if (std::isinf(g)) return "the value is infinite";
  if (g == 0) return "the value is 0: a missing term, a wrong branch, or not accumulated?";
  if (close(g, -s.slope)) return "the sign?";
  for (std::size_t j = 0; j < s.slopes.size(); ++j)
    if (j != s.operand && close(g, s.slopes[j]) && !close(s.slope, s.slopes[j]))
      return fmt::format("that is the derivative by operand {}", j);
  if (close(g, 2 * s.slope)) return "accumulated twice, or a factor 2?";
  if (close(g, 0.5 * s.slope)) return "a factor 1/2?";
  if (close(g, s.slope * s.y)) return "multiplied by the output?";
  if (s.operand < s.x.size() && close(g, s.slope * s.x[s.operand]))
    return "multiplied by the operand?";
  if (close(g, s.y)) return "that is the output, not its derivative";
  if (s.operand < s.x.size() && close(g, s.x[s.operand])) return "that is the operand";
  if (close(g, 1 / s.slope)) return "upside down: run over rise?";
  const double ratio = g / s.slope;
  if (std::abs(ratio - 1) < 0.05) return "a constant factor?";
  return "";
}

}  // namespace

std::string likely_mistake(const Symptom& symptom) {
  std::string text;
  if (std::isfinite(symptom.analytic) && symptom.slope != 0) {
    const double ratio = symptom.analytic / symptom.slope;
    text = std::abs(ratio - 1) < 1e-3 ? fmt::format("analytic/slope = 1 {} {:.3g}",
                                                    ratio < 1 ? '-' : '+', std::abs(ratio - 1))
                                      : fmt::format("analytic/slope = {:.6g}", ratio);
  }
  const std::string name = recognised(symptom);
  if (name.empty()) return text;
  return text.empty() ? name : text + ": " + name;
}

}  // namespace riserun::check
