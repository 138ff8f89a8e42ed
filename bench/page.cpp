// docs/benchmarks.md
#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bench/numbers.hpp"
#include "bench/report.hpp"

namespace bench {

namespace {

std::string whole_title(const Measurement& m) { return m.title; }
std::string short_title(const Measurement& m) {
  return m.title.substr(0, m.title.find_first_of(",:"));
}

// The median ratios of all workloads, a line for each contestant that is in at least so many.
std::string summary(const std::vector<Measurement>& measurements,
                    std::string (*title)(const Measurement&), std::ptrdiff_t least) {
  // In the order of the workload with most contestants, then the others'.
  std::vector<const Measurement*> longest_first;
  for (const Measurement& m : measurements) longest_first.push_back(&m);
  std::ranges::stable_sort(longest_first, std::ranges::greater{},
                           [](const Measurement* m) { return m->rows.size(); });
  std::vector<std::string> names;
  for (const Measurement* m : longest_first)
    for (const Row& row : m->rows)
      if (std::ranges::find(names, row.name) == names.end()) names.push_back(row.name);
  std::string head = "| ratio to \"hand\" |", rule = "|---|", lines;
  for (const Measurement& m : measurements) {
    head += fmt::format(" {} {} |", m.key, title(m));
    rule += "--:|";
  }
  const auto is_in = [](const std::string& name) {
    return [&name](const Measurement& m) {
      return std::ranges::find(m.rows, name, &Row::name) != m.rows.end();
    };
  };
  for (const std::string& name : names) {
    if (std::ranges::count_if(measurements, is_in(name)) < least) continue;
    lines += "| " + name + " |";
    for (const Measurement& m : measurements) {
      const auto row = std::ranges::find(m.rows, name, &Row::name);
      lines += row == m.rows.end() ? " |" : " " + short_number(row->ratio.median) + " |";
    }
    lines += "\n";
  }
  return head + "\n" + rule + "\n" + lines;
}

std::string section(const Measurement& m) {
  std::string text =
      fmt::format("\n## {}: {}\n\n{}\n\n| | ratio | min .. max | ns / {} |\n|---|--:|--:|--:|\n",
                  m.key, m.title, m.about, m.unit);
  for (const Row& row : m.rows)
    text += fmt::format("| {} | {} | {} .. {} | {} |\n", row.name, short_number(row.ratio.median),
                        short_number(row.ratio.min), short_number(row.ratio.max),
                        short_number(row.nanoseconds.median));
  for (const Absent& absent : m.absent)
    text += fmt::format("| {} | absent: {} | | |\n", absent.name, absent.reason);
  return text;
}

std::string section(const ParallelMeasurement& m) {
  std::string text = fmt::format(
      "\n## {}: {}\n\n"
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

}  // namespace

std::string as_markdown(const Report& report) {
  const Machine& machine = report.machine;
  std::string text = fmt::format(
      "# Benchmarks\n\n"
      "<!-- Written by `cmake --workflow --preset bench`; edits are lost. -->\n\n"
      "On {} ({}), compiled with {}. riserun's library is the portable one; it chose its {} "
      "kernels. Double precision throughout.\n\n"
      "The contestants of a workload run in one process and on one core, in turn, round by round, "
      "about {:g} ms each; the order rotates. A ratio is to \"hand\" in the same round, and "
      "less "
      "is faster. Given are the median over the rounds, the smallest and the largest ratio, and "
      "the "
      "median time, which is the thread's CPU time. Before anything is timed, every contestant's "
      "value and gradient are compared with those of \"hand\" to a relative 1e-10; one that "
      "differs "
      "ends the run.\n\n",
      machine.processor, machine.caches, machine.compiler, machine.kernels,
      report.options.slot_milliseconds);
  text += summary(report.measurements, whole_title, 1);
  for (const Measurement& m : report.measurements) text += section(m);
  if (report.parallel) text += section(*report.parallel);
  return text;
}

std::string in_readme(std::string readme, const Report& report) {
  constexpr std::string_view kBegin = "<!-- speeds -->\n", kEnd = "<!-- end of speeds -->";
  const std::size_t begin = readme.find(kBegin), end = readme.find(kEnd);
  if (begin == std::string::npos || end == std::string::npos || end < begin)
    throw std::runtime_error(fmt::format("the README has no lines {} and {} for the table",
                                         kBegin.substr(0, kBegin.size() - 1), kEnd));
  return readme.replace(begin + kBegin.size(), end - begin - kBegin.size(),
                        summary(report.measurements, short_title, 2));
}

}  // namespace bench
