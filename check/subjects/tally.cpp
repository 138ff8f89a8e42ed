#include <riserun/check/subjects/tally.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace riserun::check {

void Tally::add(const PointReport& point) {
  ++report_.points;
  if (point.by_twin) ++report_.by_twin;
  if (!std::isnan(point.ulps)) report_.worst_ulps = std::max(report_.worst_ulps, point.ulps);
  const bool judged = point.verdict == Verdict::pass || is_wrong(point.verdict);
  if (judged && !point.absolute && !std::isnan(point.relative))
    report_.worst_relative = std::max(report_.worst_relative, point.relative);
  switch (point.verdict) {
    case Verdict::pass:
      ++report_.passed;
      resolutions_.push_back(point.resolution);
      break;
    case Verdict::kink:
      ++report_.kinks;
      break;
    case Verdict::undefined:
      ++report_.undefined;
      break;
    case Verdict::inconclusive:
      ++report_.inconclusive;
      break;
    case Verdict::inaccurate:
      ++report_.inaccurate;
      break;
    case Verdict::fail:
      ++report_.failed;
      break;
  }
}

OperandReport Tally::close(const Options& options, const std::string& name,
                           std::vector<std::string>& gaps) {
  if (!resolutions_.empty()) {
    const auto middle = resolutions_.begin() + static_cast<std::ptrdiff_t>(resolutions_.size() / 2);
    std::nth_element(resolutions_.begin(), middle, resolutions_.end());
    report_.typical_resolution = *middle;
    report_.worst_resolution = *std::max_element(resolutions_.begin(), resolutions_.end());
  }
  const int wrong = report_.failed + report_.inaccurate;
  const int conclusive = report_.passed + report_.kinks + wrong;
  const int expected = report_.points - report_.undefined;
  report_.verdict = Verdict::pass;
  if (report_.failed > 0) {
    report_.verdict = Verdict::fail;
  } else if (report_.inaccurate > 0) {
    report_.verdict = Verdict::inaccurate;
  } else if (conclusive < options.least_conclusive * expected || 2 * conclusive < report_.points ||
             conclusive == 0) {
    report_.verdict = Verdict::inconclusive;
    gaps.push_back(
        fmt::format("{}: {} of {} points are conclusive", name, conclusive, report_.points));
  }
  return report_;
}

}  // namespace riserun::check
