// riserun_bench: measures the workloads, prints a table of ratios, writes the page and JSON.
#include <fmt/core.h>
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <riserun/train/gradient/threads.hpp>
#include "bench/machine.hpp"
#include "bench/report.hpp"
#include "bench/workloads.hpp"

namespace {

void write(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  file << text;
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path);
}

std::string read(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error("cannot read " + path);
  return std::move(text).str();
}

int run(int argc, char** argv) {
  CLI::App app{"Times riserun beside hand-written gradients and other libraries."};
  std::vector<std::string> only;
  std::string markdown, readme, json;
  int core = -1, threads = 0;
  bench::Report report;
  app.add_option("--only", only, "workloads, such as W2,W3; all where absent")->delimiter(',');
  app.add_option("--rounds", report.options.rounds, "rounds of a workload")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  app.add_option("--slot", report.options.slot_milliseconds,
                 "milliseconds of a contestant in a round")
      ->check(CLI::Range(0.1, 10000.0))
      ->capture_default_str();
  app.add_option("--budget", report.options.budget_seconds, "most seconds of a workload")
      ->capture_default_str();
  app.add_option("--core", core, "the core to keep to; the last by default");
  app.add_option("--threads", threads, "most threads of W7; all the process may use by default")
      ->check(CLI::Range(0, 1024));
  app.add_option("--markdown", markdown, "file to write the page to");
  app.add_option("--readme", readme, "README to renew the table of speeds in")
      ->check(CLI::ExistingFile);
  app.add_option("--json", json, "file to write all numbers to");
  CLI11_PARSE(app, argc, argv);

  const auto& makers = bench::workload_makers();
  const auto wanted = [&](std::string_view key) {
    return only.empty() || std::ranges::find(only, key) != only.end();
  };
  for (const std::string& key : only)
    if (key != "W7" &&
        std::ranges::none_of(makers, [&](const auto& maker) { return maker.key == key; })) {
      fmt::print(stderr, "riserun_bench: there is no workload {}\n", key);
      return 2;
    }

  // Large blocks stay with the process, as in one that has run for a while: no contestant pays for
  // fresh pages at each step.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  report.machine = bench::this_machine();
  fmt::print("{}, {}\n{}; riserun's kernels: {}\n\n", report.machine.processor,
             report.machine.caches, report.machine.compiler, report.machine.kernels);
  for (const auto& maker : makers) {
    if (!wanted(maker.key)) continue;
    const bench::KeepToCore keep(core);
    report.measurements.push_back(bench::measure(maker.make(), report.options));
    fmt::print("{}\n", bench::as_text(report.measurements.back()));
    std::fflush(stdout);
  }
  if (wanted("W7")) {
    if (threads == 0) threads = riserun::train::available_threads();
    report.parallel = bench::measure_parallel(threads, report.options);
    fmt::print("{}\n", bench::as_text(*report.parallel));
  }
  if (!markdown.empty()) write(markdown, bench::as_markdown(report));
  if (!readme.empty()) write(readme, bench::in_readme(read(readme), report));
  if (!json.empty()) write(json, bench::as_json(report));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "riserun_bench: {}\n", error.what());
    return 1;
  }
}
