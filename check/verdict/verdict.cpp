#include <riserun/check/verdict/verdict.hpp>

#include <fmt/format.h>

#include <cmath>

namespace riserun::check {
namespace {

/// The sign of a NaN says nothing, and "-nan" looks as if it did.
double unsigned_nan(double x) { return std::isnan(x) ? std::abs(x) : x; }

std::string both_ways(double x) { return fmt::format("{:a} ({:.10g})", x, x); }

std::string operands_text(const PointReport& report) {
  constexpr std::size_t kShown = 4;
  const std::size_t count = report.at.size();
  const auto named = [&](std::size_t i) {
    return report.names.empty() ? fmt::format("x{}", i) : report.names[i];
  };
  if (count == 1)
    return fmt::format("{}={}", report.names.empty() ? "x" : named(0), both_ways(report.at[0]));
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    const auto operand = static_cast<std::size_t>(report.operand);
    if (i >= kShown && i != operand && count > kShown + 1) continue;
    if (!text.empty()) text += "  ";
    text += fmt::format("{}={}", named(i), both_ways(report.at[i]));
  }
  if (count > kShown + 1) text += fmt::format("  .. ({} operands)", count);
  return text;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "PASS";
    case Verdict::kink:
      return "KINK";
    case Verdict::undefined:
      return "UNDEFINED";
    case Verdict::inconclusive:
      return "INCONCLUSIVE";
    case Verdict::inaccurate:
      return "INACCURATE";
    case Verdict::fail:
      return "FAIL";
  }
  return "";
}

std::string PointReport::derivative() const {
  if (names.empty()) return fmt::format("{}/{}", subject, operand);
  return fmt::format("d/d{} {}", names[static_cast<std::size_t>(operand)], subject);
}

std::string PointReport::place() const {
  std::string text = derivative() + " at ";
  constexpr std::size_t kShown = 4;
  for (std::size_t i = 0; i < at.size() && i < kShown; ++i)
    text += fmt::format("{}{:.10g}", i == 0 ? "" : ", ", at[i]);
  if (at.size() > kShown) text += ", ..";
  return text;
}

std::string PointReport::brief() const {
  std::string text = fmt::format("{} {}", to_string(verdict), place());
  if (verdict == Verdict::kink)
    text += fmt::format(": {:.10g} between the one-sided slopes {:.10g} and {:.10g}", analytic,
                        left, right);
  else if (!std::isnan(slope))
    text +=
        fmt::format(": analytic {:.10g}, slope {:.10g}, relative error {:.2g}, resolution {:.1e}",
                    analytic, slope, relative, resolution);
  if (!reason.empty()) text += "; " + reason;
  return text;
}

std::string PointReport::full() const {
  std::string text =
      fmt::format("{} {}  {}", to_string(verdict), derivative(), operands_text(*this));
  if (number >= 0) text += fmt::format(" seed={}#{}", seed, number);
  text += '\n';
  if (!std::isnan(h))
    text += fmt::format(
        "  h={:a}  x-={:.17g}  x+={:.17g}  run={:.10g}  rise={:.10g}  slope={:.10g}  E_fd={:.1e} "
        "(truncation {:.1e}, noise {:.1e})\n",
        h, x_minus, x_plus, run, rise, slope, error, truncation, noise);
  if (!std::isnan(left))
    text +=
        fmt::format("  left slope={:.10g}  right slope={:.10g}  E_fd={:.1e}\n", left, right, error);
  text += fmt::format("  analytic={:.10g}", unsigned_nan(analytic));
  if (!std::isnan(tolerance)) {
    text += fmt::format("  |diff|={:.2g} {} tol={:.2g}", unsigned_nan(difference),
                        difference <= tolerance ? "<=" : ">", tolerance);
    if (!std::isnan(relative)) text += fmt::format("  rel={:.2g}", relative);
    if (!std::isnan(ulps)) text += fmt::format("  ulp={:.2g}", ulps);
    text += fmt::format("  resolution={:.1e}{}", resolution, absolute ? " of f's own scale" : "");
  }
  text += '\n';
  std::string note;
  if (confirmed_step && confirmed_twin)
    note = "confirmed at 3/4 h and in quad";
  else if (confirmed_step)
    note = "confirmed at 3/4 h";
  else if (by_twin)
    note = "figures of the quad twin";
  if (!reason.empty()) note += (note.empty() ? "" : "; ") + reason;
  if (!note.empty()) text += "  " + note + '\n';
  if (!repro.empty()) text += "  repro: " + repro + '\n';
  return text;
}

}  // namespace riserun::check
