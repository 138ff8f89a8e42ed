// The figures of labelled data, beside loss and accuracy: after each epoch those that are asked for,
// all of them in the report. The one list of them: options, history.csv, events, charts, TensorBoard
// and the report follow it.
#pragma once

#include <array>
#include <cstddef>
#include <iterator>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/train/data/dataset.hpp>
#include <riserun/train/data/scaling.hpp>
#include <riserun/train/judging/metrics.hpp>
#include <riserun/train/judging/predictions.hpp>

namespace riserun::train {

struct Metric {
  std::string_view name;     // in options; "validation_" and this is its column in history.csv
  std::string_view label;    // of a chart's axis
  std::string_view meaning;  // one line, as docs/training.md has it
  std::string_view text;     // in the report, for fmt: the figure, then top_k
  bool share;                // lies in [0, 1], drawn and written in percent

  /// Of a classification; `top_k` is Metrics::top_k. Null for a metric of numbers.
  double (*of_classes)(const ClassPredictions& predictions, std::size_t top_k);
  /// Of one target of a regression, in its own unit; of several targets the mean is taken. Null for
  /// a metric of classes.
  double (*of_numbers)(std::span<const double> predictions, std::span<const double> targets);
  bool is_error = false;  // the lower the better, and 0 at best; of the others 1 is best

  [[nodiscard]] constexpr Task task() const {
    return of_classes != nullptr ? Task::classification : Task::regression;
  }
};

inline constexpr Metric kMetrics[] = {
    {"f1", "validation F1, mean over the classes",
     "macro F1: the mean of the classes' F1, whatever their sizes", "macro F1 {:.3f}", false,
     [](const ClassPredictions& predictions, std::size_t) {
       return predictions.confusion.macro_f1();
     },
     nullptr},
    {"auc", "validation AUC",
     "area under the ROC curve; of more classes, the mean of each against the rest", "AUC {:.4f}",
     false, [](const ClassPredictions& predictions, std::size_t) { return mean_auc(predictions); },
     nullptr},
    {"top_k", "validation accuracy, top k", "the right class is among the `--top-k` (3) likeliest",
     "right among the {1} likeliest {0:.1f} %", true, top_k_accuracy, nullptr},
    {"rmse", "validation RMSE", "root of the mean square error, in the file's unit", "RMSE {:.4g}",
     false, nullptr, root_mean_square_error, true},
    {"mae", "validation mean absolute error", "mean absolute error, in the file's unit",
     "MAE {:.4g}", false, nullptr, mean_absolute_error, true},
    {"r2", "validation R2", "1 - squared error / squared error of always saying the mean",
     "R2 {:.3f}", false, nullptr, r_squared},
};
inline constexpr std::size_t kMetricCount = std::size(kMetrics);

/// The place of a metric in kMetrics. Throws ConfigError listing the names.
[[nodiscard]] std::size_t metric_number(std::string_view name);
/// The names of the metrics that data of this task have, in the order of kMetrics.
[[nodiscard]] std::vector<std::string> metric_names(Task task);

/// A number for each of kMetrics; NaN: not measured.
class MetricValues {
 public:
  MetricValues() { values_.fill(std::numeric_limits<double>::quiet_NaN()); }

  /// By its place in kMetrics, or by its name; throws ConfigError for an unknown name.
  [[nodiscard]] double operator[](std::size_t metric) const { return values_[metric]; }
  [[nodiscard]] double& operator[](std::size_t metric) { return values_[metric]; }
  [[nodiscard]] double operator[](std::string_view name) const {
    return values_[metric_number(name)];
  }
  [[nodiscard]] double& operator[](std::string_view name) { return values_[metric_number(name)]; }

 private:
  std::array<double, kMetricCount> values_;
};

/// Those of `names`; what is of the other task stays NaN. Of several targets each has its own.
[[nodiscard]] MetricValues measure_classes(const std::vector<std::string>& names,
                                           const ClassPredictions& predictions, std::size_t top_k);
[[nodiscard]] MetricValues measure_numbers(const std::vector<std::string>& names,
                                           std::span<const double> predictions,
                                           std::span<const double> targets);

/// What is to be measured. What does not fit the data's task stays NaN.
struct Metrics {
  std::vector<std::string> names{};  // of kMetrics
  std::size_t top_k = 3;             // of "top_k"
  Scaling target_scaling{};          // undone, so that errors are in the targets' own unit

  [[nodiscard]] bool any() const { return !names.empty(); }
  /// Throws ConfigError for an unknown name.
  void validate() const;
  /// `outputs` as all_outputs() has them for `data`.
  [[nodiscard]] MetricValues measure(std::span<const double> outputs, const Dataset& data,
                                     const nn::AnyLoss& loss) const;
};

}  // namespace riserun::train
