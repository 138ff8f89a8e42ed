#include <riserun/check/subjects/mistake.hpp>

#include <fmt/format.h>

#include <cmath>

namespace riserun::check {
namespace {

bool close(double a, double b) { return std::abs(a - b) <= 1e-5 * std::abs(b); }

// The operand whose derivative the value is; -1 for none.
int other_operand(const Symptom& s) {
  for (std::size_t j = 0; j < s.slopes.size(); ++j)
    if (j != s.operand && close(s.analytic, s.slopes[j]) && !close(s.slope, s.slopes[j]))
      return static_cast<int>(j);
  return -1;
}

}  // namespace

std::string likely_mistake(const Symptom& s) {
  const double g = s.analytic;
  if (std::isnan(g)) return "the value is not a number";
  if (std::isinf(g)) return "the value is infinite";
  if (other_operand(s) >= 0) return "that is another operand's derivative";
  if (g == 0) return "the value is 0: a missing term, a wrong branch, or not accumulated?";
  const double ratio = g / s.slope;
  if (std::abs(ratio - 1) < 1e-3) return "a constant factor?";
  if (close(g, -s.slope)) return "the sign?";
  if (close(g, 2 * s.slope)) return "accumulated twice, or a factor 2?";
  if (close(g, 0.5 * s.slope)) return "a factor 1/2?";
  if (close(g, s.slope * s.y)) return "multiplied by the output?";
  const double x = s.operand < s.x.size() ? s.x[s.operand] : std::nan("");
  if (close(g, s.slope * x)) return "multiplied by the operand?";
  if (close(g, s.y)) return "that is the output, not its derivative";
  if (close(g, x)) return "that is the operand";
  if (close(g, 1 / s.slope)) return "upside down: run over rise?";
  if (std::abs(ratio - 1) < 0.05) return "a constant factor?";
  return "";
}

std::string symptom_text(const Symptom& symptom) {
  std::string text;
  if (std::isfinite(symptom.analytic) && symptom.slope != 0) {
    const double ratio = symptom.analytic / symptom.slope;
    text = std::abs(ratio - 1) < 1e-3 ? fmt::format("analytic/slope = 1 {} {:.3g}",
                                                    ratio < 1 ? '-' : '+', std::abs(ratio - 1))
                                      : fmt::format("analytic/slope = {:.6g}", ratio);
  }
  std::string name = likely_mistake(symptom);
  if (const int other = other_operand(symptom); other >= 0)
    name += fmt::format(", operand {}'s", other);
  if (name.empty()) return text;
  return text.empty() ? name : text + ": " + name;
}

}  // namespace riserun::check
