#include <riserun/plots/kinds/slope_chart.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/plots/kinds/usual_range.hpp>

namespace riserun::plots {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// What lies beyond the range, as gaps.
std::vector<double> clipped(std::vector<double> y, UsualRange range) {
  for (double& v : y)
    if (!(v >= range.low && v <= range.high)) v = kNaN;
  return y;
}

/// A height that the panel has anyway.
double somewhere(const std::vector<double>& y) { return usual_range(y).low; }

/// Frames of one chart: what they share, and what each adds.
class SlopePicture {
 public:
  explicit SlopePicture(const SlopeColumns& columns) : c_(columns) {
    for (const auto& column : {c_.run, c_.rise, c_.error})
      if (column.size() != c_.h.size())
        throw DataError(
            fmt::format("slope: a column has {} runs instead of {}", column.size(), c_.h.size()));
    if (c_.x.size() != c_.y.size())
      throw DataError(fmt::format("slope: {} places and {} heights", c_.x.size(), c_.y.size()));
    range_ = usual_range(c_.y);
    const double air = 0.15 * (range_.high - range_.low);
    range_ = {std::min(range_.low - air, c_.at_y), std::max(range_.high + air, c_.at_y)};
    for (std::size_t k = 0; k < c_.h.size(); ++k)
      if (c_.run[k] != 0) rows_.push_back(k);
    errors_ = std::ranges::any_of(rows_, [&](std::size_t k) { return drawn(k); });
    if (errors_) std::erase_if(rows_, [&](std::size_t k) { return !drawn(k); });
  }

  [[nodiscard]] const std::vector<std::size_t>& rows() const { return rows_; }

  /// `shown`: the run that stands out; none: all of them.
  [[nodiscard]] Chart chart(std::optional<std::size_t> shown) const {
    // Of one height whatever they say: frames lie on each other.
    Chart chart{.title = c_.title, .height = errors_ ? 860 : 540, .theme = c_.theme};
    chart.subtitle = subtitle(shown);
    chart.panels.push_back(curve(shown));
    if (errors_) chart.panels.push_back(errors(shown));
    return chart;
  }

 private:
  [[nodiscard]] double slope(std::size_t k) const { return c_.rise[k] / c_.run[k]; }

  [[nodiscard]] std::string subtitle(std::optional<std::size_t> shown) const {
    if (shown)
      return fmt::format("h = {:.3g}: rise {:.6g} / run {:.6g} = {:.9g}", c_.h[*shown],
                         c_.rise[*shown], c_.run[*shown], slope(*shown));
    return c_.note;
  }

  /// A straight line through the point, from edge to edge of the picture.
  [[nodiscard]] Series line(double slope, const std::string& name) const {
    Series series{.name = name};
    for (const double x : {c_.x.front(), c_.x.back()}) {
      const double wanted = c_.at_y + slope * (x - c_.at_x);
      const double y = std::clamp(wanted, range_.low, range_.high);
      series.x.push_back(y == wanted || slope == 0 ? x : c_.at_x + (y - c_.at_y) / slope);
      series.y.push_back(y);
    }
    return series;
  }

  [[nodiscard]] Panel curve(std::optional<std::size_t> shown) const {
    Panel panel{.x_label = c_.variable, .y_label = c_.function, .height_share = 1.4};
    panel.series.push_back({.name = {},
                            .x = {c_.x.front(), c_.x.back()},
                            .y = {range_.low, range_.high},
                            .invisible = true});
    for (const std::size_t k : rows_) {
      if (shown && k >= *shown) break;
      Series secant = line(slope(k), "");
      secant.color = kSecant;
      secant.faint = true;
      panel.series.push_back(std::move(secant));
    }
    panel.series.push_back({.name = c_.function,
                            .x = c_.x,
                            .y = clipped(c_.y, range_),
                            .color = kCurve,
                            .gaps_meant = true});
    if (c_.tangent) {
      Series tangent = line(*c_.tangent, "tangent");
      tangent.style = shown ? Style::dashed : Style::line;
      tangent.color = kTangent;
      panel.series.push_back(std::move(tangent));
    }
    Series ends{.name = {},
                .x = {c_.at_x},
                .y = {c_.at_y},
                .style = Style::points,
                .color = kCurve,
                .rimmed = true};
    if (shown) {
      Series secant = line(slope(*shown), "secant");
      secant.color = kSecant;
      panel.series.push_back(std::move(secant));
      const double end = c_.at_y + c_.rise[*shown];
      if (end >= range_.low && end <= range_.high) {
        ends.x.push_back(c_.at_x + c_.run[*shown]);
        ends.y.push_back(end);
      }
    }
    panel.series.push_back(std::move(ends));
    return panel;
  }

  /// Whether a run has a place on the logarithmic axes.
  [[nodiscard]] bool drawn(std::size_t k) const {
    return std::isfinite(c_.error[k]) && c_.error[k] < kLargest && c_.h[k] > kSmallest &&
           c_.h[k] < kLargest;
  }

  /// Where an error of 0 is drawn: it has no place on a logarithmic axis.
  [[nodiscard]] double least_error() const {
    double least = std::numeric_limits<double>::infinity();
    for (const std::size_t k : rows_)
      if (c_.error[k] > 0) least = std::min(least, c_.error[k]);
    return std::isfinite(least) ? least / 10 : 1e-16;
  }

  [[nodiscard]] Panel errors(std::optional<std::size_t> shown) const {
    Panel panel{.x_label = "length of the run, h", .y_label = "error of the slope"};
    panel.log_x = panel.log_y = true;
    const double least = least_error();
    const bool zeros = std::ranges::any_of(rows_, [&](std::size_t k) { return c_.error[k] == 0; });
    Series all{.name = zeros ? "error (0 is drawn at the bottom)" : "error",
               .style = Style::line,
               .color = kSecant,
               .faint = shown.has_value()};
    Series so_far{.name = {}, .style = Style::points, .color = kSecant};
    Series rounding{.name = "rounding of f / run", .style = Style::dashed, .color = kTangent};
    for (const std::size_t k : rows_) {
      if (!c_.rounding.empty() && c_.rounding[k] >= least && c_.rounding[k] > kSmallest) {
        rounding.x.push_back(c_.h[k]);
        rounding.y.push_back(c_.rounding[k]);
      }
      const double error = std::max(c_.error[k], least);
      all.x.push_back(c_.h[k]);
      all.y.push_back(error);
      if (shown && k > *shown) continue;
      so_far.x.push_back(c_.h[k]);
      so_far.y.push_back(error);
    }
    const std::optional<std::size_t> marked = shown ? shown : c_.best;
    if (marked && drawn(*marked))
      panel.markers.push_back(
          {.x = c_.h[*marked],
           .label = fmt::format("{}h = {:.3g}", shown ? "" : "best: ", c_.h[*marked]),
           .y = std::max(c_.error[*marked], least)});
    if (!rounding.x.empty()) panel.series.push_back(std::move(rounding));
    panel.series.push_back(std::move(all));
    panel.series.push_back(std::move(so_far));
    return panel;
  }

  static constexpr double kSmallest = 1e-290, kLargest = 1e290;  // beyond, axes have no ticks
  static constexpr int kCurve = 0, kSecant = 1, kTangent = 2;
  const SlopeColumns& c_;
  UsualRange range_;
  std::vector<std::size_t> rows_;  // those with a run and, where any has, a place for its error
  bool errors_ = false;            // there are such places
};

}  // namespace

Chart slope_chart(const SlopeColumns& columns) { return SlopePicture(columns).chart({}); }

std::vector<Chart> slope_frames(const SlopeColumns& columns) {
  const SlopePicture picture(columns);
  std::vector<Chart> frames;
  for (const std::size_t k : picture.rows()) frames.push_back(picture.chart(k));
  frames.push_back(picture.chart({}));
  return frames;
}

Chart function_chart(const FunctionColumns& columns) {
  Chart chart{.title = columns.title, .share_x = true, .theme = columns.theme};
  const auto add = [&](const std::string& name, const std::vector<double>& x,
                       const std::vector<double>& y, int color) {
    if (x.size() != y.size())
      throw DataError(fmt::format("function: {} places and {} heights", x.size(), y.size()));
    Panel panel{.x_label = columns.variable, .y_label = name};
    panel.series.push_back(
        {.name = {}, .x = x, .y = clipped(y, usual_range(y)), .color = color, .gaps_meant = true});
    if (!columns.x.empty())  // the whole interval, also where there is nothing
      panel.series.push_back({.name = {},
                              .x = {columns.x.front(), columns.x.back()},
                              .y = {somewhere(y), somewhere(y)},
                              .invisible = true});
    chart.panels.push_back(std::move(panel));
  };
  add(columns.function, columns.x, columns.y, 0);
  add(fmt::format("d{}/d{}", columns.function, columns.variable), columns.slope_x, columns.slope,
      1);
  return chart;
}

}  // namespace riserun::plots
