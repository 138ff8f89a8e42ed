#include "bench/report.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace bench {

namespace {

// Three digits, whatever the size: 0.70, 14.6, 1 830.
std::string short_number(double x) {
  if (x < 9.995) return fmt::format("{:.2f}", x);
  if (x < 99.95) return fmt::format("{:.1f}", x);
  std::string digits = fmt::format("{:.0f}", x);
  for (std::size_t place = 3; place < digits.size(); place += 4)
    digits.insert(digits.size() - place, " ");
  return digits;
}

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

std::string as_markdown(const ParallelMeasurement& m) {
  std::string text = fmt::format(
      "\n## {} · {}\n\n"
      "Wall-clock time on all cores. Efficiency is the time of one thread over threads x time, in "
      "the same round. The shares are of the threads' time; \"reduce\" holds the adding up, the "
      "handing out of work and the waiting. The gradient has the same bits in every row of a "
      "batch.\n\n"
      "| batch | threads | us a step | efficiency | min .. max | build | sweep | reduce | update "
      "|\n"
      "|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
      m.key, m.title);
  for (const ParallelRow& row : m.rows) {
    const Shares& shares = row.shares;
    text +=
        fmt::format("| {} | {} | {} | {:.2f} | {:.2f} .. {:.2f} | {} | {} | {} | {} |\n", row.batch,
                    row.threads, short_number(row.microseconds.median), row.efficiency.median,
                    row.efficiency.min, row.efficiency.max, percent(shares.build),
                    percent(shares.sweep), percent(shares.reduce), percent(shares.update));
  }
  return text;
}

nlohmann::json as_json(const Spread& spread) {
  return {{"min", spread.min}, {"median", spread.median}, {"max", spread.max}};
}

}  // namespace

std::string as_text(const Measurement& m) {
  std::string text = fmt::format("{}  {}   ({} rounds)\n", m.key, m.title, m.rounds);
  text +=
      fmt::format("    {:<38}{:>10}{:>20}{:>14}\n", "", "ratio", "min .. max", "ns a " + m.unit);
  for (const Row& row : m.rows)
    text += fmt::format("    {:<38}{:>10}{:>20}{:>14}\n", row.name, short_number(row.ratio.median),
                        short_number(row.ratio.min) + " .. " + short_number(row.ratio.max),
                        short_number(row.nanoseconds.median));
  for (const Absent& absent : m.absent)
    text += fmt::format("    {:<38}{:>10}  {}\n", absent.name, "absent", absent.reason);
  return text;
}

std::string as_text(const ParallelMeasurement& m) {
  std::string text = fmt::format("{}  {}   ({} rounds)\n", m.key, m.title, m.rounds);
  text +=
      fmt::format("{:>9}{:>9}{:>12}{:>13}{:>16}{:>9}{:>8}{:>8}{:>8}\n", "batch", "threads",
                  "us a step", "efficiency", "min .. max", "build", "sweep", "reduce", "update");
  for (const ParallelRow& row : m.rows) {
    const Shares& shares = row.shares;
    text += fmt::format("{:>9}{:>9}{:>12}{:>13.2f}{:>16}{:>9}{:>8}{:>8}{:>8}\n", row.batch,
                        row.threads, short_number(row.microseconds.median), row.efficiency.median,
                        fmt::format("{:.2f} .. {:.2f}", row.efficiency.min, row.efficiency.max),
                        percent(shares.build), percent(shares.sweep), percent(shares.reduce),
                        percent(shares.update));
  }
  return text;
}

std::string as_markdown(const Report& report) {
  const Machine& machine = report.machine;
  std::string text = fmt::format(
      "# Benchmarks\n\n"
      "Written by `cmake --workflow --preset bench`; do not edit.\n\n"
      "Every contestant runs in one process, on one core ({}; {}), in turn, round by round. A "
      "ratio "
      "is to the first row in the same round; given are its median over the rounds and its "
      "smallest "
      "and largest value, then the median time. Time is the thread's CPU time. Before anything is "
      "timed, every contestant's value and gradient are compared with the first row's, to a "
      "relative "
      "1e-10; one that differs ends the run.\n\n"
      "Compiled with {}; riserun's library is the portable one and chose its {} kernels.\n",
      machine.processor, machine.caches, machine.compiler, machine.kernels);
  for (const Measurement& m : report.measurements) {
    text += fmt::format("\n## {} · {}\n\n| | ratio | min .. max | ns a {} |\n|---|--:|--:|--:|\n",
                        m.key, m.title, m.unit);
    for (const Row& row : m.rows)
      text += fmt::format("| {} | {} | {} .. {} | {} |\n", row.name, short_number(row.ratio.median),
                          short_number(row.ratio.min), short_number(row.ratio.max),
                          short_number(row.nanoseconds.median));
    for (const Absent& absent : m.absent)
      text += fmt::format("| {} | absent: {} | | |\n", absent.name, absent.reason);
  }
  if (report.parallel) text += as_markdown(*report.parallel);
  return text;
}

std::string as_json(const Report& report) {
  const Machine& machine = report.machine;
  nlohmann::ordered_json all{{"machine",
                              {{"processor", machine.processor},
                               {"cores", machine.cores},
                               {"caches", machine.caches},
                               {"compiler", machine.compiler},
                               {"kernels", machine.kernels}}}};
  for (const Measurement& m : report.measurements) {
    nlohmann::ordered_json rows = nlohmann::json::array(), absent = nlohmann::json::array();
    for (const Row& row : m.rows)
      rows.push_back({{"name", row.name},
                      {"ratio", as_json(row.ratio)},
                      {"nanoseconds", as_json(row.nanoseconds)}});
    for (const Absent& one : m.absent)
      absent.push_back({{"name", one.name}, {"reason", one.reason}});
    all["workloads"].push_back({{"key", m.key},
                                {"title", m.title},
                                {"unit", m.unit},
                                {"rounds", m.rounds},
                                {"rows", rows},
                                {"absent", absent}});
  }
  if (report.parallel) {
    nlohmann::ordered_json rows = nlohmann::json::array();
    for (const ParallelRow& row : report.parallel->rows)
      rows.push_back({{"batch", row.batch},
                      {"threads", row.threads},
                      {"microseconds", as_json(row.microseconds)},
                      {"efficiency", as_json(row.efficiency)},
                      {"shares",
                       {{"build", row.shares.build},
                        {"sweep", row.shares.sweep},
                        {"reduce", row.shares.reduce},
                        {"update", row.shares.update}}}});
    all["parallel"] = {{"key", report.parallel->key},
                       {"title", report.parallel->title},
                       {"rounds", report.parallel->rounds},
                       {"rows", rows}};
  }
  return all.dump(2) + "\n";
}

}  // namespace bench
