#include <riserun/plots/layout/trace.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <unordered_set>

#include <riserun/plots/layout/survey.hpp>

namespace riserun::plots {
namespace {

// Thinning starts where a pixel column has this many points on the average, which is where the four
// that are kept begin to be fewer.
constexpr double kPointsPerColumn = 4.0;

// A line that runs to and fro keeps up to four points each time it enters a column; beyond this
// many it covers its area anyway, and every n-th point shows as much.
constexpr std::size_t kMostPoints = 100'000;

std::int64_t column_of(const Axis& axis, double value, double pixels) {
  return static_cast<std::int64_t>(std::floor(axis.place(value) * pixels));
}

// Consecutive points in one pixel column, of which the first, lowest, highest and last are kept.
class ColumnPoints {
 public:
  void start(Point point, std::int64_t column) {
    first_ = lowest_ = highest_ = last_ = {point, 0};
    count_ = 1;
    column_ = column;
  }

  void add(Point point) {
    last_ = {point, count_++};
    if (point.y < lowest_.point.y) lowest_ = last_;
    if (point.y > highest_.point.y) highest_ = last_;
  }

  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::int64_t column() const { return column_; }

  // Appends the kept points in their order and forgets all of them.
  void flush(std::vector<Point>& line) {
    if (count_ == 0) return;
    const Kept& earlier = lowest_.order < highest_.order ? lowest_ : highest_;
    const Kept& later = lowest_.order < highest_.order ? highest_ : lowest_;
    line.push_back(first_.point);
    std::size_t order = 0;
    for (const Kept* kept : {&earlier, &later, static_cast<const Kept*>(&last_)}) {
      if (kept->order > order) line.push_back(kept->point);
      order = std::max(order, kept->order);
    }
    count_ = 0;
  }

 private:
  struct Kept {
    Point point;
    std::size_t order;
  };
  Kept first_{}, lowest_{}, highest_{}, last_{};
  std::size_t count_ = 0;
  std::int64_t column_ = 0;
};

void end_line(Trace& trace, std::vector<Point>& line) {
  if (line.size() == 1) trace.dots.push_back(line.front());
  if (line.size() > 1) trace.lines.push_back(line);
  line.clear();
}

void keep_every_nth(std::vector<Point>& line, std::size_t n) {
  std::vector<Point> kept;
  for (std::size_t i = 0; i + 1 < line.size(); i += n) kept.push_back(line[i]);
  kept.push_back(line.back());
  line = std::move(kept);
}

Trace trace_line(const Series& series, const Axis& x, const Axis& y, double width) {
  const bool thin = static_cast<double>(series.x.size()) > kPointsPerColumn * width;
  Trace trace;
  ColumnPoints points;
  std::vector<Point> line;
  bool gap = false;
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    const auto at_x = drawable(series.x[i], x.log);
    const auto at_y = drawable(series.y[i], y.log);
    if (!at_x || !at_y) {
      gap = true;
      continue;
    }
    const Point point{*at_x, *at_y};
    const std::int64_t column = thin ? column_of(x, *at_x, width) : static_cast<std::int64_t>(i);
    if (!points.empty() && points.column() == column) {
      gap = false;  // A gap narrower than a pixel cannot be seen.
      points.add(point);
      continue;
    }
    const bool beside = thin && !points.empty() && std::abs(column - points.column()) == 1;
    points.flush(line);
    if (gap && !beside) end_line(trace, line);
    gap = false;
    points.start(point, column);
  }
  points.flush(line);
  end_line(trace, line);
  std::size_t total = 0;
  for (const auto& part : trace.lines) total += part.size();
  if (total > kMostPoints) {
    for (auto& part : trace.lines) keep_every_nth(part, total / kMostPoints + 1);
  }
  return trace;
}

Trace trace_points(const Series& series, const Axis& x, const Axis& y, double width,
                   double height) {
  const bool thin = static_cast<double>(series.x.size()) > kPointsPerColumn * width;
  Trace trace;
  std::unordered_set<std::int64_t> taken;
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    const auto at_x = drawable(series.x[i], x.log);
    const auto at_y = drawable(series.y[i], y.log);
    if (!at_x || !at_y) continue;
    // Cells of 2 by 2 pixels: a dot covers more than its own.
    const std::int64_t cell =
        column_of(x, *at_x, width / 2.0) * 100'000 + column_of(y, *at_y, height / 2.0);
    if (!thin || taken.insert(cell).second) trace.dots.push_back({*at_x, *at_y});
  }
  return trace;
}

}  // namespace

Trace trace_series(const Series& series, const Axis& x, const Axis& y, double width,
                   double height) {
  if (series.style == Style::points) return trace_points(series, x, y, width, height);
  return trace_line(series, x, y, width);
}

std::vector<BandPart> trace_band(const Band& band, const Axis& x, const Axis& y, double width) {
  const bool thin = static_cast<double>(band.x.size()) > kPointsPerColumn * width;
  std::vector<BandPart> parts;
  bool gap = true;
  std::int64_t previous = 0;
  for (std::size_t i = 0; i < band.x.size(); ++i) {
    const auto at_x = drawable(band.x[i], x.log);
    const auto low = drawable(band.low[i], y.log);
    const auto high = drawable(band.high[i], y.log);
    if (!at_x || !low || !high) {
      gap = true;
      continue;
    }
    const std::int64_t column = thin ? column_of(x, *at_x, width) : static_cast<std::int64_t>(i);
    if (!parts.empty() && column == previous) {
      BandPart& part = parts.back();
      part.low.back() = std::min(part.low.back(), *low);
      part.high.back() = std::max(part.high.back(), *high);
    } else {
      const bool beside = thin && !parts.empty() && std::abs(column - previous) == 1;
      if (gap && !beside) parts.emplace_back();
      BandPart& part = parts.back();
      part.x.push_back(*at_x);
      part.low.push_back(*low);
      part.high.push_back(*high);
    }
    gap = false;
    previous = column;
  }
  return parts;
}

}  // namespace riserun::plots
