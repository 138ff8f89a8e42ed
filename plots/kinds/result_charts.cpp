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

Chart image_sheet(const std::vector<Image>& images, const std::string& title,
                  const std::string& subtitle) {
  if (images.empty()) throw DataError(fmt::format("\"{}\": there is no image to draw", title));
  const auto columns = static_cast<std::size_t>(
      std::max(1.0, std::ceil(std::sqrt(1.6 * static_cast<double>(images.size())))));
  const std::size_t rows = (images.size() + columns - 1) / columns;
  constexpr double kImage = 92.0, kPitchX = 112.0, kPitchY = 126.0;  // Pixels.
  Chart chart{
      .title = title,
      .subtitle = subtitle,
      .width = std::max(420, static_cast<int>(kPitchX * static_cast<double>(columns)) + 40)};
  Panel& panel = chart.panels.emplace_back();
  panel.bare = true;
  panel.y_downward = true;
  panel.height_share = kPitchY * static_cast<double>(rows) / 400.0;
  // In pixels; an invisible rim of labels gives the panel its size.
  for (std::size_t i = 0; i < images.size(); ++i) {
    const Image& image = images[i];
    if (image.width == 0 || image.pixels.empty() || image.pixels.size() % image.width != 0)
      throw DataError(fmt::format("\"{}\": image {} has {} pixels in rows of {}", title, i + 1,
                                  image.pixels.size(), image.width));
    const std::size_t height = image.pixels.size() / image.width;
    const double left = kPitchX * static_cast<double>(i % columns) + 10.0;
    const double top = kPitchY * static_cast<double>(i / columns) + 28.0;
    const double pixel = kImage / static_cast<double>(std::max(image.width, height));
    Field field{.z = image.pixels, .bar = false};
    for (std::size_t x = 0; x < image.width; ++x)
      field.x.push_back(left + pixel * (static_cast<double>(x) + 0.5));
    for (std::size_t y = 0; y < height; ++y)
      field.y.push_back(top + pixel * (static_cast<double>(y) + 0.5));
    panel.fields.push_back(std::move(field));
    panel.labels.push_back({left + kImage / 2.0, top - 12.0, image.caption});
  }
  const double right = kPitchX * static_cast<double>(columns);
  const double bottom = kPitchY * static_cast<double>(rows);
  panel.series.push_back({.name = "",
                          .x = {0.0, right},
                          .y = {0.0, bottom},
                          .style = Style::points,
                          .invisible = true});
  return chart;
}

}  // namespace riserun::plots
