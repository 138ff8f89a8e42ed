#include <riserun/check/functions/gathering.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace riserun::check {

Gathering::Gathering(std::string name, std::size_t rows, const Options& options)
    : options_(options) {
  report_.name = std::move(name);
  report_.seed = options.seed;
  report_.variadic = rows == 0;
  for (std::size_t i = 0; i < std::max<std::size_t>(rows, 1); ++i)
    tallies_.emplace_back(static_cast<int>(i));
}

void Gathering::keep(PointReport point) {
  if (!is_wrong(point.verdict) && point.verdict != Verdict::inconclusive) return;
  std::vector<PointReport>& kept = is_wrong(point.verdict) ? report_.wrong : report_.unclear;
  if (static_cast<int>(kept.size()) < options_.kept_failures) kept.push_back(std::move(point));
}

void Gathering::add(PointReport point) {
  tallies_[report_.variadic ? 0 : static_cast<std::size_t>(point.operand)].add(point);
  keep(std::move(point));
}

void Gathering::add(const GradientReport& report, const std::string& subject) {
  for (const GradientAtPoint& point : report.points) {
    for (PointReport slope : point.slopes) {
      slope.subject = subject;
      // A wrong direction says less than the coordinates it was traced to.
      const bool traced = is_wrong(slope.verdict) && !point.wrong.empty();
      tallies_[report_.variadic ? 0 : static_cast<std::size_t>(slope.operand)].add(slope);
      if (!traced) keep(std::move(slope));
    }
    for (PointReport coordinate : point.wrong) {
      coordinate.subject = subject;
      keep(std::move(coordinate));
    }
    if (!point.failure.empty())
      fail(point.failure + (point.repro.empty() ? "" : "\n  repro: " + point.repro));
  }
}

void Gathering::fail(std::string what) {
  if (static_cast<int>(report_.engine.size()) < std::max(1, options_.kept_failures))
    report_.engine.push_back(std::move(what));
}

OpReport Gathering::close() {
  for (std::size_t i = 0; i < tallies_.size(); ++i) {
    const OperandReport operand =
        tallies_[i].close(options_, fmt::format("coordinate {}", i), report_.gaps);
    if (operand.points > 0) report_.operands.push_back(operand);
  }
  if (!report_.engine.empty()) report_.gaps.clear();  // what failed left nothing to be judged
  return std::move(report_);
}

}  // namespace riserun::check
