#include "bench/harness.hpp"

#include <ctime>

#include <algorithm>
#include <cmath>
#include <limits>

namespace bench {

namespace {

constexpr double kTolerance = 1e-10;

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// A contestant with its pace.
struct Runner {
  Contestant* contestant;
  std::size_t steps = 1;  // of a slot
  std::size_t next = 0;   // number of the next step
  std::vector<double> nanoseconds;

  double run(std::size_t count) {
    const double begin = thread_seconds();
    for (std::size_t i = 0; i < count; ++i) contestant->step(next++);
    return thread_seconds() - begin;
  }
  // Warms up, and finds how many steps fill a slot.
  void pace(double slot_seconds) {
    run(1);
    for (;;) {
      const double seconds = run(steps);
      if (seconds >= slot_seconds / 2) {
        const double wanted = static_cast<double>(steps) * slot_seconds / seconds;
        steps = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(wanted)));
        return;
      }
      steps *= 2;
    }
  }
  void round() {
    const double seconds = run(steps);
    nanoseconds.push_back(1e9 * seconds / (static_cast<double>(steps) * contestant->work()));
  }
};

}  // namespace

double relative_difference(const std::vector<double>& a, const std::vector<double>& b) {
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  if (a.size() != b.size()) return kInfinite;
  double largest = 0;
  for (const double x : b) {
    if (!std::isfinite(x)) return kInfinite;
    largest = std::max(largest, std::abs(x));
  }
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = std::abs(a[i] - b[i]);
    if (!std::isfinite(difference)) return kInfinite;
    if (difference > 0)
      worst = std::max(worst, difference / std::max(std::abs(b[i]), largest / 1000));
  }
  return worst;
}

void verify(const Workload& workload) {
  for (const std::size_t step : {0, 1, 5, 0}) {
    Contestant& unit = *workload.contestants.front();
    unit.step(step);
    const std::vector<double> expected = unit.result();
    if (std::ranges::all_of(expected, [](double x) { return x == 0; }))
      throw WrongGradient(workload.key + ": the gradient of " + unit.name() + " is all zero");
    for (const auto& contestant : workload.contestants) {
      if (contestant.get() == &unit) continue;
      contestant->step(step);
      std::vector<double> wanted = expected;
      if (!contestant->differentiates()) wanted.resize(1);
      const double difference = relative_difference(contestant->result(), wanted);
      if (!(difference <= kTolerance))
        throw WrongGradient(workload.key + ": the gradient of \"" + contestant->name() +
                            "\" differs from \"" + unit.name() + "\" by " +
                            std::to_string(difference) + " of its size in step " +
                            std::to_string(step) + "; it will not be timed");
    }
  }
}

Spread spread(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  const double median =
      values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  return {values.front(), median, values.back()};
}

Measurement measure(const Workload& workload, const MeasureOptions& options) {
  verify(workload);
  std::vector<Runner> runners;
  for (const auto& contestant : workload.contestants)
    runners.push_back({contestant.get(), 1, 0, {}});
  for (Runner& runner : runners) runner.pace(options.slot_milliseconds / 1000);

  const double begin = thread_seconds();
  int rounds = 0;
  while (rounds < options.rounds) {
    // The order rotates, so that no contestant always follows the same one.
    for (std::size_t i = 0; i < runners.size(); ++i)
      runners[(i + static_cast<std::size_t>(rounds)) % runners.size()].round();
    ++rounds;
    if (rounds >= 3 && thread_seconds() - begin > options.budget_seconds) break;
  }

  Measurement measurement{workload.key, workload.title, workload.about, workload.unit, rounds,
                          {},           workload.absent};
  for (const Runner& runner : runners) {
    std::vector<double> ratios;
    for (int r = 0; r < rounds; ++r)
      ratios.push_back(runner.nanoseconds[r] / runners.front().nanoseconds[r]);
    measurement.rows.push_back(
        {runner.contestant->name(), spread(runner.nanoseconds), spread(ratios)});
  }
  return measurement;
}

}  // namespace bench
