#include <riserun/plots/kinds/result_charts.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <riserun/base/errors.hpp>
#include <riserun/plots/layout/axis.hpp>
#include <riserun/plots/layout/text.hpp>

namespace riserun::plots {
namespace {

void add_diagonal(Panel& panel, const char* name, double low, double high) {
  panel.series.push_back({.name = name,
                          .x = {low, high},
                          .y = {low, high},
                          .style = Style::dashed,
                          .color = 6,
                          .faint = true});
}

}  // namespace

RocCurve roc_curve(const Scores& scores) {
  const std::size_t size = scores.score.size();
  const auto positives = std::count(scores.yes.begin(), scores.yes.end(), true);
  const auto negatives = static_cast<std::ptrdiff_t>(size) - positives;
  if (scores.yes.size() != size || positives == 0 || negatives == 0 ||
      std::any_of(scores.score.begin(), scores.score.end(), [](double s) { return std::isnan(s); }))
    throw DataError(
        fmt::format("ROC of \"{}\": {} scores, {} yes, {} no: it needs points of both "
                    "kinds and a number for each",
                    scores.name, size, positives, negatives));
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return scores.score[a] > scores.score[b]; });
  RocCurve curve{{0.0}, {0.0}};
  double yes = 0.0, no = 0.0;
  for (std::size_t i = 0; i < size;) {
    const double threshold = scores.score[order[i]];
    for (; i < size && scores.score[order[i]] == threshold; ++i)
      ++(scores.yes[order[i]] ? yes : no);
    const double x = no / static_cast<double>(negatives), y = yes / static_cast<double>(positives);
    curve.area += (x - curve.false_positive.back()) * (y + curve.true_positive.back()) / 2.0;
    curve.false_positive.push_back(x);
    curve.true_positive.push_back(y);
  }
  return curve;
}

Chart roc_chart(const std::vector<Scores>& all, const std::string& title) {
  Chart chart{.title = title, .width = 620, .height = 560};
  std::vector<std::string> names;
  for (const Scores& scores : all) names.push_back(scores.name);
  // Two curves in a row of the legend, which makes the picture higher where there are many.
  names = fit_names(names, names.size() > 6 ? 13.0 : 35.0);
  constexpr std::size_t kRows = 6;
  const std::size_t rows = std::clamp(names.size() / 2 + 1, kRows, 4 * kRows);
  chart.height += 20 * static_cast<int>(rows - kRows);
  Panel& panel = chart.panels.emplace_back();
  panel.legend_rows = static_cast<int>(rows);
  panel.x_label = "false positives, share of all negatives";
  panel.y_label = "true positives, share of all positives";
  panel.y_percent = true;
  panel.y_floor = 0.0;
  panel.y_ceiling = 1.0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const RocCurve curve = roc_curve(all[i]);
    panel.series.push_back({.name = fmt::format("{}: area {:.4g}", names[i], curve.area),
                            .x = curve.false_positive,
                            .y = curve.true_positive});
  }
  add_diagonal(panel, "guessing", 0.0, 1.0);
  return chart;
}

Chart prediction_chart(const std::vector<double>& truth, const std::vector<double>& predicted,
                       const std::string& target, const std::string& title) {
  Chart chart{.title = title, .width = 620, .height = 580};
  Panel& panel = chart.panels.emplace_back();
  panel.x_label = "true " + target;
  panel.y_label = "predicted " + target;
  panel.series.push_back(
      {.name = "points", .x = truth, .y = predicted, .style = Style::points, .rimmed = true});
  Extent range;
  for (const double value : truth)
    if (std::isfinite(value)) range.add(value);
  if (!range.empty) add_diagonal(panel, "equal", range.low, range.high);
  return chart;
}

}  // namespace riserun::plots
