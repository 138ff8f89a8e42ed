// Contestants of a workload, timed in turn: round by round, one after the other on one core, so
// that whatever slows the machine slows them all. A ratio is formed within a round, then the median
// over the rounds is taken.
#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace bench {

/// One way to do a workload.
class Contestant {
 public:
  /// `work`: the units of work of a step, such as data points.
  Contestant(std::string name, double work) : name_(std::move(name)), work_(work) {}
  virtual ~Contestant() = default;
  Contestant(const Contestant&) = delete;
  Contestant& operator=(const Contestant&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] double work() const { return work_; }

  /// Does step `number`; steps differ in their data, and any number is valid.
  virtual void step(std::size_t number) = 0;
  /// The value and the gradient of the last step, in an order that the workload's contestants
  /// share.
  [[nodiscard]] virtual std::vector<double> result() = 0;
  /// Whether result() is the gradient. False for a bare forward pass, whose result is the value
  /// alone.
  [[nodiscard]] virtual bool differentiates() const { return true; }

 private:
  std::string name_;
  double work_;
};

/// A peer that could not take part.
struct Absent {
  std::string name, reason;
};

struct Workload {
  std::string key;                                         // "W2"
  std::string title;                                       // "MLP 2-16-16-1, relu, hinge"
  std::string about;                                       // what is done and how, for the page
  std::string unit;                                        // what one unit of work is: "point"
  std::shared_ptr<const void> data{};                      // what the contestants refer to
  std::vector<std::unique_ptr<Contestant>> contestants{};  // the first is the unit of the ratios
  std::vector<Absent> absent{};
};

/// A contestant whose gradient is not the unit's.
class WrongGradient : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Largest |a - b| / max(|b|, largest |b| / 1000) over the elements; infinity when the sizes differ
/// or anything is not finite.
[[nodiscard]] double relative_difference(const std::vector<double>& a,
                                         const std::vector<double>& b);

/// Throws WrongGradient unless every contestant agrees with the first to 1e-10 on several steps.
void verify(const Workload& workload);

struct Spread {
  double min = 0, median = 0, max = 0;
};
[[nodiscard]] Spread spread(std::vector<double> values);

struct Row {
  std::string name;
  Spread nanoseconds;  // per unit of work
  Spread ratio;        // to the first contestant in the same round
};

struct MeasureOptions {
  int rounds = 11;
  double slot_milliseconds = 20;  // a contestant's share of a round, at least one step
  double budget_seconds = 120;    // of a workload; fewer rounds, at least 3, where it is too short
};

struct Measurement {
  std::string key, title, about, unit;
  int rounds = 0;
  std::vector<Row> rows;
  std::vector<Absent> absent;
};

/// Verifies, warms up, measures. The clock is the thread's CPU time: other processes take time from
/// a contestant's core, not from its count.
[[nodiscard]] Measurement measure(const Workload& workload, const MeasureOptions& options);

}  // namespace bench
