// The checker's own score: mutants killed, false alarms, and the smallest mistake that is always
// seen.
//
//   riserun_check_score [--long] [--rounds N] [--seconds S] [--seed N] [--out FOLDER]
//
// Prints Markdown; --out writes it as checker_score.md with its picture checker_score.svg. The
// short form takes seconds. The long one takes 10 000 points an operand, N times with seeds of
// their own. Exits 1 when an applicable mutant survives, a cell has neither verdict nor reason, a
// right op is called wrong, or a mutant of the checker is not rejected by its tests.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string_view>

#include <riserun/check/slope/quad.hpp>
#include <riserun/plots/kinds/v_curve_chart.hpp>
#include <riserun/plots/writing/save.hpp>
#include "tests/check/score/score.hpp"

namespace {

using namespace riserun;
using namespace riserun::check;
using namespace riserun::check::score;

struct Count {
  int killed = 0, applied = 0, reasons = 0, errors = 0;
};

Count count(const Row& row) {
  Count result;
  for (const Cell& cell : row.cells) {
    result.killed += cell.state == Cell::State::killed;
    result.applied += cell.state == Cell::State::killed || cell.state == Cell::State::survived;
    result.reasons += cell.state == Cell::State::not_applicable;
    result.errors += cell.state == Cell::State::error;
  }
  return result;
}

// "one operand 39, the slope is 0 2"
std::string reasons_of(const Row& row) {
  std::map<std::string, int> counts;
  for (const Cell& cell : row.cells)
    if (cell.state == Cell::State::not_applicable) ++counts[cell.note];
  std::string text;
  for (const auto& [reason, number] : counts)
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", reason, number);
  return text;
}

std::string troubles(const std::vector<Row>& rows) {
  std::string text;
  for (const Row& row : rows)
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const Cell& cell = row.cells[i];
      if (cell.state == Cell::State::survived || cell.state == Cell::State::error)
        text += fmt::format("- {} {}: \"{}\" {}\n",
                            cell.state == Cell::State::error ? "ERROR" : "SURVIVED",
                            mutant_ops()[i].info.name, row.name, cell.note);
    }
  return text;
}

std::string percent(double share) { return share < 0 ? "-" : fmt::format("{:.0f}", 100 * share); }

// Over the ops that have a slope: how many are killed at all, and at what share of points in the
// mean.
struct Rate {
  int killed = 0, applied = 0;
  double mean = 0;
};
Rate rate(const Sensitivity& s, std::vector<double> Sensitivity::Line::*column, std::size_t i) {
  Rate result;
  for (const Sensitivity::Line& line : s.lines) {
    const double share = (line.*column)[i];
    if (share < 0) continue;
    ++result.applied;
    result.killed += share > 0;
    result.mean += share;
  }
  if (result.applied > 0) result.mean /= result.applied;
  return result;
}

std::string rates_table(const Sensitivity& s) {
  std::string text =
      "| mistake | double: ops killed | share of their points | with the twin: ops killed | share "
      "of their points |\n|---|---|---|---|---|\n";
  for (std::size_t i = 0; i < s.sizes.size(); ++i) {
    const Rate alone = rate(s, &Sensitivity::Line::in_double, i);
    const Rate twin = rate(s, &Sensitivity::Line::with_twin, i);
    text += fmt::format("| x (1 + {:.0e}) | {}/{} | {} % | {}/{} | {} % |\n", s.sizes[i],
                        alone.killed, alone.applied, percent(alone.mean), twin.killed, twin.applied,
                        percent(twin.mean));
  }
  return text;
}

std::string heat_table(const Sensitivity& s) {
  std::string text = "| op |";
  for (double size : s.sizes) text += fmt::format(" {:.0e} |", size);
  text += "\n|---|";
  for (std::size_t i = 0; i < s.sizes.size(); ++i) text += "---|";
  for (const Sensitivity::Line& line : s.lines) {
    text += fmt::format("\n| {} |", line.op);
    for (std::size_t i = 0; i < s.sizes.size(); ++i)
      text += fmt::format(" {} / {} |", percent(line.in_double[i]), percent(line.with_twin[i]));
  }
  return text + "\n";
}

plots::Chart picture(const Sensitivity& s) {
  std::vector<plots::KillCurve> curves;
  const auto add = [&](const char* name, std::vector<double> Sensitivity::Line::*column,
                       bool points) {
    plots::KillCurve curve{.name = name, .size = s.sizes};
    for (std::size_t i = 0; i < s.sizes.size(); ++i) {
      const Rate here = rate(s, column, i);
      curve.caught.push_back(points ? here.mean : static_cast<double>(here.killed) / here.applied);
    }
    curves.push_back(std::move(curve));
  };
  add("with the twin: ops", &Sensitivity::Line::with_twin, false);
  add("with the twin: points", &Sensitivity::Line::with_twin, true);
  add("double alone: ops", &Sensitivity::Line::in_double, false);
  add("double alone: points", &Sensitivity::Line::in_double, true);
  return plots::kill_curve_chart(curves,
                                 {.title = "The smallest mistake in a derivative that is seen",
                                  .subtitle = "every built-in op with its partials times 1 + eps"});
}

// Everything measured, as a page.
struct Page {
  std::string text;
  bool perfect = true;
};

Page page(const Arguments& arguments, const Sensitivity& sensitivity) {
  Page page;
  std::string& text = page.text;
  const Alarms alarms = count_alarms(arguments);
  // No alarm in N points: fewer than 3 / N with 95 % confidence.
  const double n = static_cast<double>(alarms.points), k = static_cast<double>(alarms.alarms);
  const double bound = (k == 0 ? 3.0 : k + 1.96 * std::sqrt(k) + 2) / std::max(n, 1.0);
  text += fmt::format(
      "# The checker's own score\n\nMade by `cmake --build build/release --target score` "
      "(this page: `riserun_check_score{} --rounds {}`). Quad arithmetic: {}.\n\n",
      arguments.long_form ? " --long" : "", arguments.rounds, quad_arithmetic());
  text += fmt::format(
      "- False alarms on right ops: {} of {} checks, seeds {} to {} (below {:.1e} with 95 % "
      "confidence).\n- Conclusive: {:.3f} % of all points; of an operand's at least {:.2f} % in "
      "double ({}), {:.2f} % with the twin ({}).\n",
      alarms.alarms, alarms.points, alarms.first_seed, alarms.last_seed, bound,
      100 - 100 * static_cast<double>(alarms.inconclusive) / n, 100 * alarms.least_in_double,
      alarms.least_in_double_of, 100 * alarms.least_with_twin, alarms.least_with_twin_of);
  std::string complaints;
  const int passed = survivors(arguments, complaints);
  std::vector<Row> rows = op_rows(arguments);
  std::vector<Row> batch = batch_rows();
  const Row nothing = batch.front();
  batch.erase(batch.begin());
  for (Row& row : batch) rows.push_back(std::move(row));
  Count all;
  std::string table = "| mutation | of | killed | not applicable |\n|---|---|---|---|\n";
  for (const Row& row : rows) {
    const Count one = count(row);
    all.killed += one.killed;
    all.applied += one.applied;
    all.reasons += one.reasons;
    all.errors += one.errors;
    table += fmt::format("| {} | {} | {}/{} | {} |\n", row.name, row.kind, one.killed, one.applied,
                         reasons_of(row));
  }
  const int ops = static_cast<int>(mutant_ops().size());
  text += fmt::format(
      "- Mutants killed: {} of {} that apply ({} ops x {} classes; {} cells carry a "
      "reason).\n- Unmutated ops that pass in the same run: {} of {}.\n",
      all.killed, all.applied, ops, rows.size(), all.reasons, passed, ops);
  const CheckerMutants checkers = run_checker_mutants();
  const auto rejected = std::count(checkers.rejected.begin(), checkers.rejected.end(), true);
  text += fmt::format("- Mutants of the checker that its own tests reject: {} of {}.\n\n", rejected,
                      checkers.names.size());
  const int batch_passed = static_cast<int>(
      std::count_if(nothing.cells.begin(), nothing.cells.end(),
                    [](const Cell& cell) { return cell.state == Cell::State::survived; }));
  page.perfect = alarms.alarms == 0 && all.killed == all.applied && all.errors == 0 &&
                 passed == ops && batch_passed == ops && checkers.unmutated_passes &&
                 rejected == static_cast<long>(checkers.names.size());
  if (!page.perfect) text += "What is wrong:\n\n" + troubles(rows) + complaints + alarms.text;
  for (const Cell& cell : nothing.cells)
    if (cell.state == Cell::State::error)
      text += fmt::format("- ERROR: a right batch gradient is called wrong: {}\n", cell.note);
  if (!checkers.unmutated_passes) text += "- the checker's tests fail unmutated\n";
  for (std::size_t i = 0; i < checkers.names.size(); ++i)
    if (!checkers.rejected[i])
      text += fmt::format("- SURVIVED the checker's mutant \"{}\"\n", checkers.names[i]);
  for (const std::string& one : alarms.below)
    text += fmt::format("- Fewer conclusive points than wanted: {}.\n", one);
  if (alarms.least_in_double_of == "floor/0")
    text +=
        "  (floor is flat over pieces no wider than 1; beyond 10^5 those are as short as the "
        "spacing of float32, and\n  double alone cannot tell a flat function from one that was "
        "rounded to "
        "24 bits.)\n";
  text +=
      "\n## Mutants\n\nThe ops' partials, the engine's sweep, and the batch gradient of two "
      "threads are broken one way at a time.\n\n" +
      table;
  text += "\n## Mistakes of a size\n\nAt ordinary points; declared edges are left out.\n\n" +
          rates_table(sensitivity);
  if (arguments.full())
    text +=
        "\n![Share of mistakes seen against their size](checker_score.svg)\n\nEach op: percent "
        "of its points at which the mistake is seen, in double / with the twin.\n\n" +
        heat_table(sensitivity);
  return page;
}

void write(const std::string& directory, const Page& page, const Sensitivity& sensitivity) {
  std::ofstream(directory + "/checker_score.md") << page.text;
  plots::save(picture(sensitivity), directory + "/checker_score.svg");
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    const bool has_value = i + 1 < argc;
    if (name == "--long") {
      arguments.long_form = true;
    } else if (name == "--seed" && has_value) {
      arguments.seed = std::strtoull(argv[++i], nullptr, 10);
    } else if (name == "--rounds" && has_value) {
      arguments.rounds = std::max(1, std::atoi(argv[++i]));
    } else if (name == "--seconds" && has_value) {
      arguments.seconds = std::atof(argv[++i]);
    } else if (name == "--out" && has_value) {
      arguments.directory = argv[++i];
    } else {
      fmt::print(stderr,
                 "usage: riserun_check_score [--long] [--rounds N] [--seconds S] [--seed N] [--out "
                 "FOLDER]\n");
      return 2;
    }
  }
  const Sensitivity sensitivity = measure_sensitivity(arguments);
  const Page result = page(arguments, sensitivity);
  fmt::print("{}", result.text);
  if (!arguments.directory.empty()) write(arguments.directory, result, sensitivity);
  return result.perfect ? 0 : 1;
}
