#include "bench/report.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bench/numbers.hpp"

namespace bench {

namespace {

nlohmann::json as_json(const Spread& spread) {
  return {{"min", spread.min}, {"median", spread.median}, {"max", spread.max}};
}

}  // namespace

std::string as_text(const Measurement& m) {
  std::string text = fmt::format("{}  {}   ({} rounds)\n", m.key, m.title, m.rounds);
  text +=
      fmt::format("    {:<38}{:>10}{:>20}{:>14}\n", "", "ratio", "min .. max", "ns / " + m.unit);
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
