#include <riserun/check/functions/slope_table.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <riserun/base/readable_number.hpp>
#include <riserun/check/subjects/check_op.hpp>
#include <riserun/check/subjects/op_point.hpp>
#include <riserun/check/verdict/judge.hpp>

namespace riserun::check {
namespace {

constexpr int kDigits = 16;  // of a double: so many powers of ten below x nothing is left of h

/// The runs' lengths: powers of ten from the size of x, or 1 where that is more, to what is lost
/// beside x. Where x is tiny, there are more than anybody reads: some are left out above x.
std::vector<double> lengths(double x) {
  constexpr int kMostAbove = 8;
  const int size = x == 0 ? 0 : static_cast<int>(std::floor(std::log10(std::abs(x))));
  const int first = std::max(size, 0);
  const int stride = 1 + (first - size) / kMostAbove;
  std::vector<double> all;
  for (int power = first; power >= size - kDigits;) {
    all.push_back(std::pow(10.0, power));
    power = power > size ? std::max(power - stride, size) : power - 1;
  }
  std::erase(all, 0.0);
  return all;
}

/// Digits in which two numbers agree.
int common_digits(double a, double b) {
  const double apart = std::abs(a - b), size = std::max(std::abs(a), std::abs(b));
  if (apart == 0 || size == 0) return kDigits;
  return std::clamp(static_cast<int>(std::floor(-std::log10(apart / size))), 0, kDigits);
}

std::string power_text(double h) { return fmt::format("{:.3g}", h); }
std::string slope_text(double slope) { return fmt::format("{:.10g}", slope); }

/// What a table shows, in sentences.
class Writer {
 public:
  explicit Writer(SlopeTable& table) : table_(table), rows_(table.rows) {}

  void explain() {
    if (!std::isfinite(table_.fx))
      return say("f is {} here: there is nothing to rise from.", number_text(table_.fx));
    if (rows_.empty()) return say("f is finite on neither side of x: there is nowhere to run.");
    const PointReport& judged = table_.judged;
    if (judged.verdict == Verdict::kink || !std::isnan(judged.left))
      return say(
          "f has a kink here: the slope is {} to the left and {} to the right, however short "
          "the run.",
          slope_text(judged.left), slope_text(judged.right));
    if (jumps(judged)) return say_jump();
    if (std::isinf(table_.derivative)) return say_vertical();
    if (std::isnan(table_.derivative)) return say("Of backward's nan no slope can be told.");
    if (std::ranges::all_of(rows_, [](const SlopeRow& row) { return row.rise == 0; }))
      return say("f is the same at the end of every run: the slope is 0.");
    if (judged.verdict == Verdict::inaccurate || table_.best < 0)
      say("f itself is rounded so coarsely here that no run shows its slope.");
    else
      say_best();
    say_end();
  }

  static bool jumps(const PointReport& judged) {
    return judged.verdict == Verdict::undefined ||
           judged.reason.find("jumps here") != std::string::npos;
  }

 private:
  template <class... Arguments>
  void say(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    if (!table_.why.empty()) table_.why += ' ';
    table_.why += fmt::format(text, std::forward<Arguments>(arguments)...);
  }

  void say_jump() {
    if (rows_.back().rise == 0)
      say("f has no slope here: it jumps.");
    else
      say("f has no slope here: it jumps, by {:.6g}, however short the run.", rows_.back().rise);
  }

  void say_vertical() {
    if (std::abs(rows_.back().slope) > std::abs(rows_.front().slope))
      say("The shorter the run, the steeper: f is vertical here, and its slope is infinite.");
    else
      say("backward's slope is infinite, and no run shows that.");
  }

  void say_best() {
    const auto best = static_cast<std::size_t>(table_.best);
    const SlopeRow& row = rows_[best];
    const bool nearly_exact = row.error <= kFewUlps * ulp_of(row.slope);
    if (best == 0 && nearly_exact)
      say("The longest run gives the slope: f is a straight line here, or close to one.");
    else if (best == 0)
      say("The longest run is the best one.");
    else
      say("The slope is best at h = {}, {:.2g} off. Longer runs cut across the curve of f, and the "
          "error shrinks with h.",
          power_text(row.h), row.error);
    const auto shorter = std::span(rows_).subspan(best + 1);
    if (best > 0 &&
        std::ranges::any_of(shorter, [&](const SlopeRow& r) { return r.error < row.error; }))
      say("Shorter ones may be closer by luck.");
  }

  void say_end() {
    const SlopeRow& last = rows_.back();
    if (last.run == 0)
      say("With shorter runs rounding wins: at h = {} nothing is left of the run, since x+h is x "
          "itself (doubles beside x are {:.1e} apart).",
          power_text(last.h), ulp_of(table_.x));
    else if (last.rise == 0)
      say("With shorter runs rounding wins: at h = {} nothing is left of the rise, since f is the "
          "same double at both ends (doubles beside f are {:.1e} apart).",
          power_text(last.h), ulp_of(table_.fx));
    else if (table_.best >= 0 && last.error > rows_[static_cast<std::size_t>(table_.best)].error)
      say("With shorter runs rounding wins: at h = {} f agrees at both ends in {} of {} digits, "
          "and "
          "what the last one is wrong by is divided by the run.",
          power_text(last.h), common_digits(table_.fx, table_.fx + last.rise), kDigits);
  }

  static constexpr double kFewUlps = 4;
  SlopeTable& table_;
  const std::vector<SlopeRow>& rows_;
};

/// The row whose error is smallest when what rounding of f may add to it is counted, too: an error of
/// 0 among rows that rounding rules is luck.
int best_row(const SlopeTable& table) {
  int best = -1;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < table.rows.size(); ++k) {
    const SlopeRow& row = table.rows[k];
    const double rounding = ulp_of(std::max(std::abs(table.fx), std::abs(table.fx + row.rise)));
    const double error = row.error + rounding / std::abs(row.run);
    if (row.run == 0 || !(error < least)) continue;
    least = error;
    best = static_cast<int>(k);
  }
  return best;
}

/// Lines of at most so many characters, broken between words.
std::string wrapped(std::string_view text) {
  constexpr std::size_t kWidth = 78;
  std::string out;
  while (!text.empty()) {
    std::size_t end = text.size();
    if (end > kWidth) {
      end = text.rfind(' ', kWidth);
      if (end == text.npos) end = std::min(text.find(' '), text.size());
    }
    out += fmt::format("{}\n", text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return out;
}

}  // namespace

SlopeTable slope_table(const OpUnderTest& function, int operand, std::span<const double> at,
                       const Options& options) {
  SlopeTable table;
  table.judged = check_op_at(function, operand, at, options);
  table.curve = v_curve(function, operand, at);
  const auto i = static_cast<std::size_t>(operand);
  table.function = function.info.name;
  table.variable =
      function.operand_names.empty() ? fmt::format("x{}", i) : function.operand_names[i];
  table.x = at[i];
  std::vector<double> moved(at.begin(), at.end());
  const auto f = [&](double x) {
    moved[i] = x;
    return forward_at(function, moved);
  };
  table.fx = f(table.x);
  const bool has_slope = !Writer::jumps(table.judged) && std::isnan(table.judged.left);
  const bool known = has_slope && function.has_twin() &&
                     table.judged.verdict != Verdict::inconclusive &&
                     std::isfinite(table.curve.derivative);
  table.derivative = known ? table.curve.derivative : table.judged.analytic;
  if (!std::isfinite(table.fx)) {
    Writer(table).explain();
    return table;
  }

  const std::vector<double> all = lengths(table.x);
  const bool jumps = Writer::jumps(table.judged);
  const auto can_run = [&](double sign) {
    bool any = false, steps = false;
    for (const double h : all) {
      const double there = f(table.x + sign * h);
      if (table.x + sign * h == table.x || !std::isfinite(there)) continue;
      any = true;
      steps = there != table.fx;  // of the shortest
    }
    return any && (steps || !jumps);
  };
  table.leftward = !can_run(1) && can_run(-1);
  const double sign = table.leftward ? -1 : 1;
  constexpr std::size_t kRowsOfNoSlope = 8;
  constexpr int kFlatRows = 5;
  int flat = 0;
  for (const double h : all) {
    const double end = table.x + sign * h;
    const double there = f(end);
    if (!std::isfinite(end) || !std::isfinite(there)) continue;
    SlopeRow row{.h = h, .rise = there - table.fx, .run = end - table.x};
    row.slope = row.run == 0 ? std::nan("") : row.rise / row.run;
    row.error = std::abs(row.slope - table.derivative);
    flat = row.rise == 0 ? flat + 1 : 0;
    const bool lost = row.rise == 0 && table.rows.size() + 1 > static_cast<std::size_t>(flat);
    table.rows.push_back(row);
    if (row.run == 0 || lost || flat == kFlatRows) break;
    if (!has_slope && table.rows.size() == kRowsOfNoSlope) break;
  }
  if (has_slope && std::isfinite(table.derivative)) table.best = best_row(table);
  Writer(table).explain();
  return table;
}

std::string SlopeTable::text() const {
  std::vector<std::array<std::string, 5>> cells{
      {leftward ? "-h" : "h", "rise", "run", "slope", "error"}};
  const auto number = [](double figure) {
    return std::isnan(figure) ? std::string("-") : fmt::format("{:.10g}", figure);
  };
  for (const SlopeRow& row : rows)
    cells.push_back({power_text(row.h), number(row.rise), number(row.run), number(row.slope),
                     std::isnan(row.error) ? "-" : fmt::format("{:.2g}", row.error)});
  std::array<std::size_t, 5> widths{};
  for (const auto& line : cells)
    for (std::size_t k = 0; k < line.size(); ++k) widths[k] = std::max(widths[k], line[k].size());
  std::string out;
  for (std::size_t line = 0; line < cells.size() && !rows.empty(); ++line) {
    std::string row;
    for (std::size_t k = 0; k < widths.size(); ++k)
      row += k == 0 ? fmt::format("{:<{}}", cells[line][k], widths[k])
                    : fmt::format("  {:>{}}", cells[line][k], widths[k]);
    if (static_cast<int>(line) == best + 1 && best >= 0) row += "  <- best";
    out += row + '\n';
  }
  return out + wrapped(why);
}

}  // namespace riserun::check
