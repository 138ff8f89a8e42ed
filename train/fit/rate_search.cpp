#include <riserun/train/fit/rate_search.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/train/fit/divergence.hpp>

namespace riserun::train {
namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

double median_loss(const std::vector<RatePoint>& points, std::size_t begin, std::size_t end) {
  std::vector<double> losses;
  for (std::size_t i = begin; i < end; ++i) losses.push_back(points[i].loss);
  return median(std::move(losses));
}

/// The loss around each point: the median of it and `reach` neighbours on either side, which one
/// batch with an outlier does not move.
std::vector<double> typical_losses(const std::vector<RatePoint>& points, std::size_t reach) {
  std::vector<double> typical;
  for (std::size_t i = 0; i < points.size(); ++i)
    typical.push_back(
        median_loss(points, i - std::min(i, reach), std::min(points.size(), i + reach + 1)));
  return typical;
}

/// Where the fall to the least begins: the last point before it whose typical loss has not yet done
/// a quarter of the way. `typical.size()` where the whole way is within the batches' noise, or less
/// than 5 % of the loss. The rates of the start are too small to change anything.
std::size_t begin_of_fall(const std::vector<RatePoint>& points, const std::vector<double>& typical,
                          std::size_t reach, std::size_t least) {
  const std::size_t start = std::max(2 * reach + 1, points.size() / 10);
  if (least < start) return typical.size();
  const double level = median_loss(points, 0, start);
  std::vector<double> distances;
  for (std::size_t i = 0; i < start; ++i) distances.push_back(std::abs(points[i].loss - level));
  // 1.48 for the deviation from the median distance, 1.25 / sqrt(n) for that of a median of n.
  const double deviation = 1.48 * median(std::move(distances));
  const double noise = 1.25 * deviation / std::sqrt(2.0 * static_cast<double>(reach) + 1.0);
  const double way = level - typical[least];
  if (!(way > std::max(3.0 * noise, 0.05 * std::abs(level)))) return typical.size();
  std::size_t i = least;
  while (i > 0 && typical[i] < level - way / 4) --i;
  return i;
}

/// The slope of the straight line through losses[begin, end) over ln(rate).
double slope_of(const std::vector<RatePoint>& points, const std::vector<double>& losses,
                std::size_t begin, std::size_t end) {
  const auto count = static_cast<double>(end - begin);
  double x_mean = 0.0, y_mean = 0.0;
  for (std::size_t i = begin; i < end; ++i) {
    x_mean += std::log(points[i].rate) / count;
    y_mean += losses[i] / count;
  }
  double xy = 0.0, xx = 0.0;
  for (std::size_t i = begin; i < end; ++i) {
    const double x = std::log(points[i].rate) - x_mean;
    xy += x * (losses[i] - y_mean);
    xx += x * x;
  }
  return xy / xx;
}

/// The options of a training whose rate grows from the lowest to the highest in search.steps
/// updates.
TrainerOptions with_growing_rate(const TrainerOptions& options, std::size_t points,
                                 const RateSearch& search) {
  const auto steps = static_cast<double>(search.steps);
  const double growth = std::log(search.highest / search.lowest) / (steps - 1.0);
  TrainerOptions sweep = options;
  set_learning_rate(sweep.optimizer, search.lowest);
  sweep.schedule = {};
  sweep.learning_rate_factor = [=](long step, long) {
    return std::exp(growth * static_cast<double>(step));
  };
  const std::size_t batches = (points + sweep.batch_size - 1) / sweep.batch_size;
  const std::size_t updates = (batches + sweep.accumulate - 1) / sweep.accumulate;
  sweep.epochs = search.steps / static_cast<int>(std::min<std::size_t>(updates, 1'000'000)) + 1;
  sweep.restore_best = false;
  sweep.patience = 0;
  sweep.on_epoch = nullptr;
  return sweep;
}

/// Collects the curve while a run goes on, and says when there is no more to learn.
class Recorder {
 public:
  explicit Recorder(const RateSearch& search) : search_(search) {}

  void add(const BatchReport& report) {
    loss_ += report.loss;
    ++batches_;
    if (report.step == step_) return;  // the update takes more batches
    step_ = report.step;
    add(report.learning_rate, loss_ / batches_);
    loss_ = batches_ = 0;
  }
  [[nodiscard]] bool done() const { return done_; }
  [[nodiscard]] std::vector<RatePoint> take() { return std::move(points_); }

 private:
  void add(double rate, double loss) {
    mean_ = search_.smoothing * mean_ + (1.0 - search_.smoothing) * loss;
    weight_ = search_.smoothing * weight_ + (1.0 - search_.smoothing);
    const double smoothed = mean_ / weight_;  // the first ones count fully from the start
    points_.push_back({rate, loss, smoothed});
    done_ = points_.size() >= static_cast<std::size_t>(search_.steps) || explodes();
  }

  // Whether the latest losses, but for outliers, are far above the least of earlier ones.
  bool explodes() {
    constexpr std::size_t kLatest = 9;
    if (points_.size() < 20) return false;
    const double latest = median_loss(points_, points_.size() - kLatest, points_.size());
    least_ = std::min(least_, latest);
    return latest > search_.explosion * least_;
  }

  RateSearch search_;
  long step_ = 0;      // the last one that is recorded
  double loss_ = 0.0;  // sum over the batches of the update under way
  int batches_ = 0;    // of it
  double mean_ = 0.0, weight_ = 0.0, least_ = std::numeric_limits<double>::infinity();
  bool done_ = false;
  std::vector<RatePoint> points_;
};

}  // namespace

void RateSearch::validate() const {
  const auto require = [](bool fine, const char* what) {
    if (!fine) throw ConfigError(std::string("the search for a learning rate: ") + what);
  };
  require(std::isfinite(lowest) && lowest > 0.0, "the lowest must be a finite number > 0");
  require(std::isfinite(highest) && highest > lowest, "the highest must be above the lowest");
  require(steps >= 20, "it takes at least 20 steps");
  require(smoothing >= 0.0 && smoothing < 1.0, "the smoothing must be >= 0 and < 1");
  require(explosion > 1.0, "the factor that ends it must be > 1");
}

std::string RateCurve::to_csv() const {
  std::string text = "learning_rate,loss,smoothed_loss\n";
  for (const RatePoint& point : points)
    text += fmt::format("{},{},{}\n", point.rate, point.loss, point.smoothed_loss);
  return text;
}

RateCurve rate_curve(std::vector<RatePoint> points) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  RateCurve curve{std::move(points), kNone, kNone};
  const std::vector<RatePoint>& all = curve.points;
  if (all.empty()) return curve;
  const std::size_t reach = std::clamp<std::size_t>(all.size() / 14, 2, 7);
  const std::vector<double> typical = typical_losses(all, reach);
  const auto least = static_cast<std::size_t>(std::ranges::min_element(typical) - typical.begin());
  curve.least = all[least].rate;
  const std::size_t width = std::max<std::size_t>(5, all.size() / 10);
  const std::size_t fall = begin_of_fall(all, typical, reach, least);
  // Before the fall there is only noise, beyond the least noise and explosion.
  double steepest = 0.0;
  for (std::size_t begin = fall - std::min(fall, width / 2); begin + width <= least + 1; ++begin) {
    const double slope = slope_of(all, typical, begin, begin + width);
    if (!(slope < steepest)) continue;
    steepest = slope;
    curve.suggestion = all[begin + width / 2].rate;
  }
  if (std::isnan(curve.suggestion)) return curve;
  // Where batches differ much, the steepest place is luck. A tenth of the rate that goes all but
  // the whole way is what a run stands.
  const double nearly = typical[least] + 0.05 * (typical[fall] - typical[least]);
  std::size_t there = fall;
  while (typical[there] > nearly) ++there;
  curve.suggestion = std::max(curve.suggestion, all[there].rate / 10);
  return curve;
}

RateCurve search_rate(const TrainerOptions& options, nn::ParameterSet& parameters,
                      std::size_t points, const RateSearch& search,
                      const std::function<void(Trainer&)>& fit) {
  search.validate();
  if (points == 0) throw DataError("there are no points to search a learning rate with");
  TrainerOptions sweep = with_growing_rate(options, points, search);
  Recorder recorder(search);
  sweep.on_batch = [&](const BatchReport& report) { recorder.add(report); };
  sweep.stop_requested = [&, stop = options.stop_requested] {
    return recorder.done() || (stop && stop());
  };
  const std::vector<double> before(parameters.data().begin(), parameters.data().end());
  const auto restore = [&] { std::ranges::copy(before, parameters.data().begin()); };
  Trainer trainer(sweep);
  try {
    fit(trainer);
  } catch (const DivergedError&) {  // the end of the curve
  } catch (...) {
    restore();
    throw;
  }
  restore();
  return rate_curve(recorder.take());
}

RateCurve search_rate(const TrainerOptions& options, nn::MLP& model, const nn::AnyLoss& loss,
                      const Dataset& training, const RateSearch& search) {
  return search_rate(options, model.parameters(), training.size(), search,
                     [&](Trainer& trainer) { trainer.fit(model, loss, training); });
}

}  // namespace riserun::train
